import { DeliveryError, type Provider } from './message.ts'

export interface SmsGatewayOptions {
  /** `https://user:password@host/path` (Basic) or `https://token@host/path` (Bearer). */
  url: string
  /** The sender a phone shows. */
  from: string
}

/** Hands text messages to an HTTP gateway: POST {to, from, text}, once per Idempotency-Key (draft-ietf-httpapi-idempotency-key). */
export function openSmsGateway({ url, from }: SmsGatewayOptions): Provider {
  const { address, authorization } = readUrl(url)
  return {
    async send({ id, to, text }, signal) {
      const headers = { 'content-type': 'application/json', 'idempotency-key': id, ...authorization }
      const body = JSON.stringify({ to, from, text })
      try {
        const response = await fetch(address, { method: 'POST', headers, body, signal, redirect: 'error' })
        if (!response.ok) throw refusal(response.status)
        return { providerId: await idIn(response) }
      } catch (error) {
        throw error instanceof DeliveryError ? error : new DeliveryError('sms gateway not reached', { cause: error })
      }
    },
    async close() {},
  }
}

function readUrl(text: string): { address: URL; authorization: { authorization?: string } } {
  const address = new URL(text)
  const user = decodeURIComponent(address.username)
  const password = decodeURIComponent(address.password)
  address.username = ''
  address.password = ''
  if (!user) return { address, authorization: {} }
  const basic = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
  return { address, authorization: { authorization: password ? basic : `Bearer ${user}` } }
}

/** A 4xx is about this message, except those that say "not now" and those about our own credentials. */
function refusal(status: number): DeliveryError {
  const passing = [401, 402, 403, 404, 405, 407, 408, 409, 421, 423, 425, 429]
  const permanent = status >= 400 && status < 500 && !passing.includes(status)
  return new DeliveryError(`sms gateway ${status}`, { permanent })
}

/** Gateways differ in what they call it; none at all is no failure, for the message is taken. */
async function idIn(response: Response): Promise<string | undefined> {
  const answer: unknown = await response.json().catch(() => undefined)
  if (typeof answer !== 'object' || answer === null) return undefined
  const id = Object.entries(answer).find(([name]) => /^(id|message_?id)$/i.test(name))?.[1]
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined
}
