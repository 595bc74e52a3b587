/** A message as `GET /outbox.json` tells it. */
export interface Message {
  channel: 'email' | 'sms'
  to: string
  subject?: string | null
  text: string
  html?: string | null
  /** ISO 8601. */
  sentAt: string
}

/** Tells messages apart: the outbox gives no numbers. */
export const keyOf = ({ channel, to, sentAt, text }: Message) => [channel, to, sentAt, text].join('\n')
