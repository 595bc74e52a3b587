// An exchange's program, and the person it asks.
import { createHash, createPublicKey, randomUUID, verify } from 'node:crypto'
import { createApiKey } from '../../server/api-keys/manage-api-keys.ts'
import { type Answer, type Api, newEmail } from './api.ts'
import { accountOf, type BoundApp, bindAtOnce } from './bind-at-once.ts'

export const CONTENT = {
  kind: 'withdrawal',
  amount: '0.5',
  asset: 'BTC',
  address: 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq',
  reference: 'Til hytta',
}

export interface Exchange {
  ask(accountId: string, more?: object, idempotencyKey?: string): Promise<Answer>
  read(id: string): Promise<Answer>
  redeem(id: string, body: object, idempotencyKey?: string): Promise<Answer>
  call(method: 'GET' | 'POST', path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
}

export async function exchangeOf(api: Api, name = 'Nordbørs'): Promise<Exchange> {
  const { key } = await createApiKey(api.deps, { name, scopes: ['approvals:write'], days: 30 })
  return exchangeWith(api, key)
}

export function exchangeWith(api: Api, key: string): Exchange {
  const call: Exchange['call'] = (method, path, body, headers = {}) =>
    api.call(method, path, body, { headers: { authorization: `Bearer ${key}`, ...headers } })
  return {
    call,
    ask: (accountId, more = {}, idempotencyKey = randomUUID()) =>
      call('POST', 'approvals', { accountId, content: CONTENT, ...more }, { 'idempotency-key': idempotencyKey }),
    read: (id) => call('GET', `approvals/${id}`),
    redeem: (id, body, idempotencyKey = randomUUID()) =>
      call('POST', `approvals/${id}/redeem`, body, { 'idempotency-key': idempotencyKey }),
  }
}

export interface Customer {
  email: string
  cookie: string
  accountId: string
  app: BoundApp
  /** Approves with a code of so many steps from now: each is good once. */
  approve(id: string, steps?: number): Promise<Answer>
  look(id: string): Promise<Answer>
}

/** Somebody with an authenticator, signed in a moment ago by the password, and no hold. */
export async function customerOf(api: Api): Promise<Customer> {
  const email = newEmail()
  const cookie = await api.account(email)
  const accountId = accountOf(cookie)
  const app = await bindAtOnce(api.deps, accountId)
  return {
    email,
    cookie,
    accountId,
    app,
    approve: (id, steps = 0) => api.post(`account/approvals/${id}/totp`, { code: app.code(steps) }, cookie),
    look: (id) => api.get(`account/approvals/${id}`, cookie),
  }
}

/** As the exchange checks a proof: by the standards alone. @returns its claims */
// biome-ignore lint/suspicious/noExplicitAny: claims of every shape
export async function verified(api: Api, proof: string): Promise<any> {
  const [head = '', body = '', signature = ''] = proof.split('.')
  const header = JSON.parse(Buffer.from(head, 'base64url').toString())
  const { keys } = (await api.call('GET', '/.well-known/jwks.json')).body
  const jwk = keys.find(({ kid }: { kid: string }) => kid === header.kid)
  const key = createPublicKey({ key: jwk, format: 'jwk' })
  if (!verify(null, Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url')))
    throw new Error('the proof is not signed by a key of the set')
  return JSON.parse(Buffer.from(body, 'base64url').toString())
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url')
