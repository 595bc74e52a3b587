// J10 through kill -9: after every step, within every step and inside its transaction, the owner can go on with what they have
// in hand, and there are never two valid keys or two valid phrases. The full run, 20 rounds: PROMISES=full
import { afterEach, expect, test } from 'vitest'
import type { App } from '../support/authenticator.ts'
import { appOf, newOwner, type Owner, waitingFlow } from '../support/bound-client.ts'
import { call, type Reply } from '../support/client.ts'
import { emptyDatabase } from '../support/empty-database.ts'
import { countCredentials, environmentOf, killInside, killWithin, tryFactor } from '../support/killed.ts'
import { scale } from '../support/scale.ts'
import { type ServerProcess, startServer } from '../support/server-process.ts'
import { endServers } from '../support/spawned-server.ts'

const ROUNDS = scale('PORTVAKT_LOST_PHONE_ROUNDS', { ci: 1, full: 20 })
const steps = ['recovery-key', 'recovery-key/key', 'recovery-key/phrase'] as const
type Step = (typeof steps)[number]
/** Where the transaction of a step writes when nearly all is done. */
const lastWritten: Record<Step, string> = {
  'recovery-key': 'authenticator_changes',
  'recovery-key/key': 'authenticator_changes',
  'recovery-key/phrase': 'activities',
}

afterEach(endServers) // whatever a failed test left running

/** What the owner has in hand: what was shown to them, and nothing of what was only written. */
interface Hand {
  owner: Owner
  flow?: string
  app?: App
  phrase?: string
}

const ask = (server: ServerProcess, step: Step, body: object) => call(server, 'POST', `sign-in/${step}`, body)

async function take(server: ServerProcess, step: Step, hand: Hand): Promise<Reply> {
  const { owner, flow, app, phrase } = hand
  if (step === 'recovery-key') {
    const waiting = await waitingFlow(server, owner.identifier)
    return ask(server, step, { flow: waiting.flow, phrase: owner.phrase })
  }
  if (step === 'recovery-key/key') return ask(server, step, { flow, code: await app?.earlier() })
  return ask(server, step, { flow, phrase, client: 'app' })
}

/** What an answer that arrived puts into the owner's hand. */
function keep(hand: Hand, { body }: Reply): void {
  if (body.flow) hand.flow = body.flow
  if (body.key) hand.app = appOf(body.key.secret)
  if (body.phrase) hand.phrase = body.phrase.text
}

/** From a step to the end. @returns false when what is in hand does not lead on: then it is begun again */
async function goOn(server: ServerProcess, from: number, hand: Hand): Promise<boolean> {
  for (const step of steps.slice(from)) {
    const reply = await take(server, step, hand)
    if (reply.status !== 200) return false
    keep(hand, reply)
  }
  return true
}

/** As a person would: what was under way, else the new app if it counts already, else from the beginning with the old phrase. */
async function comesThrough(server: ServerProcess, at: number, hand: Hand): Promise<void> {
  if (await goOn(server, at, hand)) return
  const { flow, actions } = await waitingFlow(server, hand.owner.identifier)
  if (actions.includes('totp') && hand.app) {
    const reply = await call(server, 'POST', 'sign-in/totp', { flow, code: hand.app.code() })
    if (reply.status === 200) return
  }
  expect(await goOn(server, 0, hand)).toBe(true)
}

async function expectOneOfEach(server: ServerProcess, hand: Hand, at: string): Promise<void> {
  const { owner, app, phrase } = hand
  const attempt = (path: string, proof: object) => tryFactor(server, owner.identifier, path, proof)
  expect([at, await attempt('totp', { code: owner.app.code(1) })]).toEqual([at, 'totp_wrong'])
  expect([at, await attempt('recovery-key', { phrase: owner.phrase })]).toEqual([at, 'recovery_key_spent'])
  expect([at, await attempt('totp', { code: app?.code(1) })]).toEqual([at, 'signed_in'])
  expect([at, await attempt('recovery-key', { phrase })]).toEqual([at, 'key'])
}

test(
  `the server is killed after, within and inside every step (${ROUNDS * steps.length * 3} kills)`,
  async () => {
    const database = await emptyDatabase()
    const environment = environmentOf(database)
    let server = await startServer(environment)
    let people = 0
    for (let round = 0; round < ROUNDS; round++)
      for (const [at, step] of steps.entries())
        for (const when of ['after', 'within', 'inside'] as const) {
          const hand: Hand = { owner: await newOwner(server, `owner${++people}@example.com`) }
          for (const before of steps.slice(0, at)) keep(hand, await take(server, before, hand))
          if (when === 'after') keep(hand, await take(server, step, hand))
          else if (when === 'within') await killWithin(server, 120, take(server, step, hand))
          else await killInside(server, database, lastWritten[step], () => take(server, step, hand))
          await server.kill()
          server = await startServer(environment)
          const words = `${step}, killed ${when} it`
          // Never both: one row of each is there, and the old authenticator is dead or in force, whole.
          const row = await countCredentials(database, hand.owner.accountId)
          expect([words, row]).toEqual([words, { keys: 1, phrases: 1 }])
          if (when !== 'after' || at < 2) await comesThrough(server, when === 'after' ? at + 1 : at, hand)
          await expectOneOfEach(server, hand, words)
        }
    await server.kill()
    await database.drop()
  },
  120_000 + ROUNDS * 240_000,
)
