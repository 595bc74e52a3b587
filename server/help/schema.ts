/** What the server knows of a guide, to find it by (dist/web/help.<language>.json). */
export interface SearchEntry {
  title: string
  about: string
  /** Other words that people search by. */
  search: string
  text: string
  /** How it is drawn in a list. */
  html: string
}
