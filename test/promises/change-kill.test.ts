// J8 and J9 through kill -9: after every step, within every step and inside its transaction, the authenticator is changed
// (removed) whole or not at all. The old key, the sessions, the trusted devices and the hold say the same of it, and the owner
// can go on. The full run, 20 rounds: PROMISES=full
import { afterEach, expect, test } from 'vitest'
import type { App } from '../support/authenticator.ts'
import { appOf, newOwner, type Owner, PASSWORD, waitingFlow } from '../support/bound-client.ts'
import { call, newEmail, type Reply, readCode } from '../support/client.ts'
import { emptyDatabase } from '../support/empty-database.ts'
import { countCredentials, environmentOf, killInside, killWithin, tryFactor } from '../support/killed.ts'
import { scale } from '../support/scale.ts'
import { type ServerProcess, startServer } from '../support/server-process.ts'
import { endServers } from '../support/spawned-server.ts'

const ROUNDS = scale('PORTVAKT_CHANGE_ROUNDS', { ci: 1, full: 20 })
const PATH = 'account/authenticator/change'
const steps = { change: ['code', 'key'], remove: ['code'] } as const
type Kind = keyof typeof steps
type Step = (typeof steps)[Kind][number]
/** Where the transaction of a step writes when nearly all is done. */
const lastWritten = (kind: Kind, step: Step) => (step === steps[kind].at(-1) ? 'activities' : 'authenticator_changes')

afterEach(endServers) // whatever a failed test left running

/** What the owner has in hand, and in their other pocket: a device that was trusted at a sign-in of before. */
interface Hand {
  owner: Owner
  kind: Kind
  token: string
  flow: string
  /** The new app, from where its key was shown. */
  fresh?: App
  trusted: { token: string; device: string }
}

/** At the code that was sent. Of the old app's codes that of the next step is the only one left. */
async function begun(server: ServerProcess, kind: Kind): Promise<Hand> {
  const owner = await newOwner(server, newEmail('changer'))
  const { identifier, app, token } = owner
  const waiting = await waitingFlow(server, identifier)
  const proof = { flow: waiting.flow, code: app.code(), trustDevice: true }
  const { session } = (await call(server, 'POST', 'sign-in/totp', proof)).body
  const { identifiers } = (await call(server, 'GET', 'account', undefined, { token })).body
  const { body } = await call(server, 'POST', PATH, { kind, identifierId: identifiers[0].id }, { token })
  const trusted = { token: session.token, device: session.deviceToken }
  return { owner, kind, token, flow: body.flow, trusted }
}

async function take(server: ServerProcess, step: Step, { owner, flow, token, fresh }: Hand): Promise<Reply> {
  const proof =
    step === 'key'
      ? { code: fresh?.code() }
      : { code: await readCode(server, owner.identifier), totp: owner.app.code(1) }
  return call(server, 'POST', `${PATH}/${step}`, { flow, ...proof }, { token })
}

/** What an answer that arrived puts into the owner's hand. */
function keep(hand: Hand, { status, body }: Reply): void {
  expect([status, body?.code]).toEqual([200, undefined])
  if (body.session) hand.token = body.session.token
  if (body.key) hand.fresh = appOf(body.key.secret)
}

const isSignedIn = async (server: ServerProcess, token: string) =>
  (await call(server, 'GET', 'session', undefined, { token })).status === 200

/** Where the right password leads: on the trusted device, and on one that nobody knows. */
async function doors(server: ServerProcess, { owner, trusted }: Hand): Promise<string[]> {
  const body = { identifier: owner.identifier, password: PASSWORD, client: 'app' }
  const here = await call(server, 'POST', 'sign-in', body, { device: trusted.device })
  const elsewhere = await call(server, 'POST', 'sign-in', body)
  return [here.body.state, elsewhere.body.state]
}

