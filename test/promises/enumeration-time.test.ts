// Promise P4: no time tells whether an address has an account, wherever one is typed. Known and unknown take turns, in random
// order, with unknown once more to show the noise. The passwords here are hashed with the least that Argon2 takes, so that
// what lies beside the hash shows; sign-in with the real one: enumeration.test.ts.
// The full run: PROMISES=full, or PORTVAKT_TIMINGS=5000.
import { fork } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAccount } from '../../server/accounts/create-account.ts'
import { identifierLookups } from '../../server/accounts/find-account.ts'
import { markFrozen } from '../../server/accounts/freeze.ts'
import { canonicalIdentifier } from '../../server/accounts/identifier.ts'
import { listIdentifiers } from '../../server/accounts/list-identifiers.ts'
import { listDemoMessages } from '../../server/outbox/list-demo-messages.ts'
import { insertPassword } from '../../server/passwords/set-password.ts'
import { newId } from '../../server/platform/ids.ts'
import { createPasswordHasher } from '../../server/platform/password-hasher.ts'
import { openSession } from '../../server/sessions/open-session.ts'
import { strangersKey } from '../../server/sign-in/allowance.ts'
import { besiegeResets } from '../support/besieged.ts'
import { newNetwork } from '../support/client.ts'
import { type TestDatabase, withDatabase } from '../support/database.ts'
import { scale } from '../support/scale.ts'
import { judge, newTimes, type Times } from '../support/timing.ts'
import { weakHashing } from '../support/weak-hashing.ts'

const TIMINGS = scale('PORTVAKT_TIMINGS', { ci: 120, full: 5_000 })
const WARM_UP = 30
/** Addresses of each kind. */
const POOL = 24
/** Rounds until counts are begun anew. */
const EVERY = 12
const PASSWORD = 'riktig hest batteri stift'
const NEW_PASSWORD = 'en helt annen setning'

type Kind = keyof Times

let database: TestDatabase
let port: number
let advance: (seconds: number) => Promise<void>
let stop: () => Promise<void>
let phc: string

beforeAll(async () => {
  const rootKey = randomBytes(32).toString('hex')
  database = await withDatabase({ rootKey: Buffer.from(rootKey, 'hex') })
  // As the server hashes, and as it compares for an address that no account has.
  const hasher = await createPasswordHasher(weakHashing)
  phc = await hasher.hash(PASSWORD)
  const env = { DATABASE_URL: database.url, ROOT_KEY: rootKey, TRUSTED_PROXIES: '127.0.0.1' }
  const child = fork(join(import.meta.dirname, '../support/weak-server-process.ts'), [], {
    env: { PATH: process.env.PATH, ...env },
    execArgv: [],
  })
  const [started] = (await once(child, 'message')) as [{ port: number }]
  port = started.port
  advance = async (seconds) => {
    database.deps.clock.advance(seconds)
    const done = once(child, 'message')
    child.send({ advance: seconds })
    await done
  }
  stop = async () => {
    const ended = once(child, 'exit')
    if (child.kill('SIGKILL')) await ended // there is nothing that it would have to put away
  }
})
afterAll(async () => {
  agent.destroy()
  await stop?.()
  await database?.drop()
})

const newAddress = () => `person.${randomBytes(6).toString('hex')}@example.com`
const newPhone = () => `+479${randomInt(1e7).toString().padStart(7, '0')}`

async function makeAccount(address: string): Promise<string> {
  const { deps } = database
  const accountId = newId()
  await deps.db.transaction(async (tx) => {
    await createAccount(tx, deps, { accountId, identifier: canonicalIdentifier(address), locale: 'nb' })
    await insertPassword(tx, deps, accountId, { phc })
  })
  return accountId
}

const agent = new Agent({ keepAlive: true, maxSockets: 1 })

interface Timed {
  ms: number
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape
  body: any
}

async function send(path: string, body: object, token?: string): Promise<Timed> {
  const text = JSON.stringify(body)
  const { promise, resolve, reject } = Promise.withResolvers<Timed>()
  const authorization = token ? { authorization: `Bearer ${token}` } : {}
  const about = { 'content-type': 'application/json', 'content-length': text.length, ...authorization }
  const headers = { 'x-forwarded-for': newNetwork(), ...about }
  const start = performance.now()
  request({ port, path: `/api/v1/${path}`, method: 'POST', agent, headers }, (response) => {
    let said = ''
    response.on('data', (chunk) => {
      said += chunk
    })
    response.on('end', () => {
      const ms = performance.now() - start
      resolve({ ms, status: response.statusCode ?? 0, body: JSON.parse(said) })
    })
  })
    .on('error', reject)
    .end(text)
  return promise
}

/** One person's way through a journey: what each step answered and how long it took. */
interface Walk {
  step(name: string, expected: number, path: string, body: object, token?: string): Promise<Timed>
}

