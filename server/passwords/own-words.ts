/** What a guesser knows beforehand: the site's brand and the person's own addresses, as parts of a password. */

const SHORTEST_OWN_WORD = 3

/** The brand, whole and in its words. */
export function brandWords(brand: string): string[] {
  const small = fold(brand)
  return distinct([small, small.replace(/[^\p{L}\p{N}]/gu, ''), ...small.split(/[^\p{L}\p{N}]+/u)])
}

/** Of an e-mail address: itself, the part before the @ and its words, the name of the domain. Of a number: its digits. */
export function identifierWords(identifiers: readonly string[]): string[] {
  return distinct(
    identifiers.flatMap((identifier) => (identifier.includes('@') ? emailWords(identifier) : phoneWords(identifier))),
  )
}

function emailWords(address: string): string[] {
  const small = fold(address)
  const at = small.lastIndexOf('@')
  const local = small.slice(0, at)
  const domain = small.slice(at + 1)
  const name = domain.split('.').at(-2) ?? ''
  return [small, domain, name, local, local.replace(/[^\p{L}\p{N}]/gu, ''), ...local.split(/[^\p{L}]+/u)]
}

/** With and without country code: every ending of at least six digits. */
function phoneWords(number: string): string[] {
  const digits = number.replace(/\D/g, '')
  const endings = Array.from({ length: Math.max(0, digits.length - 5) }, (_, start) => digits.slice(start))
  return [number, ...endings]
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}

/** And each backwards. */
function distinct(words: string[]): string[] {
  const long = words.filter((word) => word.length >= SHORTEST_OWN_WORD)
  return [...new Set(long.flatMap((word) => [word, [...word].reverse().join('')]))]
}
