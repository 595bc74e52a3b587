// Phone or e-mail: the way used last in this browser.

export type IdentifierKind = 'phone' | 'email'

const yearSeconds = 31_536_000

/** The cookie's name; server/pages.ts reads it to draw the right form at once, so that nothing flips while waking. */
export const methodCookie = 'portvakt-method'

export function rememberMethod(kind: IdentifierKind): void {
  const secure = location.protocol === 'https:' ? '; Secure' : ''
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
  document.cookie = `${methodCookie}=${kind}; Path=/log-in; Max-Age=${yearSeconds}; SameSite=Lax${secure}`
}
