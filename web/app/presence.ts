// What happens while the app is not looked at: nothing of it shows, and after a while it is locked where a lock is turned on.
import { running } from './state.ts'

/** Long enough to fetch a code from another app. */
const PATIENCE_MS = 60_000

export function watchPresence(): void {
  let leftAt = 0
  running.platform.watchPresence(
    () => {
      leftAt = Date.now()
      document.documentElement.dataset.away = ''
    },
    async () => {
      const away = Date.now() - leftAt
      // A clock that was set back tells nothing. Nothing shows until it is locked.
      if (away < 0 || away > PATIENCE_MS) await running.connection.lock().catch(() => {})
      delete document.documentElement.dataset.away
    },
  )
}
