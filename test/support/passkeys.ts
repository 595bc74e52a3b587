// People with passkeys, over the API.
import type { Answer, Api } from './api.ts'
import { SoftPasskey } from './soft-authenticator.ts'

export interface AddedPasskey {
  passkey: SoftPasskey
  /** Of the session that added it. */
  cookie: string
  id: string
  answer: Answer
}

/** Adds a passkey to the account of a fresh session. */
export async function addPasskey(
  api: Api,
  cookie: string,
  passkey = new SoftPasskey(),
  name?: string,
): Promise<AddedPasskey> {
  const options = await api.post('account/passkeys/options', undefined, cookie)
  const credential = passkey.create(options.body)
  const answer = await api.post('account/passkeys', { credential, ...(name === undefined ? {} : { name }) }, cookie)
  if (answer.status !== 201 || !answer.cookie)
    throw new Error(`no passkey was added: ${JSON.stringify([options.body, answer.body])}`)
  return { passkey, cookie: answer.cookie, id: answer.body.passkey.id, answer }
}

export const signInOptions = async (api: Api, flow?: string) =>
  (await api.post('sign-in/passkey/options', flow ? { flow } : {})).body

/** A whole sign-in. */
export async function signIn(api: Api, passkey: SoftPasskey, more: object = {}): Promise<Answer> {
  return api.post('sign-in/passkey', { credential: passkey.get(await signInOptions(api)), ...more })
}

export async function stepUp(api: Api, cookie: string, passkey: SoftPasskey): Promise<Answer> {
  const options = (await api.post('step-up/passkey/options', undefined, cookie)).body
  return api.post('step-up/passkey', { credential: passkey.get(options) }, cookie)
}
