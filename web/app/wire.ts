// How one request of the app travels: with its token, and with the proof that it is this device that holds it (RFC 9449).
import type { DeviceKey } from './device-key.ts'

/** What this app knows of the API; the server refuses the ones it no longer serves. */
const generation = '1'

/** Calls that open a session: told that it is the app's, they answer with a token and set no cookie. */
export const openings = ['/sign-in', '/sign-in/passkey', '/sign-in/recovery-key/phrase', '/sign-up/password']

/** What an answer may say that matters to the session. */
export interface Said {
  code?: string
  token?: string
  deviceToken?: string
  session?: Said
}

export interface Answered {
  response: Response
  said: Said
}

interface Bearer {
  token: string | undefined
  /** By which the server knows the device again. */
  device: string | undefined
}

export type Wire = (path: string, init: RequestInit, bearer: Bearer) => Promise<Answered>

/** @param server its address, empty for where the page comes from */
export function openWire(server: string, opening: Promise<DeviceKey>): Wire {
  /** How far this device's clock is off, in ms; told by the server when it matters. */
  let skew = 0

  async function send(path: string, init: RequestInit, { token, device }: Bearer): Promise<Answered> {
    const address = `${server}/api/v1${path}`
    const { href } = new URL(address.split('?', 1)[0] ?? '', location.origin)
    const proof = await (await opening).prove(init.method ?? 'GET', href, Date.now() + skew, token)
    const own = {
      dpop: proof,
      'portvakt-app': generation,
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(device ? { 'portvakt-device': device } : {}),
    }
    const response = await fetch(address, {
      ...init,
      body: bodyOf(path, init),
      headers: { ...(init.headers as Record<string, string>), ...own },
      credentials: 'omit',
      cache: 'no-store',
    })
    return { response, said: await read(response) }
  }

  return async (path, init, bearer) => {
    const answered = await send(path, init, bearer)
    const date = Date.parse(answered.response.headers.get('date') ?? '')
    if (!isUnproven(answered.said) || !date) return answered
    // A proof that is old or of the future is refused: by a phone whose clock is off, which is no fault of its owner's.
    skew = date - Date.now()
    return send(path, init, bearer)
  }
}

const read = (response: Response): Promise<Said> =>
  response
    .clone()
    .json()
    .catch(() => ({}))

const bodyOf = (path: string, { body }: RequestInit): RequestInit['body'] =>
  openings.includes(path) ? JSON.stringify({ ...JSON.parse(String(body ?? '{}')), client: 'app' }) : body

/** A token begins with the ids of account and session (server/sessions/token.ts): 32 bytes, of which 42 letters tell 31.5. */
export const isSameSession = (one: string, other: string): boolean => one.slice(0, 42) === other.slice(0, 42)

export const isUnproven = ({ code }: Said): boolean =>
  code === 'device_proof_required' || code === 'device_proof_invalid'
