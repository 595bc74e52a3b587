/**
 * The words that passwords are made of: some 49,000 from breaches (zxcvbn's list, in order of use) and the obvious
 * Norwegian ones. Held in memory, 1 MB; no third party is asked about anybody's password.
 */
import { createRequire } from 'node:module'
import { obviousWords } from './obvious-words.ts'
import { makeWordTable } from './word-table.ts'

export interface Blocklist {
  /** Bits of guessing that a word of the list costs, or undefined when it is not on it. */
  bits(word: string): number | undefined
}

const OBVIOUS_RANK = 1_000
const OBVIOUS_BITS = 10
const COMMON_BITS = 16
const SOURCE = '@zxcvbn-ts/language-common/dist/passwords.json.cjs'

let loaded: Blocklist | undefined

/** The blocklist, read on first use (about 30 ms: call it once at start, before there are requests to delay). */
export function blocklist(): Blocklist {
  loaded ??= load()
  return loaded
}

function load(): Blocklist {
  const require = createRequire(import.meta.url)
  const ranked: string[] = require(SOURCE)
  const common = makeWordTable(ranked)
  const obvious = new Set([...ranked.slice(0, OBVIOUS_RANK), ...obviousWords])
  // The table is all we keep. Node holds on to a module in more places than its cache, so the list itself is emptied.
  delete require.cache[require.resolve(SOURCE)]
  ranked.length = 0
  return {
    bits(word) {
      if (obvious.has(word)) return OBVIOUS_BITS
      return common.has(word) ? COMMON_BITS : undefined
    },
  }
}
