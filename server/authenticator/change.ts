import type { Identifier } from '../accounts/identifier.ts'
import type { CodeSubject } from '../codes/code.ts'
import { secondsAfter } from '../platform/clock.ts'
import type { Deps } from '../platform/deps.ts'
import { idFromBytes, idToBytes } from '../platform/ids.ts'
import { equalInConstantTime } from '../platform/keys.ts'
import { policy } from '../platform/policy.ts'
import { Refusal } from '../platform/refusals.ts'
import type { PhraseCheck } from '../recovery-key/recovery-key.ts'
import type { Session } from '../sessions/session.ts'
import { hashSecret } from '../sessions/token.ts'
import { allows, type ChangeAction, type ChangeKind, type ChangeState } from './journey.ts'
import * as queries from './queries.ts'

/** One change of an account's authenticator under way. */
export interface Change {
  accountId: string
  changeId: string
  kind: ChangeKind
  state: ChangeState
  /** Where the code of state `code` goes. */
  destination: Identifier | undefined
  /** The pending key, from state `key` on. */
  pending: PendingKey | undefined
  /** To replace: the phrase that was proven. */
  provenId: string | undefined
  /** Of the pending phrase. */
  phrase: PhraseCheck | undefined
  /** Of the account when this began. */
  credentialVersion: number
  expiresAt: Date
}

export interface PendingKey {
  secretId: string
  key: Buffer
  /** Of the code that confirmed it, once one has. */
  step: number | undefined
}

/**
 * @param action that is about to be done; absent: it is looked at
 * @throws Refusal `flow_ended` when this session has no such change in force, `wrong_state`
 */
export async function getChange(
  deps: Deps,
  { accountId, sessionId }: Session,
  changeId: string,
  action: ChangeAction,
): Promise<Change> {
  const change = await findChange(deps, { accountId, sessionId })
  if (change?.changeId !== changeId) throw new Refusal('flow_ended')
  return requireAction(change, action)
}

/** What this session has under way, if anything: a second tab, or a page that was loaded again, goes on with it. */
export async function findChange(
  deps: Deps,
  { accountId, sessionId }: Pick<Session, 'accountId' | 'sessionId'>,
): Promise<Change | undefined> {
  const [row] = await deps.db.query(queries.findOfSession, [accountId, sessionId, deps.clock.now()])
  return row && toChange(deps, accountId, row)
}

/** By which proof before the phrase: a right password, which is signed in at the end, or a reset's code, which is not. */
export type BegunBy = 'sign_in' | 'reset'

/** What whoever replaces an authenticator holds in place of a session. */
export interface ReplacingFlow {
  flow: string
  /** A flow goes on where it was begun alone. */
  begunBy: BegunBy
}

/** The replacing that `flow` names, for whoever holds its secret. @throws Refusal `flow_ended`, `wrong_state` */
export async function getReplacing(deps: Deps, held: ReplacingFlow, action: ChangeAction): Promise<Change> {
  const { accountId, changeId, secret } = readFlow(deps, held)
  const [row] = await deps.db.query(queries.find, [accountId, changeId, deps.clock.now()])
  if (!row?.secret_hash || !equalInConstantTime(row.secret_hash, hashSecret(secret))) throw new Refusal('flow_ended')
  return requireAction(toChange(deps, accountId, row), action)
}

function requireAction(change: Change, action: ChangeAction): Change {
  const { kind, state } = change
  if (!allows(kind, state, action)) throw new Refusal('wrong_state', { state })
  return change
}

function toChange(deps: Deps, accountId: string, row: queries.ChangeRow): Change {
  const { change_id: changeId, secret_id: secretId, recovery_key_id: recoveryKeyId, phrase_salt: salt } = row
  const open = (sealed: Buffer, what: string) => deps.keys.open('code', sealed, context(accountId, changeId, what))
  return {
    accountId,
    changeId,
    kind: row.kind,
    state: row.state,
    destination: row.destination ? JSON.parse(open(row.destination, 'destination').toString()) : undefined,
    pending:
      secretId && row.key_sealed
        ? { secretId, key: open(row.key_sealed, 'key'), step: row.key_step === null ? undefined : Number(row.key_step) }
        : undefined,
    provenId: row.proven_id ?? undefined,
    phrase:
      recoveryKeyId && salt && row.phrase_sealed
        ? { recoveryKeyId, salt, check: open(row.phrase_sealed, 'phrase') }
        : undefined,
    credentialVersion: row.credential_version,
    expiresAt: row.expires_at,
  }
}

/** What is pending is sealed under a key of short-lived things, and bound to its change. */
export function sealPending(
  { keys }: Pick<Deps, 'keys'>,
  { accountId, changeId }: Pick<Change, 'accountId' | 'changeId'>,
  what: 'destination' | 'key' | 'phrase',
  plain: Uint8Array,
): Buffer {
  return keys.seal('code', plain, context(accountId, changeId, what))
}

const context = (accountId: string, changeId: string, what: string) => [
  'authenticator_change',
  accountId,
  changeId,
  what,
]

/**
 * How long a step waits: time for a code to come, to install an app, or to find paper. No longer, for it rests on a proof that
 * was fresh when the change began.
 */
export function pendingEnd({ clock }: Pick<Deps, 'clock'>): Date {
  return secondsAfter(clock.now(), policy.totpPendingKeySeconds)
}

/** Which code takes a change from `code` on, and nothing else. */
export function codeSubject({ accountId, changeId, kind, destination }: Change): CodeSubject {
  if (!destination) throw new Error('this change sends no code')
  const purpose = `authenticator_${kind}` as CodeSubject['purpose']
  return { accountId, purpose, subjectId: changeId, destination: destination.canonical }
}

/** Account id (16 bytes) ‖ change id (16) ‖ secret (32), sealed. */
export function formatFlow(
  { keys }: Pick<Deps, 'keys'>,
  { accountId, changeId }: Pick<Change, 'accountId' | 'changeId'>,
  secret: Uint8Array,
  begunBy: BegunBy,
): string {
  const plain = Buffer.concat([idToBytes(accountId), idToBytes(changeId), secret])
  return keys.seal('code', plain, ['authenticator_flow', begunBy]).toString('base64url')
}

function readFlow({ keys }: Pick<Deps, 'keys'>, { flow, begunBy }: ReplacingFlow) {
  try {
    const plain = keys.openBrought('code', Buffer.from(flow, 'base64url'), ['authenticator_flow', begunBy])
    return {
      accountId: idFromBytes(plain.subarray(0, 16)),
      changeId: idFromBytes(plain.subarray(16, 32)),
      secret: plain.subarray(32),
    }
  } catch {
    throw new Refusal('flow_ended') // not one of ours, or of a key that is gone
  }
}
