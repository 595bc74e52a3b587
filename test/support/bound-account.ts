// An account with an authenticator, made as an app would make it; its phone and its paper.
import { type APIRequestContext, expect } from '@playwright/test'
import { type App, authenticatorApp } from './authenticator.ts'
import { type Addresses, codeFor, createAccount, post } from './people.ts'

export interface BoundAccount {
  /** Of its session in the app. */
  token: string
  /** The phone. Its codes of the step it was bound in and of later ones are not used yet. */
  app: App
  /** The paper. */
  phrase: string
}

const path = '/account/authenticator/change'

/** @param now of the server, where a test moves its clock */
export async function createBoundAccount(
  request: APIRequestContext,
  addresses: Addresses,
  now = () => new Date(),
): Promise<BoundAccount> {
  const first = await createAccount(request, addresses)
  const account = await request.get('/api/v1/account', { headers: { authorization: `Bearer ${first}` } })
  const { identifiers } = await account.json()
  const [{ id: identifierId, kind }] = identifiers
  const { flow } = await post(request, path, { kind: 'bind', identifierId }, first)
  const address = (kind === 'email' ? addresses.email : addresses.phone) ?? ''
  const { key } = await post(request, `${path}/code`, { flow, code: await codeFor(request, address) }, first)
  const app = authenticatorApp(key.secret, now)
  const shown = await post(request, `${path}/key`, { flow, code: await app.earlier() }, first)
  const phrase: string = shown.phrase.text
  const done = await post(request, `${path}/phrase`, { flow, phrase }, first)
  expect(done.state).toBe('done')
  return { token: done.session.token, app, phrase }
}
