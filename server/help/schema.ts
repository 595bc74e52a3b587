import type { Locale } from '../../web/words/locales.ts'

/** What the server knows of a guide, to find it by (dist/web/help.<language>.json). */
export interface SearchEntry {
  name: string
  /** Of its text. */
  locale: Locale
  title: string
  about: string
  /** Other words that people search by. */
  search: string
  text: string
}
