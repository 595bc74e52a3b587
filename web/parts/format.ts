// Dates, times and waits as the page's language writes them.
import { locale, time } from '../words/active.ts'
import { intlLocales } from '../words/locales.ts'

const languages = intlLocales[locale]

/** `3. mars 2026` */
export const date = (iso: string) => new Intl.DateTimeFormat(languages, { dateStyle: 'long' }).format(new Date(iso))

/** `3. mars 2026 kl. 14:30` */
export const dateTime = (iso: string) =>
  new Intl.DateTimeFormat(languages, { dateStyle: 'long', timeStyle: 'short' }).format(new Date(iso))

/** The name of a country, from its ISO 3166-1 alpha-2 code: `Norge`. */
export const country = (code: string) => new Intl.DisplayNames(languages, { type: 'region' }).of(code) ?? code

/** `den ene og den andre`; of none, nothing. */
export const list = (items: readonly string[]) => new Intl.ListFormat(languages).format(items)

/** `14:30` */
export const clockTime = (iso: string) =>
  new Intl.DateTimeFormat(languages, { timeStyle: 'short' }).format(new Date(iso))

/** How long ago, in the largest unit that fits: `for 5 minutter siden`. */
export function ago(iso: string, now: number): string {
  const seconds = Math.max(0, (now - Date.parse(iso)) / 1000)
  if (seconds < 60) return time.justNow.toLowerCase()
  const [unit, size] = (
    [
      ['day', 86_400],
      ['hour', 3600],
      ['minute', 60],
    ] as const
  ).find(([, size]) => seconds >= size) ?? ['minute', 60]
  return new Intl.RelativeTimeFormat(languages, { numeric: 'auto' }).format(-Math.floor(seconds / size), unit)
}

/** A wait to look at: `45 s`, `4 min 5 s`, `2 t 3 min`. */
export function wait(seconds: number): string {
  const [hours, minutes, rest] = [
    Math.floor(seconds / 3600),
    Math.floor((seconds % 3600) / 60),
    Math.ceil(seconds % 60),
  ]
  if (hours) return [time.hours(hours), ...(minutes ? [time.minutes(minutes)] : [])].join(' ')
  return [...(minutes ? [time.minutes(minutes)] : []), ...(rest || !minutes ? [time.seconds(rest)] : [])].join(' ')
}

/** A wait to hear, in whole minutes, so that it changes at most once a minute. */
export const spokenWait = (seconds: number) =>
  seconds < 60 ? time.spokenSeconds : time.spokenMinutes(Math.ceil(seconds / 60))
