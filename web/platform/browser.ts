// The app in a browser: installed from there, or in a tab.
import { type Kept, type Platform, type Vault, VaultError } from './platform.ts'
import { dropStored, readStored, store } from './stored.ts'

const name = 'session'

const vault: Vault = {
  read: () => readStored<Kept>(name).catch(() => undefined), // no storage here: nothing was kept
  keep: (kept) =>
    store(name, kept).catch(() => {
      throw new VaultError('full')
    }),
  forget: () => dropStored(name).catch(() => undefined),
}

export function createBrowserPlatform(): Platform {
  return {
    kind: 'browser',
    server: '',
    vault,
    copy: (text) =>
      navigator.clipboard.writeText(text).then(
        () => true,
        () => false,
      ),
    async openAuthenticator(uri) {
      location.assign(uri)
      // A browser does not tell; an app that answers takes the screen.
      return new Promise((resolve) => setTimeout(() => resolve(document.hidden || !document.hasFocus()), 1500))
    },
    openOutside: (address) => void window.open(address, '_blank', 'noopener'),
    watchPresence(left, back) {
      document.addEventListener('visibilitychange', () => (document.hidden ? left() : back()))
    },
    watchLinks() {}, // a browser opens them itself
    watchBack() {}, // its own Back is `popstate`
  }
}
