/**
 * How many guesses a password takes, as bits, for somebody who knows how people make them. The cheapest way to build it
 * from parts: words, dates, keyboard walks, sequences, repetitions of itself, and single characters for what is left.
 * After zxcvbn (Wheeler, USENIX Security 2016), reduced to what a yes-or-no needs.
 */
import type { Blocklist } from './blocklist.ts'
import { isStep } from './keyboard-walks.ts'

export interface Wordlists {
  common: Blocklist
  /** Words a guesser has at hand for this person and this site: brand, name, number. */
  own: readonly string[]
}

const LETTER_BITS = 4.7
const DIGIT_BITS = 3.3
const JOIN_BITS = 1
const SYMBOL_BITS = 4
const OWN_BITS = 2
const COPY_BITS = 0.5
const RUN_BITS = 5
const YEAR_BITS = 6
const DATE_BITS = 15
const DISGUISE_BITS = 2

const SHORTEST_COPY = 4
const SHORTEST_RUN = 3
const SHORTEST_WORD = 4
const LONGEST_WORD = 26
/** What stands further back makes no password cheaper to guess; it would only be work (quadratic at worst). */
const MOST_CHARACTERS = 128

/** An upper bound of the bits of a password, whatever capitals, look-alike digits or interleaving disguise it. */
export function guessBits(password: string, lists: Wordlists): number {
  const folded = password.slice(0, MOST_CHARACTERS).normalize('NFKC').toLowerCase().slice(0, MOST_CHARACTERS)
  const letters = folded.replace(/[^\p{L}]/gu, '')
  const rest = folded.replace(/\p{L}/gu, '')
  const disguised = [...leetForms(folded)].map((form) => cheapest(form, lists))
  const interleaved = letters && rest ? [cheapest(letters, lists) + cheapest(rest, lists)] : []
  return Math.min(cheapest(folded, lists), ...[...disguised, ...interleaved].map((bits) => bits + DISGUISE_BITS))
}

/** 1 stands for i or l; a form that changes nothing is left out. */
function leetForms(text: string): Set<string> {
  const plain = text.replace(/[034578@$€]/g, (symbol) => leet[symbol] ?? symbol)
  const forms = new Set([plain.replace(/[1!|]/g, 'i'), plain.replace(/[1!|]/g, 'l')])
  forms.delete(text)
  return forms
}

const leet: Record<string, string> = { 0: 'o', 3: 'e', 4: 'a', 5: 's', 7: 't', 8: 'b', '@': 'a', $: 's', '€': 'e' }

/** Shortest path over positions: `cost[i]` is the cheapest way to build the first i characters. */
function cheapest(text: string, lists: Wordlists): number {
  const cost = new Array<number>(text.length + 1).fill(Number.POSITIVE_INFINITY)
  cost[0] = 0
  const earlier = new Map<string, number>()
  for (let from = 0; from < text.length; from++) {
    const reach = (length: number, bits: number) => {
      cost[from + length] = Math.min(cost[from + length] ?? 0, (cost[from] ?? 0) + bits)
    }
    reach(1, characterBits(text.charAt(from)))
    reachWords(text, from, lists, reach)
    reachRuns(text, from, reach)
    reachCopies(text, from, earlier, reach)
  }
  return cost[text.length] ?? 0
}

type Reach = (length: number, bits: number) => void

function reachWords(text: string, from: number, lists: Wordlists, reach: Reach): void {
  for (const word of lists.own) if (text.startsWith(word, from)) reach(word.length, OWN_BITS)
  const longest = Math.min(LONGEST_WORD, text.length - from)
  for (let length = SHORTEST_WORD; length <= longest; length++) {
    const word = text.slice(from, from + length)
    const bits = lists.common.bits(word) ?? dateBits(word)
    if (bits !== undefined) reach(length, bits)
  }
}

/** One character again and again, letters and digits in order, and walks over the keyboard. */
function reachRuns(text: string, from: number, reach: Reach): void {
  for (const kind of ['same', 'order', 'row', 'walk'] as const) {
    let end = from + 1
    while (end < text.length && isStep(kind, text, from, end)) end++
    const least = kind === 'walk' ? SHORTEST_RUN + 2 : SHORTEST_RUN
    for (let length = least; length <= end - from; length++) reach(length, RUN_BITS)
  }
}

/** What stood earlier in the password, forwards (LZ77): a doubled word costs hardly more than the word. */
function reachCopies(text: string, from: number, earlier: Map<string, number>, reach: Reach): void {
  const key = text.slice(from, from + SHORTEST_COPY)
  if (key.length < SHORTEST_COPY) return
  const source = earlier.get(key)
  if (source === undefined) {
    earlier.set(key, from)
    return
  }
  let length = SHORTEST_COPY
  while (from + length < text.length && text[source + length] === text[from + length]) length++
  for (let part = SHORTEST_COPY; part <= length; part++) reach(part, COPY_BITS)
}

function characterBits(character: string): number {
  if (/\d/.test(character)) return DIGIT_BITS
  if (/[ ._,-]/.test(character)) return JOIN_BITS
  return /\p{L}/u.test(character) ? LETTER_BITS : SYMBOL_BITS
}

const YEAR = /^(19|20)\d\d$/
const DAY_FIRST = /^(0?[1-9]|[12]\d|3[01])[./-]?(0?[1-9]|1[0-2])[./-]?((19|20)\d\d|\d\d)$/
const YEAR_FIRST = /^(19|20)\d\d[./-]?(0[1-9]|1[0-2])[./-]?(0[1-9]|[12]\d|3[01])$/

function dateBits(text: string): number | undefined {
  if (text.length > 10) return undefined
  if (YEAR.test(text)) return YEAR_BITS
  return text.length >= 6 && (DAY_FIRST.test(text) || YEAR_FIRST.test(text)) ? DATE_BITS : undefined
}
