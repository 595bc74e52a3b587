// What happens while the app is not looked at: nothing of it shows, and after a while it is locked where a lock is turned on.
import { running } from './state.ts'

/** Long enough to fetch a code from another app. */
const PATIENCE_MS = 60_000

export function watchPresence(): void {
  let leftAt = 0
  let leftTick = 0
  running.platform.watchPresence(
    () => {
      leftAt = Date.now()
      leftTick = performance.now()
      document.documentElement.dataset.away = ''
    },
    async () => {
      const byClock = Date.now() - leftAt
      // What nobody can set; it may stand still while the phone sleeps.
      const byTicks = performance.now() - leftTick
      // A clock that was set back tells nothing. Nothing shows until it is locked.
      if (byClock < 0 || Math.max(byClock, byTicks) > PATIENCE_MS) await running.connection.lock().catch(() => {})
      delete document.documentElement.dataset.away
    },
  )
}
