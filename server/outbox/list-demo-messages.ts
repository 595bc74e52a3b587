import { secondsAfter } from '../platform/clock.ts'
import type { Deps } from '../platform/deps.ts'
import type { Channel } from './message.ts'
import { KEPT_SECONDS } from './purge-messages.ts'
import { keptFor, newestKept } from './queries.ts'
import { showMessage } from './show-message.ts'

export interface DemoMessage {
  channel: Channel
  to: string
  /** Null for SMS, as is `html`. */
  subject: string | null
  text: string
  html: string | null
  /** ISO 8601. */
  sentAt: string
}

export type DemoDeps = Pick<Deps, 'db' | 'clock' | 'keys' | 'config'>

const MOST = 200

/**
 * What demo mode keeps instead of sending, newest first, 200 at the most; nothing older than a day.
 *
 * @param lookups keyed hashes of one address, under every live key; absent: messages to anybody
 */
export async function listDemoMessages(deps: DemoDeps, lookups?: readonly Uint8Array[]): Promise<DemoMessage[]> {
  const since = secondsAfter(deps.clock.now(), -KEPT_SECONDS)
  const rows = lookups
    ? await deps.db.query(keptFor, [lookups.map((lookup) => Buffer.from(lookup)), since, MOST])
    : await deps.db.query(newestKept, [since, MOST])
  return rows.map((row) => {
    const { to, subject, text, html, createdAt } = showMessage(deps, row, row.created_at)
    return {
      channel: row.channel,
      to,
      subject: subject || null,
      text,
      html: html || null,
      sentAt: createdAt.toISOString(),
    }
  })
}
