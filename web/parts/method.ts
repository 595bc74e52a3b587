// Phone or e-mail: the way used last in this browser.
import { attempt } from './attempt.ts'

export type IdentifierKind = 'phone' | 'email'

const yearSeconds = 31_536_000

/** The cookie's name; server/pages.ts reads it to draw the right form at once, so that nothing flips while waking. */
export const methodCookie = 'portvakt-method'

/** For the app, which no server draws the right form for. */
export const rememberedMethod = () => attempt(() => localStorage.getItem(methodCookie)) as IdentifierKind | null

export function rememberMethod(kind: IdentifierKind): void {
  const secure = location.protocol === 'https:' ? '; Secure' : ''
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
  document.cookie = `${methodCookie}=${kind}; Path=/log-in; Max-Age=${yearSeconds}; SameSite=Lax${secure}`
  attempt(() => localStorage.setItem(methodCookie, kind))
}
