import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, withApi } from '../../test/support/api.ts'
import { findCanaries } from '../../test/support/canaries.ts'
import { DAY, type Leaving, leaveEverywhere, passGrace } from '../../test/support/leaving.ts'
import { openEverything } from '../../test/support/open-everything.ts'
import { identifierLookups } from '../accounts/find-account.ts'
import { canonicalIdentifier } from '../accounts/identifier.ts'
import { purgeMessages } from '../outbox/purge-messages.ts'
import { sweepDeletions } from './end-deletions.ts'
import { forgetting, lastOfAll } from './forget-account.ts'

let api: Api
let gone: Leaving
let neighbour: Leaving
beforeAll(async () => {
  api = await withApi()
  neighbour = await leaveEverywhere(api)
  await api.query('UPDATE accounts SET deletes_at = NULL') // they changed their mind
  gone = await leaveEverywhere(api)
}, 60_000)
afterAll(() => api.close())

const addressesOf = ({ email, former, phone, next }: Leaving) => [email, former, phone, next]
const secretsOf = (who: Leaving): Record<string, string> => ({
  ...Object.fromEntries(addressesOf(who).map((address) => [address, address])),
  'phone, national': who.phone.slice(3),
})

/** What opens with every server key and names somebody. */
async function readable(who: Leaving): Promise<string[]> {
  const opened = await openEverything(api)
  const secrets = [...addressesOf(who), who.phrase]
  return opened
    .filter(({ accountId, text }) => secrets.some((secret) => text.includes(secret)) && accountId === who.accountId)
    .map(({ where }) => where)
}

async function tablesOfAccounts(): Promise<string[]> {
  const rows = await api.query<{ table: string }>(
    `SELECT table_name AS table FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name = 'account_id' ORDER BY 1`,
  )
  return rows.map(({ table }) => table)
}

const countsOf = async ({ accountId }: Leaving): Promise<Record<string, number>> =>
  Object.fromEntries(
    await Promise.all(
      (await tablesOfAccounts()).map(async (table) => [table, await api.count(table, `account_id = '${accountId}'`)]),
    ),
  )

test('every table that holds something of an account has its line', async () => {
  expect(Object.keys(forgetting).concat(lastOfAll).sort()).toEqual(await tablesOfAccounts())
})

test('before it: there is something in every table, and it opens', async () => {
  const counts = await countsOf(gone)
  expect(Object.entries(counts).filter(([, count]) => count === 0)).toEqual([])
  expect([...new Set(await readable(gone))].sort()).toEqual([
    'accounts.phrase_sealed',
    'authenticator_changes.destination',
    'identifier_additions.sealed',
    'identifier_changes.sealed',
    'identifier_undos.sealed',
    'identifiers.sealed',
    'outbox.sealed',
    'passkeys.name_sealed',
    'recoveries.sealed',
    'sign_ups.sealed',
  ])
})

test('after it: what happened and when, and the last notice until it is handed over; nothing else of it is left', async () => {
  const before = await countsOf(gone)
  const others = await countsOf(neighbour)
  passGrace(api)
  expect(await sweepDeletions(api.deps)).toBe(1)
  const left = Object.entries(await countsOf(gone)).filter(([, count]) => count > 0)
  expect(left).toEqual([
    ['activities', (before.activities ?? 0) + 1],
    ['events', (before.events ?? 0) + 1],
    ['outbox', 1],
  ])
  expect(await countsOf(neighbour)).toEqual(others)
  expect(new Set(await readable(gone))).toEqual(new Set(['outbox.sealed']))
})

test('the record says what happened and when, and nothing of who or where', async () => {
  const rows = await api.query('SELECT * FROM activities WHERE account_id = $1', [gone.accountId])
  for (const { account_id, activity_id, kind, at, ...more } of rows) {
    expect([account_id, typeof kind, at instanceof Date, typeof activity_id]).toEqual([
      gone.accountId,
      'string',
      true,
      'string',
    ])
    expect(Object.values(more).filter((value) => value !== null)).toEqual([])
  }
  expect(rows.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['signed_up', 'deletion_requested', 'deleted']))
})

test('the events keep id, type and time', async () => {
  const rows = await api.query('SELECT type, data FROM events WHERE account_id = $1', [gone.accountId])
  expect(rows.filter(({ data }) => Object.keys(data).length > 0)).toEqual([])
  expect(rows.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['account.deletion.requested', 'account.identifiers.changed', 'account.deleted']),
  )
})

test('once the last notice is gone, nothing opens their addresses: not with a copy of everything and every server key', async () => {
  api.deps.clock.advance(DAY + 60)
  await purgeMessages(api.deps)
  expect(await readable(gone)).toEqual([])
  const found: string[] = []
  for (const { where, text } of await openEverything(api))
    found.push(...findCanaries(Buffer.from(text), secretsOf(gone)).map((hit) => `${where}: ${hit}`))
  // And as it stands, without any key.
  const tables = await api.query<{ name: string }>(
    "SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace",
  )
  for (const { name } of tables) {
    const rows = await api.query<{ line: string }>(`SELECT ${name}::text AS line FROM ${name}`)
    const dump = Buffer.from(rows.map(({ line }) => line).join('\n'))
    found.push(...findCanaries(dump, secretsOf(gone)).map((hit) => `${name}: ${hit}`))
  }
  expect(found).toEqual([])
  expect((await readable(neighbour)).length).toBeGreaterThan(0) // the search finds what is there
})

test('nor does a keyed hash lead from an address to the account', async () => {
  const identifiers = addressesOf(gone).map((address) => canonicalIdentifier(address))
  const lookups = identifiers.flatMap((identifier) => identifierLookups(api.deps.keys, identifier))
  for (const [table, column] of [
    ['identifier_claims', 'lookup'],
    ['outbox', 'destination_lookup'],
  ])
    expect(await api.query(`SELECT 1 FROM ${table} WHERE ${column} = ANY ($1)`, [lookups])).toEqual([])
})
