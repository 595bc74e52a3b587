// The API as the phone app calls it: bearer token and a proof of the device's key with every request.
import { type Answer, type Api, newEmail, PASSWORD } from './api.ts'
import { type DeviceKey, deviceKey } from './device-key.ts'

export interface Phone extends Api {
  key: DeviceKey
}

/** `cookie`, asked for or answered, is the token here. */
export function onPhone(api: Api, key = keyFor(api)): Phone {
  const call: Api['call'] = async (method, path, body, options) => {
    const given = options?.headers?.authorization
    const token = typeof given === 'string' ? given.replace('Bearer ', '') : undefined
    const dpop = key.prove({ method, path: `/api/v1/${path}`, token })
    const answer = await api.call(method, path, body, { ...options, headers: { dpop, ...options?.headers } })
    return { ...answer, cookie: tokenIn(answer) }
  }
  const signed = (token?: string) => (token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } })
  return {
    ...api,
    key,
    call,
    post: (path, body, token) => call('POST', path, body, signed(token)),
    get: (path, token) => call('GET', path, undefined, signed(token)),
  }
}

export const keyFor = ({ deps: { config, clock } }: Api): DeviceKey => deviceKey({ ...config, ...clock })

/** A new account, signed up on the phone. @returns its token */
export async function signUpOn(phone: Phone, email = newEmail()): Promise<string> {
  const flow = await phone.provenFlow(email)
  const done = await phone.post('sign-up/password', { flow, password: PASSWORD, acceptTerms: true, client: 'app' })
  return tokenOf(done)
}

export function tokenOf(answer: Answer): string {
  const token = tokenIn(answer)
  if (!token) throw new Error(`no session was opened: ${JSON.stringify(answer.body)}`)
  return token
}

const tokenIn = ({ body }: Answer): string | undefined => body?.token ?? body?.session?.token
