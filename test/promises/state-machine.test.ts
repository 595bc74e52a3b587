// Promises P14, P15: steps cannot be skipped, swapped or replayed. Random sequences of all public calls against a model that
// knows who holds which proof; every answer is one the model allows, and nothing changes hands without its proof.
// The full run: PROMISES=full, or PORTVAKT_SEQUENCES=1000000; with PORTVAKT_LEDGER=file it can be stopped, and goes on at the
// next call. A failure prints every call that led to it, and the seed that plays the same moves again: PORTVAKT_SEED=…
import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { withApi } from '../support/api.ts'
import { withDatabase } from '../support/database.ts'
import { hashOfPlayed, openLedger } from '../support/model/ledger.ts'
import { moves } from '../support/model/moves.ts'
import { addTally, newTally, printTally, type Tally } from '../support/model/tally.ts'
import { scale } from '../support/scale.ts'

const SEQUENCES = scale('PORTVAKT_SEQUENCES', { ci: 20_000, full: 1_000_000 })
const PROCESSES = Math.min(availableParallelism(), 8)
/** As many as keep a process busy while the others wait for Postgres; more take a quarter longer, and starve what runs beside. */
const LANES = 3
/** On one database; the next ones get another, so that none grows large. */
const PORTION = Math.min(20_000, Math.ceil(SEQUENCES / PROCESSES))
/** Fewer than that and chance could leave something out. */
const ENOUGH = 10_000

const OPERATORS = 'for operators’ programs: an API key, no account, and nothing is changed (server/events)'
const STAFF = 'the door of the staff: no account is anything there, and nobody there is an account (server/staff)'
/** Calls that no move makes, and why. */
const LEFT_OUT: Record<string, string> = {
  'GET /api/v1/events': OPERATORS,
  'GET /api/v1/accounts/{id}/holds': OPERATORS,
  ...Object.fromEntries(
    [
      'POST /api/v1/staff/invitation',
      'POST /api/v1/staff/invitation/options',
      'POST /api/v1/staff/invitation/join',
      'POST /api/v1/staff/sign-in/options',
      'POST /api/v1/staff/sign-in',
      'GET /api/v1/staff/session',
      'DELETE /api/v1/staff/session',
      'GET /api/v1/staff/members',
      'POST /api/v1/staff/invitations/options',
      'POST /api/v1/staff/invitations',
      'DELETE /api/v1/staff/invitations/{id}',
      'POST /api/v1/staff/members/{id}/end/options',
      'POST /api/v1/staff/members/{id}/end',
    ].map((call) => [call, STAFF]),
  ),
  'GET /api/v1/bot-check': 'a riddle for anybody, of no account; what it is asked for, the moves solve now and then',
}
/** Moves that ask for what nobody may have. */
const REFUSED_MOVES = ['knock without a session', 'prove by an authenticator that is not there']

async function playPortion(sequences: number, seed: number): Promise<Tally> {
  const rootKey = randomBytes(32).toString('hex')
  const database = await withDatabase({ rootKey: Buffer.from(rootKey, 'hex') })
  const name = new URL(database.url).pathname.slice(1)
  // Plans are made once: without, Postgres plans each statement five times for each connection.
  await database.query(`ALTER DATABASE ${name} SET plan_cache_mode = force_generic_plan`)
  // And while the tables are small: a plan that reads a table whole would be kept when it has grown.
  await database.query(`ALTER DATABASE ${name} SET enable_seqscan = off`)
  const where = { MODEL_DATABASE: database.url, MODEL_ROOT_KEY: rootKey }
  const what = { MODEL_SEED: String(seed), MODEL_SEQUENCES: String(sequences), MODEL_LANES: String(LANES) }
  const child = fork(join(import.meta.dirname, '../support/model/play-process.ts'), [], {
    env: { ...process.env, ...where, ...what },
    execArgv: ['--max-semi-space-size=64'],
  })
  const ended = once(child, 'close')
  const said = await Promise.race([once(child, 'message'), ended.then(() => [{ failure: 'the process ended' }])])
  const [{ tally, failure }] = said as [{ tally?: Tally; failure?: string }]
  await ended
  await database.drop()
  if (!tally) throw new Error(failure)
  return tally
}

