import { isEntered } from './paid-message.ts'
import type { CountryRow } from './queries.ts'

/** So many codes to one country are enough to judge by. */
const ENOUGH = 40
const NEARLY_ALL = 0.8

/** When an operator is to be woken. */
export interface Alarms {
  /** A limit stood in the way within the last quarter of an hour. */
  limit: boolean
  /** Below the limits still, but hardly a code to some country comes back. */
  few_entered: boolean
  /** Strangers have used up most of their day. */
  day: boolean
}

/** Silence is the state of a calm day: each goes off within a scrape of its cause, and back by itself. */
export function alarmsOf(rows: readonly CountryRow[], strangersUsed: number): Alarms {
  const count = (share: string, country: string, outcome: string) =>
    rows.find((row) => row.share === share && row.country === country && row.outcome === outcome)?.count ?? 0
  const limits = ['prefix', 'country', 'day']
  return {
    limit: rows.some(({ share, outcome, recent }) => share !== 'nobody' && limits.includes(outcome) && recent > 0),
    few_entered: rows.some(({ share, country, outcome, count: sent }) => {
      const isJudged = share !== 'nobody' && outcome === 'sent' && sent >= ENOUGH
      return isJudged && !isEntered({ sent, entered: count(share, country, 'entered') })
    }),
    day: strangersUsed >= NEARLY_ALL,
  }
}
