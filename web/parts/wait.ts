// Waits as the page's language says them. Apart from format.ts: the pages that count down write no dates.
import { time } from '../words/active.ts'

/** Seconds of what `time.units` names. */
const sizes = [1, 60, 3600, 86_400]

/** A wait to look at, in two units, days from two on: `45 s`, `4 min 5 s`, `2 t 3 min`, `29 døgn 19 t`. */
export function wait(seconds: number): string {
  let rest = Math.ceil(seconds)
  const largest = rest < 3600 ? 1 : rest < 172_800 ? 2 : 3
  const said = [largest, largest - 1].flatMap((unit) => {
    const size = sizes[unit] ?? 1
    const count = Math.floor(rest / size)
    rest %= size
    return count ? `${count} ${time.units[unit]}` : []
  })
  return said.join(' ') || `0 ${time.units[0]}`
}

/** A wait to hear, in one unit, rounded up, so that it changes at most once a minute. */
export function spokenWait(seconds: number): string {
  const count = (size: number) => Math.ceil(seconds / size)
  if (seconds < 60) return time.spokenSeconds
  if (seconds < 7200) return time.spokenMinutes(count(60))
  return seconds < 172_800 ? `${count(3600)} ${time.spokenHours}` : `${count(86_400)} ${time.units[3]}`
}
