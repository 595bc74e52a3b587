/**
 * What may be sent by SMS, which costs money (promise P20). Pumps send to numbers whose carrier shares the fee: many alike, and
 * hardly a code comes back. Real people enter theirs.
 */
import { regionOf } from '../accounts/phone-number.ts'
import type { Config } from '../config.ts'
import { policy } from '../platform/policy.ts'

/**
 * Whose message it is. `strangers`: to a number that somebody typed. `customers`: to one that an account has proven, so that a
 * pump cannot lock it out. `nobody`: what a customer would have got, for a number that no account has; counted and never sent.
 * `notices`: no codes, but what their owners are told; no limit stops them.
 */
export type Share = 'strangers' | 'customers' | 'nobody' | 'notices'

/** Whether messages of a share are codes that people got, and may enter. */
export const hasCodes = (share: Share): boolean => share === 'strangers' || share === 'customers'

/** Sent, or which limit stood in the way: of numbers that begin alike, of the country, of the day, or none are sent there. */
export type Outcome = 'sent' | 'prefix' | 'country' | 'day' | 'closed'

/** What a message is counted under. */
export interface PaidAs {
  share: Share
  /** Calling code and three digits. */
  prefix: string
  /** ISO 3166-1 alpha-2; `ZZ` for a network of no country. */
  country: string
}

export interface Sum {
  sent: number
  entered: number
}

/** What was sent of one share: in the last hour to one prefix and to one country, in the last day to everywhere. */
export interface Sums {
  prefix: Sum
  country: Sum
  day: Sum
}

/** An hour and a day are rolled on in steps: what began before the hour did, but ended in it, counts as well. */
export const SLOT_SECONDS = 5 * 60
export const DAY_SLOT_SECONDS = 3600

const NO_COUNTRY = 'ZZ'

/** Whether new numbers of a country are sent to. Those of no country never are: they cost the most. */
export function isOpen(countries: Config['smsCountries'], country: string): boolean {
  return country !== NO_COUNTRY && (countries === 'all' || countries.includes(country))
}

/** @param number E.164; of a mail address, in whose name nobody's message is counted, nothing is kept */
export function paidAs(share: Share, number: string): PaidAs {
  const { prefix, country = NO_COUNTRY } = number.startsWith('+') ? regionOf(number) : { prefix: '' }
  return { share, prefix, country }
}

/** For a column of the code it is about. */
export const formatPaidAs = ({ share, country, prefix }: PaidAs): string => `${share} ${country} ${prefix}`

export function parsePaidAs(text: string): PaidAs {
  const [share = '', country = '', prefix = ''] = text.split(' ')
  return { share: share as Share, country, prefix }
}

export function slotAt(now: Date, seconds: number): Date {
  return new Date(Math.floor(now.getTime() / (seconds * 1000)) * seconds * 1000)
}

/** Most messages of a share in a day. */
export function mostADay({ smsPerDay }: Pick<Config, 'smsPerDay'>, share: Share): number {
  const strangers = Math.floor((smsPerDay * policy.smsStrangersPercent) / 100)
  if (share === 'notices') return smsPerDay // beside the codes: for them it only tells when the operator is woken
  return share === 'strangers' ? strangers : smsPerDay - strangers
}

/** Whether one more may be sent after these. */
export function outcomeOf({ prefix, country, day }: Sums, mostInADay: number): Outcome {
  if (day.sent >= mostInADay) return 'day'
  if (isFull(country, policy.smsPerCountryHour)) return 'country'
  return isFull(prefix, policy.smsPerPrefixHour) ? 'prefix' : 'sent'
}

/** Whether people, and no pump, got these. */
export function isEntered({ sent, entered }: Sum): boolean {
  return entered * 100 >= sent * policy.smsEnteredPercent
}

const isFull = (sum: Sum, most: number): boolean => sum.sent >= most && !isEntered(sum)

/** How near they are to a limit, for the price of the next one: below half of it, below four fifths, above. */
export function levelOf({ prefix, country }: Sums): 0 | 1 | 2 {
  const used = Math.max(usedOf(prefix, policy.smsPerPrefixHour), usedOf(country, policy.smsPerCountryHour))
  return used >= 0.8 ? 2 : used >= 0.5 ? 1 : 0
}

const usedOf = (sum: Sum, most: number): number => (isEntered(sum) ? 0 : sum.sent / most)
