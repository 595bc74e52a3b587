import type { Deps } from '../platform/deps.ts'
import type { Content, Locale } from './message.ts'
import { openPayload } from './payload.ts'
import type { OutboxRow } from './queries.ts'
import { type RenderedMessage, renderMessage } from './render-message.ts'

export interface ShownMessage extends RenderedMessage {
  to: string
  locale: Locale
  createdAt: Date
}

/**
 * Opens a row's sealed part and puts it into words.
 *
 * @param handedOverAt what a code has left is counted from then: a message may have waited for its provider
 * @throws when there is none, or no key for it
 */
export function showMessage(
  { keys, config }: Pick<Deps, 'keys' | 'config'>,
  row: OutboxRow,
  handedOverAt: Date,
): ShownMessage {
  if (!row.sealed) throw new Error('nothing is sealed')
  const { to, data, phrase } = openPayload(keys, { accountId: row.account_id, messageId: row.message_id }, row.sealed)
  const content = { template: row.template, data } as Content
  const { channel, locale, created_at: createdAt, expires_at: expiresAt } = row
  const { brandName: brand, origin } = config
  const request = { content, channel, locale, brand, origin, phrase, handedOverAt, expiresAt }
  return { to, locale, createdAt, ...renderMessage(request) }
}
