import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { newDataKey, wrapDataKey } from '../../server/platform/data-keys.ts'
import { statement } from '../../server/platform/db.ts'
import { idFromBytes, newId } from '../../server/platform/ids.ts'
import { rotateDefaults } from '../../server/platform/rotate-keys.ts'
import { sealTotp } from '../../server/totp/enrol-totp.ts'
import { codeOfStep, newTotpKey, stepAt } from '../../server/totp/totp.ts'
import { bind, type Client, openClient } from '../bound.ts'
import { type BenchDeps, openDeps, settle } from '../people.ts'
import type { Rotated, Rotation } from '../rotation-worker.ts'
import { startServer } from '../server.ts'
import type { Stage } from '../stage.ts'
import { median } from '../statistics.ts'
import { judge, milliseconds, perSecond, type Row, shown } from '../table.ts'
import { startWorker } from '../worker.ts'

const NONE = { floor: 0, goal: 0, want: 'less', show: (count: number) => String(count) } as const
/** Half of the time at work: more than an operator's two of a hundred, so that more sign-ins meet a key on its way. */
const LOAD = 0.5
const AT_ONCE = 4

interface Person {
  signIn: string
  key: Uint8Array
  /** Of the code that was used last. */
  step: number
}

interface SignIns {
  failed: string[]
  milliseconds: number[]
}

/** People sign in with their authenticators from before a rotation of all sealed keys until the old key is destroyed. */
export async function measureRotation(stage: Stage): Promise<Row[]> {
  const count = stage.size(100_000, 2_000)
  const rootKey = randomBytes(32).toString('hex')
  const url = await (await stage.postgres()).createDatabase('rotation')
  const bench = await openDeps(url, rootKey)
  const worker = startWorker<Rotation, Rotated>('rotation-worker.ts', 'other cores')
  const env = { DATABASE_URL: url, ROOT_KEY: rootKey, HASH_SLOTS: '1' }
  const server = await startServer({ place: 'server core', env })
  try {
    const people = await settleBound(bench, stage.size(2_000, 100))
    await seal(bench, count - people.length, people)
    const signIns: SignIns = { failed: [], milliseconds: [] }
    const end = new AbortController()
    const signingIn = signInUntil(end.signal, { port: server.port, people, signIns })
    await sleep(stage.size(5_000, 500))
    const waits = stage.smoke ? { graceMs: 4_000, settleMs: 1_000 } : {}
    const rotated = await worker.run({ url, rootKey, options: { ...rotateDefaults, ...waits, load: LOAD } })
    await sleep(stage.size(5_000, 500)) // with the old key destroyed
    end.abort()
    await signingIn
    await expectRotated(bench, rotated, count)
    return rowsOf(count, signIns, rotated)
  } finally {
    await server.stop()
    await worker.close()
    await bench.close()
  }
}

function rowsOf(count: number, { failed, milliseconds: ms }: SignIns, { seconds, busySeconds }: Rotated): Row[] {
  for (const why of failed.slice(0, 5)) console.error(`a sign-in failed: ${why}`)
  if (ms.length === 0) throw new Error('nobody signed in')
  const note = `${failed.length + ms.length} made, median ${milliseconds(median(ms))}`
  const pace = `${count} in ${seconds.toFixed(1)} s; ${perSecond(count / busySeconds)} while at it`
  return [
    judge(`sign-ins that failed while ${count} authenticator keys were rotated`, failed.length, NONE, note),
    shown(
      'authenticator keys brought under a new key, half of the time at work',
      `${perSecond(count / seconds)} (${pace})`,
    ),
  ]
}

/** People who can sign in, with an authenticator each. */
async function settleBound(bench: BenchDeps, count: number): Promise<Person[]> {
  const { signIns } = await settle(bench, count)
  const people: Person[] = []
  for (const signIn of signIns) people.push({ signIn, key: await bind(bench, signIn), step: 0 })
  return people
}

