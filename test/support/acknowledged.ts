// What people are told while they use a server, and whether it is so after the server or its database was killed.
import { randomBytes, randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import type { App } from './authenticator.ts'
import { appOf } from './bound-client.ts'
import { call, type Reply, readCode } from './client.ts'
import type { ServerProcess } from './server-process.ts'
import { SoftPasskey } from './soft-authenticator.ts'

const CLIENTS = 6
const PASSWORD = 'riktig hest batteri stift'
const NEW_PASSWORD = 'en helt annen setning'
/** What a passkey is made for. */
export const ORIGIN = 'http://localhost:4000'

/** What the clients were told, and so must find again. */
export interface Journal {
  /** Addresses that were told a code is on its way. */
  sent: string[]
  /** Flows whose code was taken. */
  proven: string[]
  accounts: Account[]
  revoked: string[]
  /** Requests with a code that was taken: sent once more, each is refused. */
  used: { path: string; body: object; token?: string }[]
  /** Asked, and never answered. */
  unsure: Map<string, string>
  acknowledged: number
  /** The clients are to end. */
  isOver: boolean
}

/** What its owner was told of it last. What was asked and not answered yet leaves open whether it is so. */
interface Account {
  address: string
  /** Of a session in force; undefined while nobody knows. */
  token: string | undefined
  /** The one that opens, or those of which one does. */
  passwords: string[]
  /** Told that it has a second address, and a hold. */
  isExtended: boolean
  /** Whether a sign-in asks for a factor; undefined while nobody knows. */
  hasFactor: boolean | undefined
  app?: App
  passkey?: SoftPasskey
  /** A frozen one opens by nothing. */
  isFrozen: boolean | undefined
}

const newJournal = (): Journal => ({
  sent: [],
  proven: [],
  accounts: [],
  revoked: [],
  used: [],
  unsure: new Map(),
  acknowledged: 0,
  isOver: false,
})

type Ask = (
  expected: number,
  ...request: [method: string, path: string, body?: unknown, token?: string]
) => Promise<Reply>

/**
 * One person after another signs up, adds a number, signs in once more and out again, and binds an authenticator or, every
 * second one, a passkey, which then opens the frozen account and resets the password; until the server or its database is gone.
 */
async function client(server: ServerProcess, journal: Journal): Promise<void> {
  const ask: Ask = async (expected, ...request) => {
    const [method, path, body, token] = request
    const reply = await call(server, method, path, body, token ? { token } : {})
    if (reply.status !== expected)
      throw new Error(`${method} ${path} answered ${reply.status} ${JSON.stringify(reply.body)}`)
    journal.acknowledged += 1
    return reply
  }
  for (let people = randomInt(2); !journal.isOver; people++) {
    const address = `person.${randomBytes(8).toString('hex')}@example.com`
    const phone = `+479${randomInt(1e7).toString().padStart(7, '0')}`
    const { flow } = (await ask(200, 'POST', 'sign-up', { identifier: address })).body
    journal.sent.push(address)
    const proof = { flow, code: await readCode(server, address) }
    await ask(200, 'POST', 'sign-up/code', proof)
    journal.proven.push(flow)
    journal.used.push({ path: 'sign-up/code', body: proof })
    journal.unsure.set(flow, address)
    const finished = await ask(201, 'POST', 'sign-up/password', {
      flow,
      password: PASSWORD,
      acceptTerms: true,
      client: 'app',
    })
    journal.unsure.delete(flow)
    const { token } = finished.body
    const account: Account = {
      address,
      token,
      passwords: [PASSWORD],
      isExtended: false,
      hasFactor: false,
      isFrozen: false,
    }
    journal.accounts.push(account)
    const adding = (await ask(200, 'POST', 'account/identifiers', { identifier: phone }, token)).body.flow
    const added = { flow: adding, code: await readCode(server, phone) }
    await ask(201, 'POST', 'account/identifiers/code', added, token)
    account.isExtended = true
    journal.used.push({ path: 'account/identifiers/code', body: added, token })
    const again = await ask(200, 'POST', 'sign-in', { identifier: phone, password: PASSWORD, client: 'app' })
    await ask(204, 'DELETE', 'session', undefined, again.body.session.token)
    journal.revoked.push(again.body.session.token)
    if (people % 2) await bindAuthenticator(server, ask, account)
    else await livesByPasskey(server, ask, account)
  }
}

async function bindAuthenticator(server: ServerProcess, ask: Ask, account: Account): Promise<void> {
  const { token, address } = account
  const path = 'account/authenticator/change'
  const { identifiers } = (await ask(200, 'GET', 'account', undefined, token)).body
  const { id: identifierId } = identifiers.find(({ kind }: { kind: string }) => kind === 'email')
  const { flow } = (await ask(200, 'POST', path, { kind: 'bind', identifierId }, token)).body
  const sent = { flow, code: await readCode(server, address) }
  const app = appOf((await ask(200, 'POST', `${path}/code`, sent, token)).body.key.secret)
  const shown = await ask(200, 'POST', `${path}/key`, { flow, code: await app.earlier() }, token)
  Object.assign(account, { token: undefined, hasFactor: undefined, app })
  const done = await ask(200, 'POST', `${path}/phrase`, { flow, phrase: shown.body.phrase.text }, token)
  Object.assign(account, { token: done.body.session.token, hasFactor: true })
}

async function livesByPasskey(server: ServerProcess, ask: Ask, account: Account): Promise<void> {
  const { token, address: identifier } = account
  const passkey = new SoftPasskey()
  const made = (await ask(200, 'POST', 'account/passkeys/options', undefined, token)).body
  Object.assign(account, { token: undefined, hasFactor: undefined, passkey })
  const added = await ask(201, 'POST', 'account/passkeys', { credential: passkey.create(made) }, token)
  Object.assign(account, { token: undefined, hasFactor: true, isFrozen: undefined })

  await ask(200, 'POST', 'account/freeze', {}, added.body.session.token)
  account.isFrozen = true
  const begun = (await ask(200, 'POST', 'thaw', { identifier, password: PASSWORD })).body.flow
  const proof = { flow: begun, code: await readCode(server, identifier) }
  const proven = (await ask(200, 'POST', 'thaw/code', proof)).body.flow
  const options = (await ask(200, 'POST', 'thaw/passkey/options', { flow: proven })).body
  account.isFrozen = undefined
  await ask(200, 'POST', 'thaw/passkey', { flow: proven, credential: passkey.get(options) })
  account.isFrozen = false

  const { flow } = (await ask(200, 'POST', 'forgot-password', { identifier })).body
  const passwords = { password: NEW_PASSWORD, repeat: NEW_PASSWORD }
  const sent = { flow, code: await readCode(server, identifier) }
  await ask(200, 'POST', 'forgot-password/finish', { ...sent, ...passwords })
  const asked = (await ask(200, 'POST', 'forgot-password/passkey/options', { flow })).body
  account.passwords = [PASSWORD, NEW_PASSWORD]
  await ask(200, 'POST', 'forgot-password/passkey', { flow, credential: passkey.get(asked), ...passwords })
  account.passwords = [NEW_PASSWORD]

  const signIn = (await ask(200, 'POST', 'sign-in/passkey/options', {})).body
  const opened = await ask(200, 'POST', 'sign-in/passkey', { credential: passkey.get(signIn), client: 'app' })
  account.token = opened.body.session.token
}

/**
 * Lets clients work, and ends the server or its database in their midst.
 *
 * @param acts acknowledged before that, at the least; at the most twice that
 */
export async function workUntil(server: ServerProcess, acts: number, end: () => Promise<void>): Promise<Journal> {
  const journal = newJournal()
  const clients = Array.from({ length: CLIENTS }, () =>
    client(server, journal).catch((error: Error) => {
      if (!journal.isOver) throw error
    }),
  )
  const failed = Promise.all(clients)
  const enough = acts + randomInt(acts)
  const isEnough = async () => {
    while (journal.acknowledged < enough) await sleep(5)
    await sleep(randomInt(30))
  }
  await Promise.race([failed, isEnough()])
  journal.isOver = true
  await end()
  await failed
  return journal
}

/** Everything the journal was told is so. */
export async function check(server: ServerProcess, journal: Journal): Promise<void> {
  const get = (path: string, token: string) => call(server, 'GET', path, undefined, { token })
  for (const address of journal.sent) await expect(readCode(server, address)).resolves.toMatch(/^\d{8}$/)
  for (const flow of journal.proven) {
    expect((await call(server, 'POST', 'sign-up/state', { flow })).body.state).not.toBe('code')
    const replay = await call(server, 'POST', 'sign-up/code', { flow, code: '00000000' })
    expect(replay.body.code).toBe('wrong_state')
  }
  const checkAccount = async (account: Account) => {
    const { address, token, isExtended } = account
    if (token) {
      const { status, body } = await get('session', token)
      expect([address, status]).toEqual([address, 200])
      if (isExtended) expect(body.account.identifiers).toHaveLength(2)
      if (isExtended) expect(reasonsOf(body.holds)).toContain('identifier_added')
    }
    await checkSignIn(server, account)
  }
  await Promise.all(journal.accounts.map(checkAccount))
  await replay(server, journal)
  // Whoever was not answered tries again: the account is made now, or it was.
  for (const [flow, address] of journal.unsure) {
    const retry = await call(server, 'POST', 'sign-up/password', { flow, password: PASSWORD, acceptTerms: true })
    expect([201, 409]).toContain(retry.status)
    if (retry.status === 409) expect(retry.body).toMatchObject({ code: 'wrong_state', state: 'done' })
    expect((await call(server, 'POST', 'sign-in', { identifier: address, password: PASSWORD })).status).toBe(200)
  }
}

/** What was used up or has ended is refused. */
export async function replay(server: ServerProcess, { revoked, used }: Journal): Promise<void> {
  for (const token of revoked)
    expect((await call(server, 'GET', 'session', undefined, { token })).status, 'a session that has ended').toBe(401)
  for (const { path, body, token } of used) {
    const again = await call(server, 'POST', path, body, token ? { token } : {})
    expect([path, again.status >= 400 && again.status < 500]).toEqual([path, true])
  }
}

const reasonsOf = (holds: { reason: string }[]) => holds.map(({ reason }) => reason)

/** By the password it was told, and no other; by its factor, if it was told that it has one. */
async function checkSignIn(server: ServerProcess, account: Account): Promise<void> {
  const { address: identifier, passwords, hasFactor, isFrozen, app, passkey } = account
  const signIn = (password: string) => call(server, 'POST', 'sign-in', { identifier, password, client: 'app' })
  const outcomes: string[] = []
  let waiting: string | undefined
  for (const password of [PASSWORD, NEW_PASSWORD]) {
    const { body } = await signIn(password)
    if (body.state === 'factor') waiting = body.flow
    const outcome = body.state ?? body.code
    if (!passwords.includes(password)) expect([identifier, outcome]).toEqual([identifier, 'credentials_wrong'])
    else outcomes.push(outcome)
  }
  // Of two that may be right, one is.
  const [outcome, ...more] = outcomes.filter((each) => each !== 'credentials_wrong')
  expect([identifier, more]).toEqual([identifier, []])
  const open = hasFactor === undefined ? ['signed_in', 'factor'] : [hasFactor ? 'factor' : 'signed_in']
  const closed = isFrozen === false ? [] : ['account_frozen']
  expect(isFrozen ? closed : [...open, ...closed]).toContain(outcome)
  if (!waiting) return
  const proven = app
    ? await call(server, 'POST', 'sign-in/totp', { flow: waiting, code: app.code() })
    : await signInWithPasskey(server, waiting, passkey)
  expect([identifier, proven.body.state]).toEqual([identifier, 'signed_in'])
}

async function signInWithPasskey(server: ServerProcess, flow: string, passkey = new SoftPasskey()): Promise<Reply> {
  const options = (await call(server, 'POST', 'sign-in/passkey/options', { flow })).body
  return call(server, 'POST', 'sign-in/passkey', { flow, credential: passkey.get(options) })
}
