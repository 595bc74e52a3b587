/** What an operator should be woken for: a line in the log, and a count on `/metrics` since the start of this process. */
import type { Logger } from 'pino'
import { ofRequest } from './request-context.ts'

export type Alarm = 'sealed_value_broken' | 'staff_passkey_copied'

const counts = new Map<Alarm, number>([
  ['sealed_value_broken', 0],
  ['staff_passkey_copied', 0],
])

/** @param details ids and names; never a secret or an address */
export function raiseAlarm(log: Logger, alarm: Alarm, details: Record<string, string>): void {
  counts.set(alarm, (counts.get(alarm) ?? 0) + 1)
  log.error({ alarm, ...details, ...ofRequest() }, 'alarm')
}

export function alarmCounts(): ReadonlyMap<Alarm, number> {
  return counts
}
