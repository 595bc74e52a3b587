// What the pages ask of the thing they run in, answered by the app.
import { host } from '../parts/host.ts'
import { deviceRefusals } from '../words/active.ts'
import { go, place } from './router.ts'
import { running } from './state.ts'

/** Puts the app in the browser's place for every part that it shares with the pages. */
export function takeOver(): void {
  const { platform, connection } = running
  const leave = (address: string, replaces: boolean) => {
    if (!go(address, { replaces })) platform.openOutside(new URL(address, platform.server || location.origin).href)
  }
  Object.assign(host, {
    reach: connection.reach,
    open(address: string) {
      // J3: a word of welcome between the sign-in and where the person was going.
      const isWelcome = place.get() === '/log-in' && connection.standing() === 'signed-in'
      if (isWelcome) go(`/app/welcome?next=${encodeURIComponent(address)}`, { replaces: true })
      else leave(address, true)
    },
    replace(address: string) {
      // The frame led to the sign-in already, when the session ended: from there it would lead back to itself.
      const isThere = place.get() === '/log-in' && address.startsWith('/log-in')
      if (!isThere) leave(address, true)
    },
    async copy(text: string) {
      if (!(await platform.copy(text))) throw new Error('There is no clipboard')
    },
    speak(locale: string) {
      if (platform.kind === 'browser') return location.reload()
      localStorage.setItem('portvakt-locale', locale) // a shell has a page for each language, and no server that picks one
      location.assign('/')
    },
    // A phone drops an app while another one is open: what is under way outlives that.
    memory: () => localStorage,
    refusals: deviceRefusals,
    inBrowser: platform.kind === 'browser' ? undefined : () => platform.server + place.get(),
  } satisfies typeof host)
}