const insertAccounts = statement(
  'bench.insert-accounts',
  `INSERT INTO accounts (account_id, data_key, locale, factors, created_at)
   SELECT account_id, data_key, 'nb', '{totp}', $3 FROM unnest($1::uuid[], $2::bytea[]) AS new (account_id, data_key)`,
)
const insertSecrets = statement(
  'bench.insert-totp-secrets',
  `INSERT INTO totp_secrets (account_id, secret_id, sealed, last_step, enrolled_at)
   SELECT account_id, secret_id, sealed, 0, $4 FROM unnest($1::uuid[], $2::uuid[], $3::bytea[]) AS new (account_id, secret_id, sealed)`,
)
const ends = statement<{ first: string; last: string }>(
  'bench.ends',
  `SELECT (SELECT account_id FROM accounts ORDER BY account_id LIMIT 1) AS first,
     (SELECT account_id FROM accounts ORDER BY account_id DESC LIMIT 1) AS last`,
)

/** So many accounts more, each with a sealed key and nothing else; their ids lie among those of the people who sign in. */
async function seal({ deps }: BenchDeps, count: number, people: readonly Person[]): Promise<void> {
  const [{ first, last }] = (await deps.db.query(ends, [])) as [{ first: string; last: string }]
  const [from, to] = [first, last].map(timeOf) as [number, number]
  if (people.length === 0 || to <= from) throw new Error('nobody is there to lie among')
  const now = deps.clock.now()
  for (let done = 0; done < count; done += 2_000) {
    const ids = Array.from({ length: Math.min(2_000, count - done) }, () => idBetween(from, to))
    const secretIds = ids.map(newId)
    const dataKeys = ids.map((id) => wrapDataKey(deps.keys, newDataKey(), id))
    const sealed = ids.map((id, at) => sealTotp(deps, id, secretIds[at] as string, newTotpKey()))
    await deps.db.execute(insertAccounts, [ids, dataKeys, now])
    await deps.db.execute(insertSecrets, [ids, secretIds, sealed, now])
  }
}

/** The milliseconds that a UUID of version 7 begins with. */
const timeOf = (id: string): number => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)

function idBetween(from: number, to: number): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(Math.floor(from + Math.random() * (to - from)), 0, 6)
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  return idFromBytes(bytes)
}

interface SigningIn {
  port: number
  people: readonly Person[]
  signIns: SignIns
}

async function signInUntil(end: AbortSignal, { port, people, signIns }: SigningIn): Promise<void> {
  let next = 0
  const somebody = async () => {
    const client = await openClient(port)
    while (!end.aborted) {
      const person = people[next++ % people.length] as Person
      while (person.step >= stepAt(new Date())) await sleep(200) // each code is good once
      const began = performance.now()
      const why = await signIn(client, person).catch((error: Error) => error.message)
      if (why === undefined) signIns.milliseconds.push(performance.now() - began)
      else signIns.failed.push(why)
    }
    client.close()
  }
  await Promise.all(Array.from({ length: AT_ONCE }, somebody))
}

/** @returns why not */
async function signIn(client: Client, person: Person): Promise<string | undefined> {
  const first = await client.ask(person.signIn)
  if (first.state !== 'factor') return JSON.stringify(first)
  person.step = stepAt(new Date())
  const code = codeOfStep(person.key, person.step)
  const second = await client.proveTotp(person.signIn, first.flow, code)
  return second.state === 'signed_in' ? undefined : JSON.stringify(second)
}

const left = statement<{ sealed: number; under_old: number; old_keys: number }>(
  'bench.under-old-keys',
  `SELECT count(*)::int AS sealed, count(*) FILTER (WHERE substring(sealed FROM 2 FOR 4) <> $1::bytea)::int AS under_old,
     (SELECT count(*)::int FROM keys WHERE purpose = 'totp' AND kid < 2 AND wrapped IS NOT NULL) AS old_keys
   FROM totp_secrets`,
)

/** @throws unless every key is sealed under the new one, and the old one is gone */
async function expectRotated({ deps }: BenchDeps, { isDone, moved }: Rotated, count: number): Promise<void> {
  const [row] = await deps.db.query(left, [Buffer.of(0, 0, 0, 2)])
  const is = JSON.stringify({ isDone, moved, ...row })
  const wanted = JSON.stringify({ isDone: true, moved: count, sealed: count, under_old: 0, old_keys: 0 })
  if (is !== wanted) throw new Error(`the keys were not rotated: ${is}`)
}
