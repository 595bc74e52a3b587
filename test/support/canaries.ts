// Secrets nobody else has, and the search for them in whatever a server left behind, in every form they could lie there.

/** The forms a secret could lie in: clear, encoded, escaped, reversed in no way, hashed in none. */
export function formsOf(secret: string | Buffer): Map<string, Buffer> {
  if (Buffer.isBuffer(secret)) return formsOfBytes(secret)
  const bytes = Buffer.from(secret)
  const utf16 = Buffer.from(secret, 'utf16le')
  const forms: Record<string, string | Buffer> = {
    clear: bytes,
    utf16,
    hex: bytes.toString('hex'),
    HEX: bytes.toString('hex').toUpperCase(),
    url: encodeURIComponent(secret),
    form: encodeURIComponent(secret).replaceAll('%20', '+'),
    json: JSON.stringify(secret).slice(1, -1),
    html: secret.replaceAll('&', '&amp;').replaceAll("'", '&#39;'),
    ...base64Of(bytes),
  }
  return new Map(Object.entries(forms).map(([name, form]) => [name, Buffer.from(form)]))
}

/** Of a secret that is no text: as it is, and written out. */
function formsOfBytes(bytes: Buffer): Map<string, Buffer> {
  const hex = bytes.toString('hex')
  const forms = { hex, HEX: hex.toUpperCase(), ...base64Of(bytes) }
  return new Map([
    ['bytes', bytes],
    ...Object.entries(forms).map(([name, form]): [string, Buffer] => [name, Buffer.from(form)]),
  ])
}

/** Of something in the middle of something else: three ways to lie on the three-byte grid, without the uncertain ends. */
function base64Of(bytes: Buffer): Record<string, string> {
  const at = (skip: number) => {
    const text = Buffer.concat([Buffer.alloc(skip), bytes])
      .toString('base64')
      .replaceAll('=', '')
    return text.slice(Math.ceil((skip * 4) / 3) + (skip ? 1 : 0), text.length - 1)
  }
  const url = (skip: number) => at(skip).replaceAll('+', '-').replaceAll('/', '_')
  return {
    base64: at(0),
    base64plus1: at(1),
    base64plus2: at(2),
    base64url: url(0),
    base64urlPlus1: url(1),
    base64urlPlus2: url(2),
  }
}

/** @returns where each secret was found, as "secret in form"; empty is what is hoped for */
export function findCanaries(haystack: Buffer, canaries: Record<string, string | Buffer>): string[] {
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
