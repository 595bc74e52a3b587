// Secrets nobody else has, and the search for them in whatever a server left behind, in every form they could lie there.

/** The forms a secret could lie in: clear, encoded, escaped, reversed in no way, hashed in none. */
export function formsOf(secret: string): Map<string, Buffer> {
  const bytes = Buffer.from(secret)
  const utf16 = Buffer.from(secret, 'utf16le')
  // Base64 of a text in the middle of another: three ways to lie on the three-byte grid, without the uncertain ends.
  const inBase64 = (skip: number) => {
    const text = Buffer.concat([Buffer.alloc(skip), bytes])
      .toString('base64')
      .replaceAll('=', '')
    return text.slice(Math.ceil((skip * 4) / 3) + (skip ? 1 : 0), text.length - 1)
  }
  const forms: Record<string, string | Buffer> = {
    clear: bytes,
    utf16,
    hex: bytes.toString('hex'),
    HEX: bytes.toString('hex').toUpperCase(),
    url: encodeURIComponent(secret),
    form: encodeURIComponent(secret).replaceAll('%20', '+'),
    json: JSON.stringify(secret).slice(1, -1),
    html: secret.replaceAll('&', '&amp;').replaceAll("'", '&#39;'),
    base64: inBase64(0),
    base64plus1: inBase64(1),
    base64plus2: inBase64(2),
    base64url: inBase64(0).replaceAll('+', '-').replaceAll('/', '_'),
    base64urlPlus1: inBase64(1).replaceAll('+', '-').replaceAll('/', '_'),
    base64urlPlus2: inBase64(2).replaceAll('+', '-').replaceAll('/', '_'),
  }
  return new Map(Object.entries(forms).map(([name, form]) => [name, Buffer.from(form)]))
}

/** @returns where each secret was found, as "secret in form"; empty is what is hoped for */
export function findCanaries(haystack: Buffer, canaries: Record<string, string>): string[] {
  const lower = Buffer.from(haystack.toString('latin1').toLowerCase(), 'latin1')
  return Object.entries(canaries).flatMap(([name, secret]) =>
    [...formsOf(secret)]
      .filter(([form, bytes]) =>
        ['clear', 'hex', 'url', 'json'].includes(form)
          ? lower.includes(Buffer.from(bytes.toString('latin1').toLowerCase(), 'latin1'))
          : haystack.includes(bytes),
      )
      .map(([form]) => `${name} in ${form}`),
  )
}
