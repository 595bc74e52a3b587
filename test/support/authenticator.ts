// Binding an authenticator step by step, over the API.
import { type Api, PASSWORD } from './api.ts'
import { type App, authenticatorApp } from './authenticator-app.ts'

export { type App, authenticatorApp } from './authenticator-app.ts'

const PATH = 'account/authenticator/change'

/** Which of the account's addresses a code goes to. */
export async function identifierOf(api: Api, cookie: string, address: string): Promise<string> {
  const { body } = await api.get('account', cookie)
  const kind = address.includes('@') ? 'email' : 'phone'
  return body.identifiers.find((each: { kind: string }) => each.kind === kind).id
}

export const startAuthenticator = async (api: Api, cookie: string, address: string, kind = 'bind') =>
  api.post(PATH, { kind, identifierId: await identifierOf(api, cookie, address) }, cookie)

/** A step of what is under way. */
export const step = (api: Api, cookie: string, name: string, body: object) => api.post(`${PATH}/${name}`, body, cookie)

export interface Bound {
  /** Of the session that goes on. */
  cookie: string
  app: App
  secret: string
  phrase: string
}

/** Binds an authenticator to the account that `cookie` is signed in to, step by step as a person does. */
export async function bindAuthenticator(api: Api, cookie: string, address: string): Promise<Bound> {
  const { body: begun } = await startAuthenticator(api, cookie, address)
  const { body: proven } = await step(api, cookie, 'code', { flow: begun.flow, code: await api.code(address) })
  const { secret } = proven.key
  const app = authenticatorApp(secret, () => api.deps.clock.now())
  const { body: shown } = await step(api, cookie, 'key', { flow: begun.flow, code: app.code() })
  const phrase: string = shown.phrase.text
  const done = await step(api, cookie, 'phrase', { flow: begun.flow, phrase })
  if (!done.cookie) throw new Error(`not bound: ${JSON.stringify(done.body)}`)
  return { cookie: done.cookie, app, secret, phrase }
}

/** A sign-in whose password is right: its flow, and how it may go on. */
export const waitingSignIn = async (api: Api, identifier: string, headers: Record<string, string> = {}) =>
  (await api.call('POST', 'sign-in', { identifier, password: PASSWORD }, { headers })).body
