// Addresses that a mail's header may hold (RFC 5321 §4.1.2, RFC 5322 §3.4, narrowed): nothing in one ends it or begins another.

// No space, no control character, no sign that ends an address or begins another.
const ADDRESS = /^[^\s\p{Cc}<>,;:"()[\]\\]{1,64}@[^\s\p{Cc}<>,;:"()[\]\\@]{1,255}$/u

export const isMailAddress = (text: string): boolean => ADDRESS.test(text)

export interface Sender {
  name: string
  address: string
}

/** @param from `Name <address>` or a bare address @returns undefined for what is no sender */
export function readSender(from: string): Sender | undefined {
  const named = /^(.*)<([^<>]*)>\s*$/s.exec(from)
  const name = (named?.[1] ?? '').trim().replace(/^"(.*)"$/s, '$1')
  const address = (named?.[2] ?? from).trim()
  return isMailAddress(address) ? { name, address } : undefined
}
