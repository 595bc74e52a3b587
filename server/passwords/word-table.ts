/**
 * A set of ASCII words in a third of the memory of a Set of strings: all words in one buffer, found by an open-addressed
 * table of their places (FNV-1a, linear probing).
 */
export interface WordTable {
  has(word: string): boolean
}

const END = 0x0a
const BASIS = 0x811c9dc5

/** @param words in ASCII, without line feeds */
export function makeWordTable(words: readonly string[]): WordTable {
  // Place 0 means a free slot, so the first word begins at 1.
  const bytes = Buffer.from(`\n${words.join('\n')}\n`, 'latin1')
  const mask = 2 ** Math.ceil(Math.log2(words.length * 2 + 2)) - 1
  const places = new Uint32Array(mask + 1)
  let place = 1
  let hash = BASIS
  for (let at = 1; at < bytes.length; at++) {
    const byte = bytes[at] ?? END
    if (byte !== END) {
      hash = mix(hash, byte)
      continue
    }
    let slot = hash & mask
    while (places[slot]) slot = (slot + 1) & mask
    places[slot] = place
    place = at + 1
    hash = BASIS
  }
  return {
    has(word) {
      for (let slot = hashOf(word) & mask; places[slot]; slot = (slot + 1) & mask) {
        if (stands(bytes, places[slot] ?? 0, word)) return true
      }
      return false
    },
  }
}

function stands(bytes: Buffer, place: number, word: string): boolean {
  for (let index = 0; index < word.length; index++) {
    if (bytes[place + index] !== word.charCodeAt(index)) return false
  }
  return bytes[place + word.length] === END
}

function hashOf(word: string): number {
  let hash = BASIS
  for (let index = 0; index < word.length; index++) hash = mix(hash, word.charCodeAt(index))
  return hash
}

function mix(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, 0x01000193)
}
