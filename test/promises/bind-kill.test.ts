// J6 through kill -9: after every step, within every step and inside its transaction, the owner can go on, and of all keys and
// phrases that were ever shown there are never two that count. The full run, 20 rounds: PROMISES=full
import { randomInt } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import type { App } from '../support/authenticator.ts'
import { appOf, PASSWORD } from '../support/bound-client.ts'
import { call, newEmail, type Reply, readCode, signUp } from '../support/client.ts'
import { emptyDatabase } from '../support/empty-database.ts'
import { countCredentials, environmentOf, killInside, killWithin, tryFactor } from '../support/killed.ts'
import { scale } from '../support/scale.ts'
import { type ServerProcess, startServer } from '../support/server-process.ts'
import { endServers } from '../support/spawned-server.ts'

const ROUNDS = scale('PORTVAKT_BIND_ROUNDS', { ci: 1, full: 20 })
const PATH = 'account/authenticator/change'
const steps = ['code', 'key', 'phrase'] as const
type Step = (typeof steps)[number]
/** Where the transaction of a step writes when nearly all is done. */
const lastWritten = { code: 'authenticator_changes', key: 'authenticator_changes', phrase: 'activities' } as const

afterEach(endServers) // whatever a failed test left running

/** What the owner has in hand, the newest last. */
interface Hand {
  email: string
  phone: string
  accountId: string
  token: string
  flow: string
  apps: App[]
  phrases: string[]
}

/** At the code that was sent to the number; a key was shown before, in a binding that this one took the place of. */
async function begun(server: ServerProcess): Promise<Hand> {
  const email = newEmail('binder')
  const phone = `+479${randomInt(1e7).toString().padStart(7, '0')}`
  const token = await signUp(server, email, PASSWORD)
  const ask = async (path: string, body: object) => {
    const reply = await call(server, 'POST', path, body, { token })
    expect([path, reply.status < 300]).toEqual([path, true])
    return reply.body
  }
  const adding = (await ask('account/identifiers', { identifier: phone })).flow
  await ask('account/identifiers/code', { flow: adding, code: await readCode(server, phone) })
  const account = (await call(server, 'GET', 'account', undefined, { token })).body
  const start = async (kind: string) => {
    const { id: identifierId } = account.identifiers.find((each: { kind: string }) => each.kind === kind)
    return (await ask(PATH, { kind: 'bind', identifierId })).flow
  }
  const first = await start('email')
  const { key } = await ask(`${PATH}/code`, { flow: first, code: await readCode(server, email) })
  const flow = await start('phone')
  return { email, phone, accountId: account.id, token, flow, apps: [appOf(key.secret)], phrases: [] }
}

async function take(server: ServerProcess, step: Step, hand: Hand): Promise<Reply> {
  const { flow, token, apps, phrases } = hand
  const proof = {
    code: async () => ({ code: await readCode(server, hand.phone) }),
    key: () => ({ code: apps.at(-1)?.code() }),
    phrase: () => ({ phrase: phrases.at(-1) }),
  }[step]
  return call(server, 'POST', `${PATH}/${step}`, { flow, ...(await proof()) }, { token })
}

/** What an answer that arrived puts into the owner's hand. */
function keep(hand: Hand, { status, body }: Reply): void {
  expect([status, body?.code]).toEqual([200, undefined])
  if (body.session) hand.token = body.session.token
  if (body.key) hand.apps.push(appOf(body.key.secret))
  if (body.phrase) hand.phrases.push(body.phrase.text)
}

/** As the page does when it is loaded again: it goes on where the server says that it is. */
async function comesThrough(server: ServerProcess, hand: Hand): Promise<void> {
  const { status, body } = await call(server, 'GET', PATH, undefined, { token: hand.token })
  if (status === 401) return // done: the session goes on under another token, whose answer reached nobody
  if (body.state === 'none') return
  // The one key in hand was shown in the binding before this one: the answer with this one's own reached nobody.
  if (body.key && hand.apps.length === 1) hand.apps.push(appOf(body.key.secret))
  if (body.state === 'phrase') keep(hand, await call(server, 'POST', `${PATH}/new-phrase`, { flow: hand.flow }, hand))
  for (const step of steps.slice(steps.indexOf(body.state))) keep(hand, await take(server, step, hand))
}

async function expectOneOfEach(server: ServerProcess, hand: Hand, at: string): Promise<void> {
  const attempt = (path: string, proof: object) => tryFactor(server, hand.email, path, proof)
  const by = async <T>(all: T[], work: (each: T) => Promise<string>) => {
    const outcomes: string[] = []
    for (const each of all) outcomes.push(await work(each))
    return [at, outcomes]
  }
  const wrong = (all: unknown[], words: string) => all.slice(1).map(() => words)
  expect(await by(hand.apps, (app) => attempt('totp', { code: app.code(1) }))).toEqual([
    at,
    [...wrong(hand.apps, 'totp_wrong'), 'signed_in'],
  ])
  expect(await by(hand.phrases, (phrase) => attempt('recovery-key', { phrase }))).toEqual([
    at,
    [...wrong(hand.phrases, 'recovery_key_wrong'), 'key'],
  ])
}

test(
  `the server is killed after, within and inside every step of a binding (${ROUNDS * steps.length * 3} kills)`,
  async () => {
    const database = await emptyDatabase()
    const environment = environmentOf(database)
    const rowsOf = (accountId: string) => countCredentials(database, accountId)
    let server = await startServer(environment)
    for (let round = 0; round < ROUNDS; round++)
      for (const [at, step] of steps.entries())
        for (const when of ['after', 'within', 'inside'] as const) {
          const words = `${step}, killed ${when} it`
          const hand = await begun(server)
          for (const before of steps.slice(0, at)) keep(hand, await take(server, before, hand))
          if (when === 'after') keep(hand, await take(server, step, hand))
          else if (when === 'within') await killWithin(server, 60, take(server, step, hand))
          else await killInside(server, database, lastWritten[step], () => take(server, step, hand))
          await server.kill()
          server = await startServer(environment)
          // Key and phrase are there together or neither is, and what is not bound yet is asked for by no sign-in.
          const { keys = -1, phrases } = (await rowsOf(hand.accountId)) ?? {}
          expect([words, phrases]).toEqual([words, keys])
          if (step !== 'phrase' || when === 'inside') expect([words, keys]).toEqual([words, 0])
          if (step === 'phrase' && when === 'after') expect([words, keys]).toEqual([words, 1])
          const signIn = { identifier: hand.email, password: PASSWORD, client: 'app' }
          const { body } = await call(server, 'POST', 'sign-in', signIn)
          expect([words, body.state]).toEqual([words, keys ? 'factor' : 'signed_in'])
          await comesThrough(server, hand)
          expect([words, await rowsOf(hand.accountId)]).toEqual([words, { keys: 1, phrases: 1 }])
          await expectOneOfEach(server, hand, words)
        }
    await server.kill()
    await database.drop()
  },
  120_000 + ROUNDS * 240_000,
)
