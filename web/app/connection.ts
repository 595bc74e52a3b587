// The app's session: a token of its own instead of a cookie, kept in the vault, renewed and ended as answers say.
import { type Kept, type Platform, VaultError } from '../platform/platform.ts'
import type { DeviceKey } from './device-key.ts'
import { type Answered, isSameSession, isUnproven, openWire } from './wire.ts'

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
export type Notice = 'lock-changed' | 'full' | 'ended'

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

export function connect(platform: Platform, opening: Promise<DeviceKey>, changed: () => void): Connection {
  const { vault } = platform
  const send = openWire(platform.server, opening)
  let standing: Standing = 'starting'
  let notice: Notice | undefined
  let kept: Kept = {}
  /** The token that lay in the vault when this page last knew: another one there is another tab's doing. */
  let stored: string | undefined
  /** Grows with every session that begins or ends here: what an older request brings belongs to none any more. */
  let session = 0
  /** Requests whose answers may still bring a newer token. */
  const underWay = new Set<Promise<unknown>>()
  let writing: Promise<void> = Promise.resolve()

  const stand = (next: Standing) => {
    if (standing === 'too-old') return
    standing = next
    changed()
  }
  const say = (what: Notice) => {
    notice = what
    changed()
  }
  /** One after another: whichever was told last is what stays. */
  function write(next: Kept): Promise<void> {
    writing = writing.then(() =>
      vault.keep(next).then(
        () => {
          stored = next.token
        },
        (error: unknown) => {
          if (error instanceof VaultError && error.reason === 'full') say('full')
        },
      ),
    )
    return writing
  }
  /** A session begins, or ends. */
  async function keep(next: Kept): Promise<void> {
    session += 1
    kept = next
    if (next.token && notice === 'ended') notice = undefined
    await write(next)
    stand(next.token ? 'signed-in' : 'signed-out')
  }
  /** The session has a newer token. One that comes while the app is locked is put away, and unlocks nothing. */
  async function renew(next: Kept): Promise<void> {
    if (standing !== 'locked') kept = next
    await write(next)
  }
  /** The session is over here. What another tab has begun since is not this one's to throw away. */
  async function end(): Promise<void> {
    const { token } = (await readOther()) ?? {}
    if (!token) return keep({ device: kept.device })
    session += 1
    kept = { device: kept.device }
    stand('signed-out')
  }

  /** What another tab has put into the vault. A shell has none, and its vault would ask for the finger. */
  async function readOther(): Promise<Kept | undefined> {
    if (platform.kind !== 'browser') return undefined
    await writing
    const found = await vault.read().catch(() => undefined)
    return found?.token === stored ? undefined : found
  }
  /** The token of the session; another tab may have been given a newer one. */
  async function currentToken(): Promise<string | undefined> {
    const { token } = kept
    const other = token ? await readOther() : undefined
    if (token && other?.token && isSameSession(other.token, token) && kept.token === token) {
      kept = other
      stored = other.token
    }
    return kept.token
  }

  async function reach(path: string, init: RequestInit): Promise<Response> {
    const token = await currentToken()
    let answer = await ask(path, init, token)
    if (answer.said.code === 'session_required' && token && token === answer.token) {
      // Another request, or another tab, may have been given a newer token meanwhile.
      await Promise.allSettled([...underWay])
      const newer = await currentToken()
      if (newer && newer !== token && isSameSession(newer, token)) answer = await ask(path, init, newer)
    }
    const { response, said } = answer
    if (response.status === 426) stand('too-old')
    const isSignOut = path === '/session' && init.method === 'DELETE' && response.ok
    // Without its key a token is worth nothing.
    const isOver = said.code === 'session_required' || isUnproven(said)
    const isEnded = isOver && answer.token && answer.token === kept.token
    if (isEnded) say('ended')
    if (isSignOut || isEnded) await end()
    return response
  }

  /** Asks once, and keeps the token that comes with the answer. */
  function ask(path: string, init: RequestInit, token: string | undefined): Promise<Asked> {
    const asking = askAndKeep(path, init, token)
    const settled = () => void underWay.delete(asking)
    underWay.add(asking)
    asking.then(settled, settled)
    return asking
  }

  async function askAndKeep(path: string, init: RequestInit, token: string | undefined): Promise<Asked> {
    const begun = { session, device: kept.device }
    const { response, said } = await send(path, init, { token, device: kept.device })
    // A session that was opened or renewed comes alone, or as a part of what else has happened.
    const opened = said.session?.token ? said.session : said
    if (response.ok && opened.token && opened.session) {
      const next = { token: opened.token, device: opened.deviceToken ?? begun.device }
      if (!token || !isSameSession(opened.token, token)) await keep(next)
      else if (begun.session === session) await renew(next)
    }
    return { response, said, token }
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
        stored = kept.token
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
      session += 1
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

interface Asked extends Answered {
  /** What it was asked with. */
  token: string | undefined
}
