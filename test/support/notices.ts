// Notices as their reader has them.
import type { Api } from './api.ts'

/** The secret of the newest «Dette var ikke meg» link that an address was sent. */
export async function linkOf(api: Api, to: string): Promise<string> {
  for (const { text } of await api.messages(to)) {
    const token = /\/not-me#([\w-]{43})/.exec(text)?.[1]
    if (token) return token
  }
  throw new Error(`no link in the outbox for ${to}`)
}

/** Adds an address to the account of a session; every address is told, with a link. */
export async function addAddress(api: Api, identifier: string, cookie: string): Promise<void> {
  const { body } = await api.post('account/identifiers', { identifier }, cookie)
  const done = await api.post('account/identifiers/code', { flow: body.flow, code: await api.code(identifier) }, cookie)
  if (done.status !== 201) throw new Error(`the address was not added: ${JSON.stringify(done.body)}`)
}

export async function accountIdOf(api: Api, cookie: string): Promise<string> {
  return (await api.get('session', cookie)).body.account.id
}
