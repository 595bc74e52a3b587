// Promise P7, for authenticators: the key that theirs are sealed under is rotated while people sign in with them, and bind them.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildApp } from '../../server/app.ts'
import { newId } from '../../server/platform/ids.ts'
import { type LoadedKeys, loadKeys } from '../../server/platform/keys.ts'
import { localRootKey } from '../../server/platform/root-key.ts'
import { enrolTotp } from '../../server/totp/enrol-totp.ts'
import { codeOfStep, newTotpKey, stepAt } from '../../server/totp/totp.ts'
import { type Api, newEmail, newNetwork, PASSWORD, withApi } from '../support/api.ts'
import { bindAuthenticator } from '../support/authenticator.ts'
import { accountOf } from '../support/recovery.ts'
import { waits } from '../support/rotation.ts'

const PEOPLE = 60

interface Person {
  email: string
  key: Uint8Array
  /** Of the code that was used last. */
  step: number
}

const rootBytes = randomBytes(32)
let api: Api
let rings: LoadedKeys[]
let nodes: Awaited<ReturnType<typeof buildApp>>['http'][]
let people: Person[]

beforeAll(async () => {
  api = await withApi({ rootKey: Buffer.from(rootBytes) })
  const { db, clock } = api.deps
  // One hears of changes, the other is deaf and only reads the table again now and then.
  const deaf = { ...db, listen: async () => async () => {} }
  const load = (each: typeof db) => loadKeys(each, localRootKey(Buffer.from(rootBytes)), clock, waits.nodes)
  rings = await Promise.all([db, deaf].map(load))
  nodes = await Promise.all(rings.map(async (keys) => (await buildApp({ ...api.deps, keys })).http))
  people = []
  for (let number = 0; number < PEOPLE; number++) people.push(await bound())
})

afterAll(async () => {
  await Promise.all(nodes.map((node) => node.close()))
  await Promise.all(rings.map((keys) => keys.close()))
  await api.close()
})

async function bound(): Promise<Person> {
  const email = newEmail()
  const accountId = await accountOf(api, await api.account(email))
  const key = newTotpKey()
  await api.deps.db.transaction((tx) => enrolTotp(tx, api.deps, accountId, { secretId: newId(), key, step: 0 }))
  return { email, key, step: 0 }
}

/** Password on one node, code on the other. @returns what came of it */
async function signIn(at: number, email: string, code: string): Promise<string> {
  const post = async (node: number, url: string, payload: object) => {
    const http = nodes[node % nodes.length] as (typeof nodes)[number]
    const answer = await http.inject({ method: 'POST', url, payload, remoteAddress: newNetwork() })
    return answer.json()
  }
  const { flow } = await post(at, '/api/v1/sign-in', { identifier: email, password: PASSWORD })
  const proven = await post(at + 1, '/api/v1/sign-in/totp', { flow, code })
  return proven.state ?? proven.code
}

it('no sign-in with an authenticator fails, nor does one bound meanwhile, and the old key is gone', async () => {
  const env = {
    ...process.env,
    DATABASE_URL: api.url,
    ROOT_KEY: rootBytes.toString('hex'),
    PURPOSES: 'totp',
    OPTIONS: JSON.stringify({ graceMs: waits.graceMs, settleMs: waits.settleMs, load: 0.02, batchSize: 2 }),
  }
  const program = join(import.meta.dirname, '../support/rotate-keys-process.ts')
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (said += text))
  let isOver = false
  const ended = once(child, 'close').then(([code]) => {
    isOver = true
    return code
  })

  const outcomes: string[] = []
  const kids = new Set<number>()
  for (let turn = 0; !isOver; turn++) {
    const person = people[turn % PEOPLE] as Person
    const present = stepAt(api.deps.clock.now())
    const step = Math.max(person.step + 1, present - 1)
    if (step <= present) {
      person.step = step
      outcomes.push(await signIn(turn, person.email, codeOfStep(person.key, step)))
    }
    if (turn % 40 === 0) {
      const email = newEmail()
      const { app } = await bindAuthenticator(api, await api.account(email), email)
      outcomes.push(await signIn(turn, email, app.code(1)))
    }
    for (const kid of await kidsInUse()) kids.add(kid)
    await sleep(60)
  }
  expect({ code: await ended, said }).toEqual({
    code: 0,
    said: expect.stringContaining('totp: nothing is left under the old key'),
  })
  // With the old key destroyed, everybody once more, by the code of the next step.
  for (const [at, { email, key }] of people.entries())
    outcomes.push(await signIn(at, email, codeOfStep(key, stepAt(api.deps.clock.now()) + 1)))

  expect(outcomes.filter((outcome) => outcome !== 'signed_in')).toEqual([])
  expect(outcomes.length).toBeGreaterThan(2 * PEOPLE)
  expect([...kids].sort()).toEqual([1, 2]) // people came before, while and after
  expect(await kidsInUse()).toEqual([2])
  expect(await api.count('keys', "purpose = 'totp' AND kid = 1 AND wrapped IS NOT NULL")).toBe(0)
})

async function kidsInUse(): Promise<number[]> {
  const rows = await api.query<{ kid: Buffer }>(
    'SELECT DISTINCT substring(sealed FROM 2 FOR 4) AS kid FROM totp_secrets',
  )
  return rows.map(({ kid }) => kid.readUInt32BE())
}
