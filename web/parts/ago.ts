// Apart from format.ts, which every page carries.
import { locale, time } from '../words/active.ts'
import { intlLocales } from '../words/locales.ts'

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
  return new Intl.RelativeTimeFormat(intlLocales[locale], { numeric: 'auto' }).format(-Math.floor(seconds / size), unit)
}
