// The policy's figures as a sentence says them, in the language of the guide.
import { type Policy, policy } from '../../server/platform/policy.ts'
import type { Locale } from '../words/locales.ts'

type Unit = 'day' | 'hour' | 'minute' | 'second'

/** One, and more than one. */
const units: Record<Locale, Record<Unit, readonly [string, string]>> = {
  nb: {
    day: ['dag', 'dager'],
    hour: ['time', 'timer'],
    minute: ['minutt', 'minutter'],
    second: ['sekund', 'sekunder'],
  },
  nn: { day: ['dag', 'dagar'], hour: ['time', 'timar'], minute: ['minutt', 'minutt'], second: ['sekund', 'sekund'] },
  en: {
    day: ['day', 'days'],
    hour: ['hour', 'hours'],
    minute: ['minute', 'minutes'],
    second: ['second', 'seconds'],
  },
}

const lengths: readonly (readonly [Unit, number])[] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]
/** 72 h is said in hours: only what is longer than that counts in days. */
const FEWEST_DAYS = 4

/** "10 minutter", "24 timer", "8". */
export function sayFigure(name: keyof Policy, locale: Locale): string {
  const value = policy[name]
  if (!name.endsWith('Seconds')) return String(value)
  const [unit, length] = lengths.find(
    ([unit, length]) => value % length === 0 && value >= length * (unit === 'day' ? FEWEST_DAYS : 1),
  ) ?? ['second', 1]
  const count = value / length
  return `${count} ${units[locale][unit as Unit][count === 1 ? 0 : 1]}`
}
