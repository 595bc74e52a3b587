import { policy } from '../platform/policy.ts'
import { hasCodes, isEntered } from './paid-message.ts'
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
  /** Strangers have used up most of their day, or customers of theirs: a few of them can, and the others are sent what each number is owed then. */
  day: boolean
  /** More notices go out than things happen to people: somebody makes them with accounts of their own. */
  notices: boolean
}

/** How much of a day each has used up, and how many notices went to the prefix that got the most of them in the last hour. */
export interface Used {
  strangers: number
  customers: number
  notices: number
  noticesToOnePrefix: number
}

/** Silence is the state of a calm day: each goes off within a scrape of its cause, and back by itself. */
export function alarmsOf(rows: readonly CountryRow[], used: Used): Alarms {
  const count = (share: string, country: string, outcome: string) =>
    rows.find((row) => row.share === share && row.country === country && row.outcome === outcome)?.count ?? 0
  const limits = ['prefix', 'country', 'day']
  return {
    limit: rows.some(({ share, outcome, recent }) => share !== 'nobody' && limits.includes(outcome) && recent > 0),
    few_entered: rows.some(({ share, country, outcome, count: sent }) => {
      const isJudged = hasCodes(share) && outcome === 'sent' && sent >= ENOUGH
      return isJudged && !isEntered({ sent, entered: count(share, country, 'entered') })
    }),
    day: Math.max(used.strangers, used.customers) >= NEARLY_ALL,
    notices:
      used.noticesToOnePrefix >= policy.smsNoticesPerPrefixHour ||
      used.notices >= NEARLY_ALL ||
      rows.some(({ share, count: sent }) => share === 'notices' && sent >= policy.smsNoticesPerCountryHour),
  }
}
