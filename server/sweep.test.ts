import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, withDatabase } from '../test/support/database.ts'
import { sweepReservations } from './accounts/replace-identifier.ts'
import { sweepAdditions } from './add-identifier/sweep-additions.ts'
import { expireApprovals, sweepApprovals } from './approvals/sweep-approvals.ts'
import { sweepAuthenticatorChanges } from './authenticator/renew-phrase.ts'
import { sweepBotChecks } from './bot-check/sweep-bot-checks.ts'
import { sweepChanges } from './change-identifier/sweep-changes.ts'
import { sweepCodes } from './codes/sweep-codes.ts'
import { sweepDeletions } from './deletion/end-deletions.ts'
import { sweepDeletionReminders } from './deletion/remind-of-deletions.ts'
import { sweepDevices } from './devices/known-devices.ts'
import { sweepEvents } from './events/read-events.ts'
import { sweepLimits } from './limits/sweep-limits.ts'
import { sweepNoticeLinks } from './notices/links.ts'
import { purgeMessages } from './outbox/purge-messages.ts'
import { sweepPaidMessages } from './paid-messages/count-paid-message.ts'
import { sweepChallenges } from './passkeys/challenge.ts'
import { secondsAfter } from './platform/clock.ts'
import { newDataKey, wrapDataKey } from './platform/data-keys.ts'
import type { Deps } from './platform/deps.ts'
import { policy } from './platform/policy.ts'
import { sweepRecoveries } from './recovery/sweep-recoveries.ts'
import { sweepSessions } from './sessions/list-sessions.ts'
import { sweepProofs } from './sign-in/prove-mailbox.ts'
import { sweepSignUps } from './sign-up/sweep-sign-ups.ts'
import { sweepStaffSessions } from './staff/staff-sessions.ts'
import { SWEEPS } from './sweep.ts'
import { sweepUndoLinks } from './undo-links/undo-links.ts'

type Row = Record<string, unknown>

interface Line {
  sweep: (deps: Deps) => Promise<number>
  table: string
  /** The column of a time: that long after it a row's time is over, and a second earlier it is not. */
  since: string
  kept?: number
  /** What the sweep looks at besides, and what a CHECK allows. */
  row?: Row
  /** A column in which no two rows are alike. */
  numbered?: string
  /** Differences for which a row stays although that time is long past. */
  stays?: Row[]
  /** What the sweep writes where it does not delete. */
  becomes?: (row: Row) => Row
}

const DAY = 24 * 3600
// It stands still, so that a second is a second.
const now = new Date()
const ago = (seconds: number) => secondsAfter(now, -seconds)

const message = { channel: 'email', locale: 'nb' }
const unsent = [{ state: 'pending' }, { state: 'delivering' }]
const approval = { sweep: expireApprovals, table: 'approvals', since: 'ends_at' }
const expired = { stays: [{ state: 'redeemed' }, { state: 'declined' }], becomes: () => ({ state: 'expired' }) }

const LINES: Line[] = [
  {
    sweep: sweepDeletions,
    table: 'accounts',
    since: 'deletes_at',
    stays: [{ deletes_at: null }, { frozen_at: now }],
  },
  {
    sweep: sweepDeletionReminders,
    table: 'accounts',
    since: 'deletes_at',
    kept: -policy.deletionReminderSeconds,
    stays: [{ deletes_at: now }, { frozen_at: now }, { deletion_reminded_for: ago(-policy.deletionReminderSeconds) }],
    becomes: ({ deletes_at }) => ({ deletion_reminded_for: deletes_at }),
  },
  { sweep: sweepCodes, table: 'codes', since: 'expires_at', kept: policy.flowTtlSeconds },
  { sweep: sweepLimits, table: 'attempts', since: 'forgotten_at', stays: [{ pending_until: ago(-1) }] },
  { sweep: sweepLimits, table: 'budgets', since: 'ends_at' },
  { sweep: sweepLimits, table: 'stranger_tries', since: 'forgotten_at' },
  { sweep: sweepBotChecks, table: 'bot_checks', since: 'expires_at', kept: 60 },
  {
    sweep: sweepPaidMessages,
    table: 'sms_counts',
    since: 'slot_at',
    kept: DAY + 2 * 3600,
    row: { share: 'nobody', scope: 'day', outcome: 'sent' },
  },
  { sweep: sweepSessions, table: 'sessions', since: 'ends_at', row: { client: 'web' } },
  { sweep: sweepDevices, table: 'devices', since: 'last_seen_at', kept: policy.deviceSeconds, row: { client: 'web' } },
  { sweep: sweepSignUps, table: 'sign_ups', since: 'expires_at', row: { state: 'code', kind: 'email' } },
  { sweep: sweepProofs, table: 'sign_in_proofs', since: 'expires_at' },
  { sweep: sweepRecoveries, table: 'recoveries', since: 'expires_at', row: { state: 'code' } },
  { sweep: sweepAdditions, table: 'identifier_additions', since: 'expires_at', row: { kind: 'email' } },
  { sweep: sweepChanges, table: 'identifier_changes', since: 'expires_at', row: { state: 'old' } },
  { sweep: sweepUndoLinks, table: 'identifier_undos', since: 'expires_at', row: { kind: 'email' } },
  {
    sweep: sweepAuthenticatorChanges,
    table: 'authenticator_changes',
    since: 'expires_at',
    row: { kind: 'bind', state: 'key' },
  },
  {
    sweep: sweepReservations,
    table: 'identifier_claims',
    since: 'reserved_until',
    stays: [{ reserved_until: null }],
  },
  { sweep: sweepNoticeLinks, table: 'notice_links', since: 'expires_at' },
  { sweep: sweepChallenges, table: 'passkey_challenges', since: 'expires_at' },
  { ...approval, row: { state: 'pending' }, ...expired },
  { ...approval, row: { state: 'approved' }, ...expired },
  {
    sweep: sweepApprovals,
    table: 'approvals',
    since: 'created_at',
    kept: policy.approvalKeptSeconds,
    row: { state: 'expired' },
  },
  { sweep: sweepStaffSessions, table: 'staff_sessions', since: 'ends_at' },
  // One that has no place in the feed yet was read by nobody.
  {
    sweep: sweepEvents,
    table: 'events',
    since: 'at',
    kept: 90 * DAY,
    numbered: 'position',
    stays: [{ position: null }],
  },
  ...['kept', 'decoy'].map((state) => ({
    sweep: purgeMessages,
    table: 'outbox',
    since: 'created_at',
    kept: DAY,
    row: { ...message, state },
    stays: unsent,
  })),
  ...['delivered', 'dead'].map((state) => ({
    sweep: purgeMessages,
    table: 'outbox',
    since: 'created_at',
    kept: 14 * DAY,
    row: { ...message, state },
    stays: unsent,
  })),
]

