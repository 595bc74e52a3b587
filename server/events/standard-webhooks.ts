/** Signing as the Standard Webhooks specification 1.0 has it (symmetric, `v1`), so that receivers use its libraries. */
import { createHmac } from 'node:crypto'

const PREFIX = 'whsec_'
const LEAST_BYTES = 24
const MOST_BYTES = 64

/**
 * The secrets of an option: one, or several parted by spaces while receivers move to a new one.
 *
 * @returns undefined unless each is `whsec_` and the base64 of 24 to 64 bytes
 */
export function parseWebhookSecrets(text: string): Buffer[] | undefined {
  const secrets = text.split(/\s+/).filter(Boolean)
  const keys = secrets.map((secret) => {
    const base64 = secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : ''
    return /^[A-Za-z0-9+/]+={0,2}$/.test(base64) ? Buffer.from(base64, 'base64') : Buffer.alloc(0)
  })
  const areGood = keys.length > 0 && keys.every(({ length }) => length >= LEAST_BYTES && length <= MOST_BYTES)
  return areGood ? keys : undefined
}

/** The headers of one delivery: a signature under each secret over id, time and body. */
export function webhookHeaders(secrets: readonly Buffer[], id: string, at: Date, body: string): Record<string, string> {
  const timestamp = Math.floor(at.getTime() / 1000)
  const signed = `${id}.${timestamp}.${body}`
  const signatures = secrets.map((secret) => `v1,${createHmac('sha256', secret).update(signed).digest('base64')}`)
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatures.join(' '),
    'content-type': 'application/json',
  }
}
