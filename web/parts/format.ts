// Dates, times and waits as the page's language writes them.
import { locale, time } from '../words/active.ts'
import { intlLocales } from '../words/locales.ts'

const languages = intlLocales[locale]

/** `3. mars 2026` */
export const date = (iso: string) => new Intl.DateTimeFormat(languages, { dateStyle: 'long' }).format(new Date(iso))

/** `3. mars 2026 kl. 14:30` */
export const dateTime = (iso: string) =>
  new Intl.DateTimeFormat(languages, { dateStyle: 'long', timeStyle: 'short' }).format(new Date(iso))

/** `14:30` */
export const clockTime = (iso: string) =>
  new Intl.DateTimeFormat(languages, { timeStyle: 'short' }).format(new Date(iso))

/** Seconds of what `time.units` names. */
const sizes = [1, 60, 3600, 86_400]

/** A wait to look at, in two units, days from two on: `45 s`, `4 min 5 s`, `2 t 3 min`, `29 døgn 19 t`. */
export function wait(seconds: number): string {
  let rest = Math.ceil(seconds)
  const largest = rest < 3600 ? 1 : rest < 172_800 ? 2 : 3
  const said = [largest, largest - 1].flatMap((unit) => {
    const size = sizes[unit] ?? 1
    const count = Math.floor(rest / size)
    rest %= size
    return count ? `${count} ${time.units[unit]}` : []
  })
  return said.join(' ') || `0 ${time.units[0]}`
}

/** A wait to hear, in one unit, rounded up, so that it changes at most once a minute. */
export function spokenWait(seconds: number): string {
  const count = (size: number) => Math.ceil(seconds / size)
  if (seconds < 60) return time.spokenSeconds
  if (seconds < 7200) return time.spokenMinutes(count(60))
  return seconds < 172_800 ? `${count(3600)} ${time.spokenHours}` : `${count(86_400)} ${time.units[3]}`
}
