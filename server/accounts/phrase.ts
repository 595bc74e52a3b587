/**
 * The anti-phishing phrase: a few words of the owner's own that every message from us to an address of the account begins with.
 * It is sealed under the account's data key, and calls nobody anywhere: no link, no address, no number. Where an address is not
 * proven yet a message goes without, or whoever has an account would write to strangers in our name.
 */
import { openWith, sealWith, unwrapDataKey } from '../platform/data-keys.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import { NOBODY } from './find-account.ts'
import * as queries from './queries.ts'

const FEWEST = 3
const MOST = 40

// Dots and strokes hide among letters without case, among modifier letters (ꓸ) and among marks that go with any letter.
const LATIN = String.raw`[\p{sc=Latn}&&[\p{Lu}\p{Ll}]]`
const OTHER = String.raw`[[[\p{L}\p{M}]--[\p{Lm}\p{sc=Latn}\p{sc=Zyyy}\p{sc=Zinh}]]ー々]`
const LETTERS = `(?:${LATIN}+|${OTHER}+)`
const WORD = String.raw`${LETTERS}(?:['’\-]${LETTERS})*['’]?`
const PICTURE = String.raw`(?:\p{Extended_Pictographic}[\p{Emoji_Modifier}\uFE0F]?|\p{Regional_Indicator})`
// Signs at the end of a word alone: what mail programs make a link of, or a person takes for one, has them within.
const PART = String.raw`(?:(?:${WORD}|\d+)[.,!?:;]*${PICTURE}*|${PICTURE}+|[&–\-])`
const PARTS = new RegExp(`^${PART}(?: ${PART})*$`, 'v')
// One number, too short to be called or entered anywhere, or a year.
const NUMBER = /^\P{N}*(?:\d{1,2}|(?:19|20)\d\d)?\P{N}*$/v
const WWW = /\bwww\b/i

/**
 * A phrase as typed, tidied: NFKC, one space between words. It is words, with a few signs at their ends.
 *
 * @returns undefined when it may not be one
 */
export function readPhrase(typed: string): string | undefined {
  if (!typed.isWellFormed()) return undefined
  const phrase = typed.normalize('NFKC').trim().replace(/ +/g, ' ')
  const length = [...phrase].length
  if (length < FEWEST || length > MOST) return undefined
  return PARTS.test(phrase) && NUMBER.test(phrase) && !WWW.test(phrase) ? phrase : undefined
}

/** The account's phrase, if it has one; nothing, after the same question, when no account is known. */
export async function findPhrase(
  { keys }: Pick<Deps, 'keys'>,
  db: Queryable,
  accountId: string | undefined,
): Promise<string | undefined> {
  const [row] = await db.query(queries.findPhrase, [accountId ?? NOBODY])
  if (!row?.phrase_sealed || !accountId) return undefined
  return openWith(unwrapDataKey(keys, row.data_key, accountId), row.phrase_sealed, context(accountId)).toString()
}

/**
 * @param phrase from `readPhrase`; null: none from now on
 * @throws Refusal `session_required` when the account is gone
 */
export async function setPhrase(
  tx: Queryable,
  { keys }: Pick<Deps, 'keys'>,
  accountId: string,
  phrase: string | null,
): Promise<void> {
  const [account] = await tx.query(queries.findPhrase, [accountId])
  if (!account) throw new Refusal('session_required') // deleted a moment ago
  const dataKey = unwrapDataKey(keys, account.data_key, accountId)
  const sealed = phrase === null ? null : sealWith(dataKey, Buffer.from(phrase), context(accountId))
  await tx.execute(queries.setPhrase, [accountId, sealed])
}

const context = (accountId: string) => ['phrase', accountId]
