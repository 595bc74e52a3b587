// A module of its own: what the pages share, each of them loads.
import { locale } from '../../words/active.ts'
import { intlLocales } from '../../words/locales.ts'

/**
 * A decimal amount as the language writes it: `1250.5` is `1 250,5`. Digit for digit, without arithmetic: none is lost or
 * rounded.
 */
export function amount(decimal: string): string {
  const parts = new Intl.NumberFormat(intlLocales[locale]).formatToParts(1234567.8)
  const mark = (type: string) => parts.find((part) => part.type === type)?.value ?? ''
  const [whole = '', rest] = decimal.split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, mark('group'))
  return rest === undefined ? grouped : `${grouped}${mark('decimal')}${rest}`
}