const played = newTally()
const ledger = openLedger(process.env.PORTVAKT_LEDGER, {
  seed: Number(process.env.PORTVAKT_SEED ?? Date.now() % 2 ** 30),
  sequences: SEQUENCES,
  portion: PORTION,
  played: hashOfPlayed(),
})

test(
  'random sequences of public calls: no privileged outcome without its proof',
  async () => {
    const begun = performance.now()
    const seconds = () => Math.round((performance.now() - begun) / 1000)
    const { seed, done } = ledger
    for (const tally of done.values()) addTally(played, tally)
    const before = played.sequences
    if (before > 0) console.log(`${before} sequences were played in earlier sittings`)
    const all = Array.from({ length: Math.ceil(SEQUENCES / PORTION) }, (_, portion) => portion)
    const left = all.filter((portion) => !done.has(portion))
    const work = async () => {
      for (let portion = left.shift(); portion !== undefined; portion = left.shift()) {
        const sequences = Math.min(PORTION, SEQUENCES - portion * PORTION)
        const tally = await playPortion(sequences, seed + LANES * portion)
        ledger.add(portion, tally)
        addTally(played, tally)
        if (left.length > 0) console.log(`${played.sequences} sequences, ${seconds()} s`)
      }
    }
    await Promise.all(Array.from({ length: PROCESSES }, work))
    const pace = `${seconds()} s, ${((played.sequences - before) / seconds()).toFixed(0)} sequences a second, seed ${seed}`
    console.log(`${played.sequences} sequences, ${played.calls} calls, none granted without its proof; ${pace}`)
    console.log(
      `${((1000 * played.cpuSeconds) / played.sequences).toFixed(1)} ms of the processor each, without Postgres`,
    )
    if (played.dropped > 0) console.log(`${played.dropped} more were dropped, because the machine was too busy`)
    console.log(printTally(played))
    expect(played.sequences).toBe(SEQUENCES)
  },
  600_000 + SEQUENCES * 100,
)

test.runIf(SEQUENCES >= ENOUGH)('every move gets what it asks for now and then', () => {
  const granted = moves.map(({ name }) => [name, (played.moves[name]?.granted ?? 0) > 0])
  expect(granted.filter(([name, isGranted]) => !isGranted && !REFUSED_MOVES.includes(name as string))).toEqual([])
})

test.runIf(SEQUENCES >= ENOUGH)('every public call is some move’s, and granted now and then', async () => {
  const api = await withApi()
  const { paths } = (await api.get('openapi.json')).body as { paths: Record<string, object> }
  await api.close()
  const calls = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  const missing = calls.filter((route) => !played.routes[route]?.granted && !LEFT_OUT[route])
  expect(missing).toEqual([])
  const known = (route: string) => calls.includes(route)
  expect(Object.keys(LEFT_OUT).filter((route) => !known(route))).toEqual([])
  expect(Object.keys(LEFT_OUT).filter((route) => played.routes[route])).toEqual([])
})

test('a run that was stopped goes on where it was, and never with another product', () => {
  const folder = mkdtempSync(join(tmpdir(), 'portvakt-ledger-'))
  const path = join(folder, 'ledger')
  const run = { seed: 7, sequences: 60, portion: 20, played: hashOfPlayed() }
  const first = openLedger(path, run)
  first.add(2, { ...newTally(), sequences: 20 })
  appendFileSync(path, '{"portion":0,"tally":{"sequ') // a kill
  first.add(1, { ...newTally(), sequences: 19 })
  const second = openLedger(path, { ...run, seed: 8 })
  expect(second.seed).toBe(7)
  expect([...second.done].map(([portion, { sequences }]) => [portion, sequences])).toEqual([
    [2, 20],
    [1, 19],
  ])
  expect(() => openLedger(path, { ...run, played: 'other' })).toThrow('another played')
  expect(() => openLedger(path, { ...run, sequences: 61 })).toThrow('another sequences')
  rmSync(folder, { recursive: true })
})
