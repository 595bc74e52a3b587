// Who has everything of an account but its second factor: the password, mailbox and phone, and a session that is as old as
// the binding, at AAL 1. And what of the account they must not be able to change.
import { type Answer, type Api, newEmail, newPhone, PASSWORD } from './api.ts'
import { accountOf, type BoundApp, bindAtOnce } from './bind-at-once.ts'
import { addAddress } from './notices.ts'
import { addPasskey } from './passkeys.ts'

export interface Thief {
  email: string
  phone: string
  accountId: string
  /** Proven by the password a moment ago, and by no factor ever. */
  cookie: string
  /** The owner's own session, just proven by the factor; not in the thief's hands. */
  owner: string
  /** In the owner's pocket. */
  app: BoundApp
  /** Asks for anything, in that session. */
  ask(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<Answer>
}

export interface Victim {
  isOnHold?: boolean
  /** Besides the authenticator. */
  hasPasskey?: boolean
}

/** An account with two addresses, a trusted device and an authenticator; somebody has all but the last. */
export async function thiefOf(api: Api, { isOnHold = true, hasPasskey = false }: Victim = {}): Promise<Thief> {
  const [email, phone] = [newEmail(), newPhone()]
  const first = await api.account(email)
  await addAddress(api, phone, first)
  const accountId = accountOf(first)
  const app = await bindAtOnce(api.deps, accountId)
  const flow = (await api.post('sign-in', { identifier: email, password: PASSWORD })).body.flow
  const opened = await api.post('sign-in/totp', { flow, code: app.code(), trustDevice: true })
  const owner = (hasPasskey ? (await addPasskey(api, opened.cookie ?? '')).cookie : opened.cookie) ?? ''
  const cookie = (await api.post('step-up/password', { password: PASSWORD }, first)).cookie ?? ''
  // As time would do it, which would end the sessions too.
  if (!isOnHold) await api.query('DELETE FROM holds WHERE account_id = $1', [accountId])
  const ask: Thief['ask'] = (method, path, body) => api.call(method, path, body, { headers: { cookie } })
  return { email, phone, accountId, cookie, owner, app, ask }
}

/** Records of what happened, messages, and flows under way: rows here open nothing by themselves. */
const harmless = ['activities', 'outbox', 'events', 'codes', 'notice_links', 'sign_in_proofs', 'sign_ups', 'recoveries']
const flows = ['identifier_additions', 'identifier_changes', 'authenticator_changes']
/** Looked at by their meaning, below. */
const special = ['accounts', 'sessions', 'devices', 'holds', 'approvals']

export interface Guarded {
  /** Password, addresses, factors, and every table that nobody has called harmless. */
  credentials: string
  isFrozen: boolean
  trustedDevices: string[]
  holds: string[]
  /** Acts that somebody approved. */
  approved: string[]
  /** In force, with how well they are proven. */
  sessions: string[]
}

/** What an account's opening hangs on, as it stands in the database. */
export async function guarded(api: Api, accountId: string): Promise<Guarded> {
  const rows = async <Row extends object>(text: string) => api.query<Row & Record<string, never>>(text, [accountId])
  const tables = await api.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name = 'account_id' ORDER BY 1`,
  )
  const kept = tables.map(({ name }) => name).filter((name) => ![...harmless, ...flows, ...special].includes(name))
  const credentials: unknown[] = [
    await rows('SELECT factors, phrase_sealed, data_key FROM accounts WHERE account_id = $1'),
  ]
  for (const table of kept)
    credentials.push(table, await rows(`SELECT * FROM ${table} WHERE account_id = $1 ORDER BY 1, 2`))
  const list = (text: string) => rows<{ it: string }>(text).then((found) => found.map(({ it }) => String(it)).sort())
  const [account] = await rows<{ frozen: boolean }>(
    'SELECT frozen_at IS NOT NULL AS frozen FROM accounts WHERE account_id = $1',
  )
  return {
    credentials: JSON.stringify(credentials),
    isFrozen: account?.frozen === true,
    trustedDevices: await list(
      'SELECT device_id::text AS it FROM devices WHERE account_id = $1 AND trusted_until IS NOT NULL AND ended_at IS NULL',
    ),
    holds: await list("SELECT reason || ' ' || ends_at AS it FROM holds WHERE account_id = $1"),
    approved: await list(
      "SELECT approval_id AS it FROM approvals WHERE account_id = $1 AND state IN ('approved', 'redeemed')",
    ),
    sessions: await list(
      `SELECT session_id || ' AAL ' || aal || ' factor ' || coalesce(factor_at::text, 'never') AS it
       FROM sessions WHERE account_id = $1 AND revoked_at IS NULL`,
    ),
  }
}

/** What became looser between two looks, in words; empty: nothing. Tightening is nobody's loss. */
export function loosened(before: Guarded, after: Guarded): string[] {
  const added = (name: 'sessions' | 'trustedDevices' | 'approved') =>
    after[name].filter((it) => !before[name].includes(it))
  return [
    ...(after.credentials === before.credentials ? [] : ['a credential or an address changed']),
    ...(before.isFrozen && !after.isFrozen ? ['it was thawed'] : []),
    ...added('sessions').map((it) => `a session was opened or raised: ${it}`),
    ...added('trustedDevices').map((it) => `a device is trusted: ${it}`),
    ...added('approved').map((it) => `an act was approved: ${it}`),
    ...before.holds.filter((it) => !after.holds.includes(it)).map((it) => `a hold went: ${it}`),
  ]
}
