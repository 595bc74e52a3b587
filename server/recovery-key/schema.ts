/**
 * The form of the Recovery Key Phrase, read the same by page and server: `rkp1-`, 32 Crockford base32 symbols in groups of
 * four that are 160 random bits, and a group of four that checks them (20 bits of SHA-256 over version and data).
 * It imports nothing: a page carries it.
 */

const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const PREFIX = 'rkp1'
const DATA_SYMBOLS = 32
const CHECK_SYMBOLS = 4

/** What is hashed for the check group. */
export function checkedBytes(data: Uint8Array): Uint8Array {
  return new Uint8Array([...new TextEncoder().encode(PREFIX), ...data])
}

/** @param digest SHA-256 of `checkedBytes` */
export function formatRecoveryKey(data: Uint8Array, digest: Uint8Array): string {
  const groups = `${toSymbols(data, DATA_SYMBOLS)}${toSymbols(digest, CHECK_SYMBOLS)}`.match(/.{4}/g) ?? []
  return [PREFIX, ...groups].join('-')
}

/**
 * Reads a phrase in any spelling: letters small or large, O for 0, I and L for 1, any separators or none, with or without
 * `rkp1`.
 *
 * @returns its 20 bytes and the check group as typed; undefined for anything that has not the form
 */
export function readRecoveryKey(typed: string): { data: Uint8Array; check: string } | undefined {
  const bare = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Z}\p{Pd}._:/]/gu, '')
  const symbols = bare
    .replace(/^RKP[1IL](?=.{36}$)/, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
  if (!new RegExp(`^[${SYMBOLS}]{${DATA_SYMBOLS + CHECK_SYMBOLS}}$`).test(symbols)) return undefined
  return { data: fromSymbols(symbols.slice(0, DATA_SYMBOLS)), check: symbols.slice(DATA_SYMBOLS) }
}

/** @param digest SHA-256 of `checkedBytes` */
export function fitsCheck(check: string, digest: Uint8Array): boolean {
  return check === toSymbols(digest, CHECK_SYMBOLS)
}

function toSymbols(bytes: Uint8Array, count: number): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return Array.from({ length: count }, (_, at) => SYMBOLS[Number.parseInt(bits.slice(at * 5, at * 5 + 5), 2)]).join('')
}

function fromSymbols(symbols: string): Uint8Array {
  const bits = [...symbols].map((symbol) => SYMBOLS.indexOf(symbol).toString(2).padStart(5, '0')).join('')
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2))
}
