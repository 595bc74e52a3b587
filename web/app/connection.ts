// How the app reaches the server: a token of its own instead of a cookie, and with every request the proof that it is this
// device that holds it.
import { type Kept, type Platform, VaultError } from '../platform/platform.ts'
import type { DeviceKey } from './device-key.ts'

/** What the app knows of the session. */
export type Standing =
  /** The vault is not read yet. */
  | 'starting'
  /** It has to be opened by the owner. */
  | 'locked'
  | 'signed-out'
  | 'signed-in'
  /** The server does not serve an app as old as this one. */
  | 'too-old'

/** Something to say once, wherever the person is. */
export type Notice = 'lock-changed' | 'full'

export interface Connection {
  standing(): Standing
  notice(): Notice | undefined
  noticed(): void
  /** Reads what was kept; asks for finger or face where that is turned on. */
  unlock(): Promise<void>
  /** Forgets the token until it is unlocked again, where a lock is turned on. */
  lock(): Promise<void>
  /** Gives up what is locked away: whoever cannot unlock it signs in again. */
  forget(): Promise<void>
  /** What `host.reach` is in the app. */
  reach(path: string, init: RequestInit): Promise<Response>
  /** Turns the lock on or off. @throws VaultError */
  turnLock(on: boolean): Promise<void>
}

/** What this app knows of the API; the server refuses the ones it no longer serves. */
const generation = '1'

/** Calls that open a session: told that it is the app's, they answer with a token and set no cookie. */
export const openings = ['/sign-in', '/sign-in/passkey', '/sign-in/recovery-key/phrase', '/sign-up/password']

export function connect(platform: Platform, opening: Promise<DeviceKey>, changed: () => void): Connection {
  const { vault, server } = platform
  let standing: Standing = 'starting'
  let notice: Notice | undefined
  let kept: Kept = {}
  /** How far this device's clock is off, in ms; told by the server when it matters. */
  let skew = 0

  const stand = (next: Standing) => {
    if (standing === 'too-old') return
    standing = next
    changed()
  }
  const say = (what: Notice) => {
    notice = what
    changed()
  }
  async function keep(next: Kept): Promise<void> {
    kept = next
    await vault.keep(next).catch((error: unknown) => {
      if (error instanceof VaultError && error.reason === 'full') say('full')
    })
    stand(next.token ? 'signed-in' : 'signed-out')
  }

  async function send(path: string, init: RequestInit, token: string | undefined): Promise<Response> {
    const address = `${server}/api/v1${path}`
    const { href } = new URL(address.split('?', 1)[0] ?? '', location.origin)
    const proof = await (await opening).prove(init.method ?? 'GET', href, Date.now() + skew, token)
    const own = {
      dpop: proof,
      'portvakt-app': generation,
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(kept.device ? { 'portvakt-device': kept.device } : {}),
    }
    return fetch(address, {
      ...init,
      body: bodyOf(path, init),
      headers: { ...(init.headers as Record<string, string>), ...own },
      credentials: 'omit',
      cache: 'no-store',
    })
  }

  async function reach(path: string, init: RequestInit): Promise<Response> {
    const { token } = kept
    let response = await send(path, init, token)
    let said = await read(response)
    const date = Date.parse(response.headers.get('date') ?? '')
    // A proof that is old or of the future is refused: by a phone whose clock is off, which is no fault of its owner's.
    if (isUnproven(said) && date) {
      skew = date - Date.now()
      response = await send(path, init, token)
      said = await read(response)
    }
    if (response.status === 426) stand('too-old')
    await hear(path, init, response.ok, said, token)
    return response
  }

  /** A new token replaces the old one; an end of the session is one here too. */
  async function hear(path: string, { method }: RequestInit, ok: boolean, said: Said, token?: string): Promise<void> {
    if (path === '/session' && method === 'DELETE' && ok) return keep({ device: kept.device })
    // A session that was opened or renewed comes alone, or as a part of what else has happened.
    const opened = said.session?.token ? said.session : said
    if (ok && opened.token && opened.session)
      return keep({ token: opened.token, device: opened.deviceToken ?? kept.device })
    // Without its key a token is worth nothing. Another answer may have brought a newer one meanwhile.
    const isOver = said.code === 'session_required' || isUnproven(said)
    if (isOver && token && token === kept.token) await keep({ device: kept.device })
  }

  return {
    standing: () => standing,
    notice: () => notice,
    noticed() {
      notice = undefined
      changed()
    },
    async unlock() {
      try {
        kept = (await vault.read()) ?? {}
        stand(kept.token ? 'signed-in' : 'signed-out')
      } catch (error) {
        const isGone = error instanceof VaultError && error.reason === 'changed'
        if (!isGone) return stand('locked')
        await vault.forget()
        kept = {}
        say('lock-changed')
        stand('signed-out')
      }
    },
    async lock() {
      if (standing !== 'signed-in' || !(await vault.biometrics?.isOn())) return
      kept = {}
      stand('locked')
    },
    async forget() {
      await vault.forget()
      kept = {}
      stand('signed-out')
    },
    reach,
    async turnLock(on) {
      await vault.biometrics?.turn(on, kept)
    },
  }
}

/** What an answer may say that matters here. */
interface Said {
  code?: string
  token?: string
  deviceToken?: string
  session?: Said
}

const read = (response: Response): Promise<Said> =>
  response
    .clone()
    .json()
    .catch(() => ({}))

const isUnproven = ({ code }: Said) => code === 'device_proof_required' || code === 'device_proof_invalid'

function bodyOf(path: string, { body }: RequestInit): RequestInit['body'] {
  return openings.includes(path) ? JSON.stringify({ ...JSON.parse(String(body ?? '{}')), client: 'app' }) : body
}
