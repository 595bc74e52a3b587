// The app in a shell of its own (Capacitor): what the phone does is asked of plugins, and of nothing else (decision 0032).
import { App } from '@capacitor/app'
import { AppLauncher } from '@capacitor/app-launcher'
import { Browser } from '@capacitor/browser'
import { Clipboard } from '@capacitor/clipboard'
import { Capacitor } from '@capacitor/core'
import { PrivacyScreen } from '@capacitor/privacy-screen'
import { openNativeVault } from './native-vault.ts'
import type { Platform } from './platform.ts'

const FOLLOWED = 'portvakt-followed'

/** @param server where the API is, without a slash at its end */
export async function createNativePlatform(server: string): Promise<Platform> {
  // Before anything private is drawn: nothing of the app shows among the open apps, and on Android in no screenshot.
  await succeeds(PrivacyScreen.enable({ android: { dimBackground: true }, ios: { blurEffect: 'light' } }))
  const { vault, isAsking } = await openNativeVault()
  return {
    kind: Capacitor.getPlatform() === 'ios' ? 'ios' : 'android',
    server,
    vault,
    copy: (text) => succeeds(Clipboard.write({ string: text })),
    openAuthenticator: (uri) =>
      AppLauncher.openUrl({ url: uri }).then(
        ({ completed }) => completed,
        () => false,
      ),
    // Within the app's own task, so that Back leads here; the shell itself never leaves its pages.
    openOutside: (address) => void succeeds(Browser.open({ url: address })),
    watchPresence: (left, back) => watchPresence(isAsking, left, back),
    watchLinks,
    watchBack(back) {
      // Away as Home does: closing it for good would only make the next start slower.
      void App.addListener('backButton', () => void (back() || App.minimizeApp()))
    },
  }
}

/** The phone's own question for a finger or face covers the app too, and is not a leaving. */
function watchPresence(isAsking: () => boolean, left: () => void, back: () => void): void {
  let isAway = false
  void App.addListener('appStateChange', ({ isActive }) => {
    if (isActive === !isAway || (!isActive && isAsking())) return
    isAway = !isActive
    if (isAway) left()
    else back()
  })
}

function watchLinks(follow: (address: string) => void): void {
  const followOnce = (address: string) => {
    // The phone tells of the address it started the app with again and again: also after a page is loaded anew.
    if (sessionStorage.getItem(FOLLOWED) === address) return
    sessionStorage.setItem(FOLLOWED, address)
    follow(address)
  }
  void App.getLaunchUrl().then((launch) => launch && followOnce(launch.url))
  void App.addListener('appUrlOpen', ({ url }) => {
    sessionStorage.setItem(FOLLOWED, url)
    follow(url)
  })
}

const succeeds = (done: Promise<unknown>) =>
  done.then(
    () => true,
    () => false,
  )