let database: TestDatabase
let deps: Deps
beforeAll(async () => {
  database = await withDatabase()
  deps = { ...database.deps, clock: { now: () => now } }
})
afterAll(() => database.drop())

const FILLERS: Record<string, () => unknown> = {
  uuid: randomUUID,
  bytea: () => randomBytes(32),
  text: () => 'x',
  smallint: () => 1,
  integer: () => 1,
  bigint: () => 1,
  boolean: () => false,
  jsonb: () => '{}',
  ARRAY: () => [],
  'timestamp with time zone': () => now,
}

/** Writes a row; what it must have and `given` does not say is filled in by its type. */
async function put(table: string, given: Row): Promise<Row> {
  const needed = await database.query<{ name: string; type: string }>(
    `SELECT column_name AS name, data_type AS type FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = $1 AND is_nullable = 'NO' AND column_default IS NULL`,
    [table],
  )
  const row: Row = { ...Object.fromEntries(needed.map(({ name, type }) => [name, FILLERS[type]?.()])), ...given }
  // Its owner is told of what happens to an account.
  if (table === 'accounts') row.data_key = wrapDataKey(database.deps.keys, newDataKey(), String(row.account_id))
  const places = Object.keys(row).map((_name, index) => `$${index + 1}`)
  const [written] = await database.query(
    `INSERT INTO ${table} (${Object.keys(row)}) VALUES (${places}) RETURNING *`,
    Object.values(row),
  )
  return written as Row
}

const inOrder = (rows: Row[]) => rows.map((row) => JSON.stringify(row)).sort()

test('every sweep has its line', () => {
  const named = (sweeps: { name: string }[]) => [...new Set(sweeps.map(({ name }) => name))].sort()
  expect(named(LINES.map(({ sweep }) => sweep))).toEqual(named(SWEEPS))
})

test.each(LINES)('$sweep.name takes from $table what is over by its $since, and nothing else', async (line) => {
  const { sweep, table, since, kept = 0, row, numbered, stays = [], becomes } = line
  let number = 0
  const add = (given: Row) => put(table, { ...row, ...(numbered && { [numbered]: ++number }), ...given })
  await database.query(`DELETE FROM ${table}`)
  const past = await add({ [since]: ago(kept) })
  const alive = [await add({ [since]: ago(kept - 1) })]
  for (const difference of stays) alive.push(await add({ [since]: ago(kept), ...difference }))
  expect(await sweep(deps)).toBe(1)
  const left = becomes ? [{ ...past, ...becomes(past) }, ...alive] : alive
  expect(inOrder(await database.query(`SELECT * FROM ${table}`))).toEqual(inOrder(left))
})

test('an event that a webhook has not come past stays, however old', async () => {
  await database.query('DELETE FROM events')
  for (const position of [1, 2]) await put('events', { position, at: ago(1000 * DAY) })
  await put('webhooks', { position: 1 })
  await put('webhooks', { name: 'further', position: 2 })
  await sweepEvents(deps)
  expect(await database.query('SELECT position FROM events')).toEqual([{ position: '2' }])
})
