// An owner with an authenticator and a phrase, as running servers know one.
import { type App, authenticatorApp } from './authenticator.ts'
import { call, readCode, signUp } from './client.ts'
import type { ServerProcess } from './server-process.ts'

export const PASSWORD = 'riktig hest batteri stift'

export interface Owner {
  identifier: string
  accountId: string
  /** The phone. Its codes of the step it was bound in and of later ones are not used yet. */
  app: App
  /** The paper. */
  phrase: string
  /** Of the session it was bound in, which goes on. */
  token: string
}

type Server = Pick<ServerProcess, 'url'>

export const appOf = (secret: string): App => authenticatorApp(secret, () => new Date())

/** Signs up and binds an authenticator, from the first step to the last. */
export async function newOwner(server: Server, identifier: string): Promise<Owner> {
  const token = await signUp(server, identifier, PASSWORD)
  const path = 'account/authenticator/change'
  const ask = async (method: string, at: string, body?: object) => {
    const reply = await call(server, method, at, body, { token })
    if (reply.status !== 200) throw new Error(`${at} answered ${reply.status} ${JSON.stringify(reply.body)}`)
    return reply.body
  }
  const account = await ask('GET', 'account')
  const { flow } = await ask('POST', path, { kind: 'bind', identifierId: account.identifiers[0].id })
  const { key } = await ask('POST', `${path}/code`, { flow, code: await readCode(server, identifier) })
  const app = appOf(key.secret)
  const { phrase } = await ask('POST', `${path}/key`, { flow, code: await app.earlier() })
  const done = await ask('POST', `${path}/phrase`, { flow, phrase: phrase.text })
  return { identifier, accountId: account.id, app, phrase: phrase.text, token: done.session.token }
}

/** Gives the right password, on a known device if one is named. @returns the sign-in that waits for the second proof, and its ways on */
export async function waitingFlow(
  server: Server,
  identifier: string,
  password = PASSWORD,
  device?: string,
): Promise<{ flow: string; actions: string[] }> {
  const on = device === undefined ? {} : { device }
  const { status, body } = await call(server, 'POST', 'sign-in', { identifier, password, client: 'app' }, on)
  if (body.state !== 'factor') throw new Error(`sign-in answered ${status} ${JSON.stringify(body)}`)
  return body
}
