// Apart from format.ts: not every page that writes a date needs it.
import { ago as words } from '../words/active.ts'

/** How long ago, in the largest unit that fits: `for 5 minutter siden`. In our own words, since Chromium has none in Nynorsk. */
export function ago(iso: string, now: number): string {
  const minutes = Math.floor((now - Date.parse(iso)) / 60_000)
  const hours = Math.floor(minutes / 60)
  const days = Math.floor(hours / 24)
  if (minutes < 1) return words.now
  if (hours < 1) return words.minutes(minutes)
  if (days < 1) return words.hours(hours)
  return [words.yesterday, words.dayBefore][days - 1] ?? words.days(days)
}
