/** The search of the help centre: pure rules, over what the build has written down of every guide. */
import type { SearchEntry } from './schema.ts'

/** Words of a question that say nothing of what is asked for. */
const EMPTY = new Set(
  `jeg eg du vi det den ho han er har kan kan å og i på til for fra frå med av om en ei et ein eit min mi mitt mine ikke ikkje
   hva kva hvordan korleis hvorfor kvifor hvor kor når får fikk fekk må skal vil
   i a an the to my is are do does did how what why where when can cannot not of on in with and have has was be`
    .split(/\s+/)
    .filter(Boolean),
)
/** Endings of Norwegian and English words, longest first: what is left is looked for inside of words, as Norwegian joins them. */
const ENDINGS = /(?:ingane|ingene|inger|ingar|ingen|inga|ing|ene|ane|ede|ete|ens|ets|en|et|er|ar|te|es|ed|e|a|s|t|n)$/
const SHORTEST_STEM = 3

/** What a guide says where, and how much more a hit there means. */
const weights = { title: 8, search: 5, about: 3, text: 1 } as const

/** What has the words in passing only is no answer beside one that is about them. */
const FAR_FROM_BEST = 12

/** The stem of a word: short words are left whole. */
export function stemOf(word: string): string {
  const stem = word.replace(ENDINGS, '')
  return stem.length >= SHORTEST_STEM ? stem : word
}

/** Guides that have every word of a question, best first; where none has them all, those that have most. */
export function searchHelp(entries: readonly SearchEntry[], question: string): SearchEntry[] {
  const stems = [...new Set(wordsOf(question))].map(stemOf)
  const scored = entries.map((entry) => {
    const scores = stems.map((stem) => score(entry, stem))
    const hits = scores.filter(Boolean).length
    return { entry, hits, score: scores.reduce((sum, each) => sum + each, 0) }
  })
  const most = Math.max(0, ...scored.map(({ hits }) => hits))
  const best = Math.max(0, ...scored.map(({ score }) => score))
  return scored
    .filter(({ hits, score }) => hits > 0 && hits === most && score * FAR_FROM_BEST >= best)
    .sort((a, b) => b.score - a.score)
    .map(({ entry }) => entry)
}

function wordsOf(question: string): string[] {
  const words =
    question
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  const telling = words.filter((word) => !EMPTY.has(word))
  return telling.length ? telling : words
}

function score(entry: SearchEntry, stem: string): number {
  const places = Object.keys(weights) as (keyof typeof weights)[]
  return places.reduce((sum, place) => sum + (has(entry[place].toLowerCase(), stem) ? weights[place] : 0), 0)
}

/** Of less than three letters it has to be a whole word. */
const has = (text: string, stem: string) =>
  stem.length > 2 ? text.includes(stem) : text.split(/[^\p{L}\p{N}]+/u).includes(stem)
