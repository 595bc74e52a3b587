// The language switch: remembered in a cookie, and on the account of whoever is signed in.
import { call } from '../api.ts'
import { host } from './host.ts'

const yearSeconds = 31_536_000

/** Makes the page's language switch work. */
export function listenForLanguage(): void {
  const select = document.querySelector<HTMLSelectElement>('#language')
  // A browser that restores the form on Back would show the language that was left.
  if (select) select.value = document.documentElement.lang
  // Only a signed-in page has the account menu; elsewhere there is no account to tell.
  const menu = document.getElementById('account-menu')
  select?.addEventListener('change', () => void chooseLanguage(select.value, menu !== null))
}

/** Remembers a language, also on the account of whoever is signed in, and shows the page in it. */
export async function chooseLanguage(locale: string, isSignedIn: boolean): Promise<void> {
  const secure = location.protocol === 'https:' ? '; Secure' : ''
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
  document.cookie = `portvakt-locale=${locale}; Path=/; Max-Age=${yearSeconds}; SameSite=Lax${secure}`
  if (isSignedIn) await call('PATCH', '/account', { locale })
  host.speak(locale)
}