/** As the page does when it is loaded again: it goes on where the server says that it is. */
async function comesThrough(server: ServerProcess, hand: Hand): Promise<void> {
  const { owner, kind } = hand
  const { body } = await call(server, 'GET', PATH, undefined, { token: hand.token })
  if (body.key) hand.fresh = appOf(body.key.secret)
  // The key that is shown opens nothing yet, and the old one still does: its last code may have been taken by the step before.
  if (body.state === 'key') {
    expect(await tryFactor(server, owner.identifier, 'totp', { code: hand.fresh?.code() })).toBe('totp_wrong')
    const old = await tryFactor(server, owner.identifier, 'totp', { code: owner.app.code(1) })
    expect(old).toMatch(/^(totp_used|signed_in)$/)
  }
  const all: readonly Step[] = steps[kind]
  for (const step of all.slice(all.indexOf(body.state))) keep(hand, await take(server, step, hand))
}

for (const kind of ['change', 'remove'] as const)
  test(
    `the server is killed after, within and inside every step of a ${kind} (${ROUNDS * steps[kind].length * 3} kills)`,
    async () => {
      const database = await emptyDatabase()
      const environment = environmentOf(database)
      const keyOf = async (accountId: string) => {
        const [row] = await database.query('SELECT secret_id FROM totp_secrets WHERE account_id = $1', [accountId])
        return row?.secret_id
      }
      /** How often the change is told of: as a hold, and in the account's activity. */
      const told = async (accountId: string) => {
        const [row] = await database.query(
          `SELECT (SELECT count(*)::int FROM holds WHERE account_id = $1 AND reason = $2) AS holds,
             (SELECT count(*)::int FROM activities WHERE account_id = $1 AND kind = $2) AS activities`,
          [accountId, { change: 'authenticator_changed', remove: 'authenticator_removed' }[kind]],
        )
        return row
      }
      let server = await startServer(environment)
      for (let round = 0; round < ROUNDS; round++)
        for (const [at, step] of steps[kind].entries())
          for (const when of ['after', 'within', 'inside'] as const) {
            const words = `${kind}: ${step}, killed ${when} it`
            const hand = await begun(server, kind)
            const { owner, trusted } = hand
            const { accountId, identifier } = owner
            const old = await keyOf(accountId)
            for (const before of steps[kind].slice(0, at)) keep(hand, await take(server, before, hand))
            if (when === 'after') keep(hand, await take(server, step, hand))
            else if (when === 'within') await killWithin(server, 60, take(server, step, hand))
            else await killInside(server, database, lastWritten(kind, step), () => take(server, step, hand))
            await server.kill()
            server = await startServer(environment)

            const isDone = (await keyOf(accountId)) !== old
            const isLast = at === steps[kind].length - 1
            if (when !== 'within' || !isLast) expect([words, isDone]).toEqual([words, isLast && when === 'after'])
            const isAnswered = when === 'after' && isLast
            expect([words, await told(accountId)]).toEqual([words, { holds: +isDone, activities: +isDone }])
            expect([words, await isSignedIn(server, trusted.token)]).toEqual([words, !isDone])
            // Done, and the answer lost: the session goes on under another token, which reached nobody.
            expect([words, await isSignedIn(server, hand.token)]).toEqual([words, !isDone || isAnswered])
            const after = kind === 'change' ? ['factor', 'factor'] : ['signed_in', 'signed_in']
            expect([words, await doors(server, hand)]).toEqual([words, isDone ? after : ['signed_in', 'factor']])

            if (!isDone) await comesThrough(server, hand)
            const left = kind === 'change' ? 1 : 0
            expect([words, await countCredentials(database, accountId)]).toEqual([words, { keys: left, phrases: left }])
            expect([words, await told(accountId)]).toEqual([words, { holds: 1, activities: 1 }])
            expect([words, await isSignedIn(server, trusted.token)]).toEqual([words, false])
            expect([words, await doors(server, hand)]).toEqual([words, after])
            if (kind === 'remove') continue
            const attempt = (path: string, proof: object) => tryFactor(server, identifier, path, proof)
            expect([words, await attempt('totp', { code: owner.app.code(1) })]).toEqual([words, 'totp_wrong'])
            expect([words, await attempt('totp', { code: hand.fresh?.code(1) })]).toEqual([words, 'signed_in'])
            expect([words, await attempt('recovery-key', { phrase: owner.phrase })]).toEqual([words, 'key'])
          }
      await server.kill()
      await database.drop()
    },
    120_000 + ROUNDS * 240_000,
  )
