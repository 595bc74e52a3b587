// Apart from format.ts: not every page that writes a date needs it.
import { countryForm, locale } from '../words/active.ts'
import { intlLocales } from '../words/locales.ts'

/** The name of a country, from its ISO 3166-1 alpha-2 code: `Norge`. */
export const country = (code: string) =>
  countryForm(new Intl.DisplayNames(intlLocales[locale], { type: 'region' }).of(code) ?? code)