interface Journey {
  name: string
  /** What is typed; an e-mail address, if absent. */
  newAddress?(): string
  /** What stands before the first round. */
  prepare?(address: string, accountId: string | undefined): Promise<void>
  /** What stands before each walk, and is not timed. */
  before?(kind: Kind): Promise<string>
  walk(walk: Walk, address: string, own: string): Promise<void>
}

async function freeze(_address: string, accountId: string | undefined): Promise<void> {
  if (accountId) await markFrozen(database.deps.db, database.deps, accountId)
}

/** Twenty strangers were wrong: the mailbox is to be proven first, for a year. */
async function besiege(address: string): Promise<void> {
  const key = strangersKey(database.deps, canonicalIdentifier(address))
  await database.query(
    `INSERT INTO stranger_tries (key, failures, window_ends_at, in_a_row, told, pending_until, forgotten_at)
     VALUES ($1, 50, now() + interval '10 years', 50, 50, now(), now() + interval '10 years')`,
    [key],
  )
}

const accounts = new Map<Kind, Promise<string>>()
/** A fresh session of an account that is the same for all rounds of its kind. @returns its token */
async function signedIn(kind: Kind): Promise<string> {
  if (!accounts.has(kind)) accounts.set(kind, makeAccount(newPhone()))
  return openFor((await accounts.get(kind)) ?? '')
}

/** @returns the token of a new session */
async function openFor(accountId: string): Promise<string> {
  const device = { browser: 'Firefox', system: 'Linux' }
  const proven = { amr: ['pwd'], aal: 1, provesAddress: true }
  const session = { accountId, credentialVersion: 1, client: 'app' as const, device, ...proven }
  const opened = await openSession(database.deps.db, database.deps, session)
  return opened?.token ?? ''
}

const own = new Map<string, { email: string; identifierId: string }>()
/** A fresh session of an account of its own, whose address is to be changed. @returns its token */
async function signedInToChange(): Promise<string> {
  const email = newAddress()
  const accountId = await makeAccount(email)
  const token = await openFor(accountId)
  const [stored] = await listIdentifiers(database.deps, database.deps.db, accountId)
  own.set(token, { email, identifierId: stored?.identifierId ?? '' })
  return token
}

/** The code that an address was sent last. */
async function codeTo(address: string): Promise<string> {
  const { deps } = database
  const [newest] = await listDemoMessages(deps, identifierLookups(deps.keys, canonicalIdentifier(address)))
  return /^\d{8}$/m.exec(newest?.text ?? '')?.[0] ?? ''
}

const newPasswordBody = { code: '00000000', password: NEW_PASSWORD, repeat: NEW_PASSWORD }

const resetPassword: Journey['walk'] = async ({ step }, identifier) => {
  const { body } = await step('begin', 200, 'forgot-password', { identifier })
  const { flow } = body
  await step('wrong code', 422, 'forgot-password/finish', { flow, ...newPasswordBody })
  await step('state', 200, 'forgot-password/state', { flow })
  await advance(61)
  await step('resend', 200, 'forgot-password/resend', { flow })
  await advance(61)
  await step('other channel', 200, 'forgot-password/other-channel', { flow })
}

