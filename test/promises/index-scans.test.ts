// Every statement that a request or a sweep makes finds its rows by an index, however many there are.
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, withDatabase } from '../support/database.ts'
import { findStatements } from '../support/statements.ts'

const ROWS = 50_000

/** What walks a whole table on purpose, and why that may be. */
const walks: Record<string, string> = {
  'outbox.newestKept': 'the demo’s outbox page; production has none',
}

/** Tables that stay small. */
const small = ['keys', 'schema_migrations', 'event_feed', 'webhooks', 'api_keys', 'staff', 'staff_invitations']

/** As the tables look after a while, where chance would not make them so. */
const lifelike: Record<string, string> = {
  'outbox.state': "CASE WHEN n % 100 = 0 THEN 'pending' ELSE 'delivered' END",
  'events.position': 'CASE WHEN n % 1000 > 0 THEN n END',
}

const statements = await findStatements()

let base: TestDatabase
let client: pg.Client
beforeAll(async () => {
  base = await withDatabase()
  client = new pg.Client({ connectionString: base.url })
  await client.connect()
  await fillTables()
  await client.query('SET plan_cache_mode = force_generic_plan')
}, 300_000)
afterAll(async () => {
  await client?.end()
  await base?.drop()
})

interface Column {
  table: string
  name: string
  type: string
  nullable: boolean
}

async function fillTables(): Promise<void> {
  const { rows: columns } = await client.query<Column>(
    `SELECT c.relname AS table, a.attname AS name, format_type(a.atttypid, NULL) AS type, NOT a.attnotnull AS nullable
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
       AND a.attidentity = '' AND a.attgenerated = ''`,
  )
  const { rows: checks } = await client.query<{ table: string; name: string; rule: string }>(
    `SELECT conrelid::regclass::text AS table, conname AS name, pg_get_constraintdef(oid) AS rule
     FROM pg_constraint WHERE contype IN ('c', 'f') AND connamespace = 'public'::regnamespace`,
  )
  for (const { table, name } of checks) await client.query(`ALTER TABLE ${table} DROP CONSTRAINT "${name}"`)
  const allowed = (column: Column) => {
    const rule = checks.find(({ table, rule }) => table === column.table && rule.includes(`((${column.name} = ANY`))
    return [...(rule?.rule.matchAll(/'([^']*)'::text/g) ?? [])].map(([, value = '']) => value)
  }
  for (const [table, its] of Object.entries(Object.groupBy(columns, ({ table }) => table))) {
    if (!its || small.includes(table)) continue
    const values = its.map((column) => lifelike[`${table}.${column.name}`] ?? valueFor(column, allowed(column)))
    const names = its.map(({ name }) => `"${name}"`)
    await client.query(
      `INSERT INTO ${table} (${names.join(', ')}) SELECT ${values.join(', ')} FROM generate_series(1, ${ROWS}) AS n`,
    )
  }
  await client.query('VACUUM ANALYZE')
}

function valueFor({ type, nullable }: Column, allowed: string[]): string {
  if (allowed.length > 0)
    return `(ARRAY[${allowed.map((value) => `'${value}'`).join(', ')}])[1 + n % ${allowed.length}]`
  if (type.endsWith('[]')) return `'{}'::${type}`
  const value = {
    uuid: 'gen_random_uuid()',
    bytea: "decode(md5(n::text || 'x'), 'hex')",
    text: "'text ' || n",
    'timestamp with time zone': "timestamptz '2030-01-01' + n * interval '1 minute'",
    boolean: 'n % 2 = 0',
    smallint: 'n % 3',
    jsonb: "'{}'::jsonb",
    inet: "'10.0.0.0'::inet + n",
    date: "date '2030-01-01' + n % 1000",
  }[type]
  const filled = value ?? 'n'
  return nullable ? `CASE WHEN n % 2 = 0 THEN ${filled} END` : filled
}

interface Plan {
  'Node Type': string
  'Relation Name'?: string
  Plans?: Plan[]
}

const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)]

test('the statements were found', () => {
  const names = statements.map(({ name }) => name)
  expect(names).toEqual(
    expect.arrayContaining(['accounts.find-claim', 'sessions.find', 'codes.count-try', 'limits.begin']),
  )
  expect(new Set(names).size).toBe(names.length) // a name is one prepared statement on a connection
})

test.each(statements.map(({ name, text }) => [name, text]))('%s', async (name, text) => {
  const prepared = `"${name}"`
  await client.query(`PREPARE ${prepared} AS ${text}`)
  const { rows } = await client.query(
    'SELECT parameter_types::text[] AS types FROM pg_prepared_statements WHERE name = $1',
    [name],
  )
  const values = (rows[0].types as string[]).map((type) => `NULL::${type}`)
  const { rows: explained } = await client.query(
    `EXPLAIN (FORMAT JSON) EXECUTE ${prepared}${values.length ? `(${values.join(', ')})` : ''}`,
  )
  const plan: Plan = explained[0]['QUERY PLAN'][0].Plan
  // A portion to delete or to end is picked by index; a thousand rows are then rightly joined with a small table as a whole.
  const isPortion = /^(DELETE|UPDATE)/.test(text) && text.includes('LIMIT')
  const roots = isPortion ? nodes(plan).filter((node) => node['Node Type'] === 'Limit') : [plan]
  expect(roots.length).toBeGreaterThan(0)
  const walked = roots
    .flatMap(nodes)
    .filter((node) => node['Node Type'] === 'Seq Scan' && !small.includes(node['Relation Name'] ?? ''))
  if (walks[name]) return
  expect(walked.map((node) => node['Relation Name'])).toEqual([])
})
