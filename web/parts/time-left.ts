// Apart from format.ts, which every page carries.
import { locale } from '../words/active.ts'
import { intlLocales } from '../words/locales.ts'
import { wait } from './format.ts'

/** What is left of a long wait: `30 døgn`, `23 t 12 min`. */
export function left(seconds: number): string {
  const days = Math.floor(seconds / 86_400)
  if (days < 2) return wait(Math.max(1, Math.ceil(seconds / 60)) * 60)
  return new Intl.NumberFormat(intlLocales[locale], { style: 'unit', unit: 'day', unitDisplay: 'long' }).format(days)
}
