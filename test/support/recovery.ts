// A reset as a client does it, for tests of everything that touches one.
import type { Answer, Api } from './api.ts'

export const NEW_PASSWORD = 'en helt annen setning'

/** Begins a reset. @returns its flow */
export async function beginReset(api: Api, identifier: string): Promise<string> {
  const { body } = await api.post('forgot-password', { identifier })
  if (!body.flow) throw new Error(`a reset did not begin: ${JSON.stringify(body)}`)
  return body.flow
}

export const finishReset = (api: Api, flow: string, code: string, password = NEW_PASSWORD): Promise<Answer> =>
  api.post('forgot-password/finish', { flow, code, password, repeat: password })

/** The id of the account that a session is of. */
export async function accountOf(api: Api, cookie: string): Promise<string> {
  return (await api.get('session', cookie)).body.account.id
}

/** Adds a second, proven address to a signed-in account. */
export async function addAddress(api: Api, cookie: string, identifier: string): Promise<void> {
  const { body } = await api.post('account/identifiers', { identifier }, cookie)
  const code = await api.code(identifier)
  const { status } = await api.post('account/identifiers/code', { flow: body.flow, code }, cookie)
  if (status !== 201) throw new Error('the address was not added')
}
