// Dates and times as the page's language writes them.
import { locale } from '../words/active.ts'
import { intlLocales } from '../words/locales.ts'

/** A line ends only between a date and its time; in Norwegian a full stop parts hours and minutes, as in our mails. */
function write(iso: string, style: Intl.DateTimeFormatOptions): string {
  const format = new Intl.DateTimeFormat(intlLocales[locale], style)
  const said = format.format(new Date(iso)).replace(/ (?!kl|at)/g, '\u00a0')
  return locale === 'en' ? said : said.replace(':', '.')
}

/** `3. mars 2026` */
export const date = (iso: string) => write(iso, { dateStyle: 'long' })

/** `3. mars 2026 kl. 14.30` */
export const dateTime = (iso: string) => write(iso, { dateStyle: 'long', timeStyle: 'short' })

/** `14.30` */
export const clockTime = (iso: string) => write(iso, { timeStyle: 'short' })