const journeys: readonly Journey[] = [
  {
    name: 'sign-in',
    async walk({ step }, identifier) {
      await step('a wrong password', 401, 'sign-in', { identifier, password: NEW_PASSWORD })
    },
  },
  {
    name: 'sign-in beside strangers',
    prepare: besiege,
    async walk({ step }, identifier) {
      await advance(301) // the code of the round before is no longer young
      const { body } = await step('begin', 200, 'sign-in', { identifier, password: PASSWORD })
      await step('wrong code', 422, 'sign-in/code', { flow: body.flow, code: '00000000' })
      await advance(61)
      await step('resend', 200, 'sign-in/resend', { flow: body.flow })
      await step('other channel', 200, 'sign-in/other-channel', { flow: body.flow })
    },
  },
  {
    name: 'sign-up',
    async walk({ step }, identifier) {
      const { body } = await step('begin', 200, 'sign-up', { identifier })
      await step('wrong code', 422, 'sign-up/code', { flow: body.flow, code: '00000000' })
      await step('state', 200, 'sign-up/state', { flow: body.flow })
      await advance(61)
      await step('resend', 200, 'sign-up/resend', { flow: body.flow })
    },
  },
  { name: 'forgotten password', walk: resetPassword },
  { name: 'forgotten password, by phone', newAddress: newPhone, walk: resetPassword },
  {
    name: 'forgotten password beside strangers',
    async walk({ step }, identifier) {
      await besiegeResets(database.deps, identifier)
      await advance(301) // the code of the round before is no longer young
      const { flow } = (await step('begin', 200, 'forgot-password', { identifier })).body
      await step('wrong code', 422, 'forgot-password/code', { flow, code: '00000000' })
      await step('state', 200, 'forgot-password/state', { flow })
      await advance(61)
      await step('resend', 200, 'forgot-password/resend', { flow })
      await step('other channel', 200, 'forgot-password/other-channel', { flow })
    },
  },
  {
    name: 'opening a frozen account',
    prepare: freeze,
    async walk({ step }, identifier) {
      const { body } = await step('begin', 200, 'thaw', { identifier, password: PASSWORD })
      await step('wrong code', 422, 'thaw/code', { flow: body.flow, code: '00000000' })
      await advance(61)
      await step('resend', 200, 'thaw/resend', { flow: body.flow })
    },
  },
  {
    name: 'opening a frozen account beside strangers',
    async prepare(address, accountId) {
      await freeze(address, accountId)
      await besiege(address)
    },
    async walk({ step }, identifier) {
      await advance(301) // the code of the round before is no longer young
      const { body } = await step('begin', 200, 'thaw', { identifier, password: PASSWORD })
      await step('begin anew, nothing proven', 200, 'thaw', { identifier, password: PASSWORD, flow: body.flow })
    },
  },
  {
    name: 'opening a frozen account, guessed at too often',
    prepare: freeze,
    async walk({ step }, identifier) {
      const { flow } = (await step('begin', 200, 'thaw', { identifier, password: PASSWORD })).body
      await besiegeResets(database.deps, identifier)
      await step('a code that is not looked at', 422, 'thaw/code', { flow, code: '00000000' })
      await advance(61)
      await step('resend', 200, 'thaw/resend', { flow })
      await step('begin anew', 200, 'thaw', { identifier, password: PASSWORD })
    },
  },
  {
    name: 'adding an address',
    before: signedIn,
    async walk({ step }, identifier, token) {
      const { body } = await step('begin', 200, 'account/identifiers', { identifier }, token)
      const { flow } = body
      await step('wrong code', 422, 'account/identifiers/code', { flow, code: '00000000' }, token)
      await advance(61)
      await step('resend', 200, 'account/identifiers/resend', { flow }, token)
    },
  },
  {
    name: 'changing an address',
    before: signedInToChange,
    async walk({ step }, identifier, token) {
      const { email = '', identifierId } = own.get(token) ?? {}
      const change = `account/identifiers/${identifierId}/change`
      const { flow } = (await step('begin', 200, change, { identifier }, token)).body
      const code = await codeTo(email)
      await step('the old address proven', 200, 'account/identifier-changes/code', { flow, code }, token)
      await step('wrong code', 422, 'account/identifier-changes/code', { flow, code: '00000000' }, token)
      await advance(61)
      await step('resend', 200, 'account/identifier-changes/resend', { flow }, token)
    },
  },
]

/** Takes turns in random order. @returns times by step */
async function measure(journey: Journey): Promise<Map<string, Times>> {
  const kinds: Kind[] = ['known', 'unknown', 'again']
  const pool = { known: [], unknown: [], again: [] } as Record<Kind, string[]>
  for (const kind of kinds)
    for (let at = 0; at < POOL; at++) {
      const address = (journey.newAddress ?? newAddress)()
      const accountId = kind === 'known' ? await makeAccount(address) : undefined
      await journey.prepare?.(address, accountId)
      pool[kind].push(address)
    }
  const times = new Map<string, Times>()
  for (let round = 0; round < TIMINGS + WARM_UP; round++) {
    if (round % EVERY === 0) {
      await advance(25 * 3600)
      await database.query('DELETE FROM budgets')
      await database.query('DELETE FROM attempts')
      if (!journey.prepare) await database.query('DELETE FROM stranger_tries')
    }
    for (const kind of shuffled(kinds)) {
      const own = (await journey.before?.(kind)) ?? ''
      const step: Walk['step'] = async (name, expected, path, body, token) => {
        const timed = await send(path, body, token)
        if (timed.status !== expected)
          throw new Error(`${kind}: ${path} answered ${timed.status} ${JSON.stringify(timed.body)}`)
        const kept = times.get(name) ?? newTimes()
        if (round >= WARM_UP) kept[kind].push(timed.ms)
        times.set(name, kept)
        return timed
      }
      await journey.walk({ step }, pool[kind][round % POOL] ?? '', own)
    }
  }
  return times
}

function shuffled<T>(list: readonly T[]): T[] {
  return list
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}

test.for(journeys)('no time tells: $name', { timeout: 120_000 + TIMINGS * 4_000 }, async (journey) => {
  const told = async () =>
    [...(await measure(journey))]
      .filter(([step, times]) => !judge(`${journey.name}, ${step}`, times))
      .map(([step]) => step)
  // Of twenty steps one seems to differ by three standard errors every twentieth time; twice, hardly ever.
  const first = await told()
  const twice = first.length > 0 ? (await told()).filter((step) => first.includes(step)) : []
  expect(twice).toEqual([])
})
