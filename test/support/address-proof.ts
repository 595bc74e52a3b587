import type { Api } from './api.ts'

/** Gives the code to the account's first address, in this session. @returns its new cookie */
export async function proveAddress(api: Api, cookie: string, address: string): Promise<string> {
  const { body } = await api.get('account', cookie)
  const sent = await api.post('step-up/address', { identifierId: body.identifiers[0].id }, cookie)
  const proven = await api.post('step-up/address/code', { flow: sent.body.flow, code: await api.code(address) }, cookie)
  if (!proven.cookie) throw new Error(`the address was not proven: ${JSON.stringify([sent.body, proven.body])}`)
  return proven.cookie
}
