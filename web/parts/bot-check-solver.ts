// The work of a bot check (ALTCHA, version 2): the one counter whose derived key begins as the challenge says.

export interface Challenge {
  parameters: {
    cost: number
    keyLength: number
    keyPrefix: string
    nonce: string
    salt: string
    data: { most: number }
  }
  signature: string
}

export interface Solution {
  counter: number
  derivedKey: string
}

/** Every so many tries the rest of the page is told how far it has come. */
const TOLD_EACH = 10

/** @returns undefined when no counter fits, as with a challenge that came to harm */
export async function findSolution(
  { parameters }: Challenge,
  tried: (count: number) => void,
): Promise<Solution | undefined> {
  const { cost: iterations, keyLength, keyPrefix, data } = parameters
  const nonce = bytesOf(parameters.nonce)
  const salt = bytesOf(parameters.salt)
  const password = new Uint8Array(nonce.length + 4)
  password.set(nonce)
  for (let counter = 0; counter < data.most; counter++) {
    new DataView(password.buffer).setUint32(nonce.length, counter)
    const key = await crypto.subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits'])
    const algorithm = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations }
    const derivedKey = hexOf(await crypto.subtle.deriveBits(algorithm, key, keyLength * 8))
    if (derivedKey.startsWith(keyPrefix)) return { counter, derivedKey }
    if (counter % TOLD_EACH === 0) tried(counter)
  }
}

const bytesOf = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))

const hexOf = (bytes: ArrayBuffer) =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')
