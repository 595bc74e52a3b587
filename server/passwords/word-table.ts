/**
 * A set of ASCII words in a tenth of the memory of a Set of strings: all words in one buffer, found by an open-addressed
 * table of their places (FNV-1a, linear probing).
 */
export interface WordTable {
  has(word: string): boolean
}

/** @param words in ASCII; a word over 255 characters is left out */
export function makeWordTable(words: readonly string[]): WordTable {
  const bytes = Buffer.alloc(words.reduce((sum, word) => sum + word.length + 1, 1))
  const mask = 2 ** Math.ceil(Math.log2(words.length * 2 + 2)) - 1
  const places = new Uint32Array(mask + 1) // 0: free, so the first word begins at 1
  let end = 1
  for (const word of words) {
    if (word.length > 255) continue
    let slot = hash(word) & mask
    while (places[slot]) slot = (slot + 1) & mask
    places[slot] = end
    bytes[end] = word.length
    end += 1 + bytes.write(word, end + 1, 'latin1')
  }
  return {
    has(word) {
      for (let slot = hash(word) & mask; places[slot]; slot = (slot + 1) & mask) {
        if (stands(bytes, places[slot] ?? 0, word)) return true
      }
      return false
    },
  }
}

function stands(bytes: Buffer, place: number, word: string): boolean {
  if (bytes[place] !== word.length) return false
  for (let index = 0; index < word.length; index++) {
    if (bytes[place + 1 + index] !== word.charCodeAt(index)) return false
  }
  return true
}

function hash(word: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < word.length; index++) value = Math.imul(value ^ word.charCodeAt(index), 0x01000193)
  return value >>> 0
}
