import { createAccount, FIRST_CREDENTIAL_VERSION } from '../accounts/create-account.ts'
import { refusalOfTaken } from '../accounts/refusal-of-taken.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { deviceLookup } from '../devices/device-secret.ts'
import { rememberDevice } from '../devices/known-devices.ts'
import { beginAttempt } from '../limits/begin-attempt.ts'
import { checkNewPassword, type HashedPassword, hashNewPassword, insertPassword } from '../passwords/set-password.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import type { OpenedSession } from '../sessions/open-session.ts'
import { openSession } from '../sessions/open-session.ts'
import type { Client, Device } from '../sessions/session.ts'
import type { SignUpFlow } from './flow.ts'
import { getFlow, requireAction } from './flow.ts'
import * as queries from './queries.ts'

export interface FinishSignUp extends OnDevice {
  flow: string
  password: string
}

interface OnDevice {
  client: Client
  device: Device
  /** What the device is known by from now on. */
  secret: Uint8Array
}

/**
 * Creates the account with its first password, and signs in. A weak password costs nothing: try again in the same flow. Each call
 * costs a hash, which goes before those of strangers: so a few may be under way, and a flow that comes too late waits after its fifth.
 *
 * @throws Refusal `flow_ended`, `wrong_state`, `password_weak`, `busy`, `too_many_attempts`,
 *   `identifier_taken` (another sign-up for the address was finished first; it is proven, so this may be said),
 *   `identifier_kept` (an account gave it up within 72 hours)
 */
export async function finishSignUp(deps: Deps, { flow: token, password, ...on }: FinishSignUp): Promise<OpenedSession> {
  const before = await getFlow(deps, token)
  requireAction(before, 'password')
  checkNewPassword(deps, password, [before.identifier.address])
  const attempt = await beginAttempt(deps, deps.keys.mac('index', ['attempt', 'sign_up', before.accountId]))
  try {
    // Once more: another call may have finished it while this one waited for its turn.
    const flow = await getFlow(deps, token)
    requireAction(flow, 'password')
    const hashed = await hashNewPassword(deps, password, [flow.identifier.address])
    return await deps.db.transaction(async (tx) => {
      const opened = await create(tx, deps, flow, hashed, on)
      await attempt.succeed(tx)
      return opened
    })
  } catch (error) {
    // Only this one can be had again and again.
    if (isTaken(error)) await attempt.fail()
    else await attempt.abandon()
    throw error
  }
}

const isTaken = (error: unknown) => error instanceof Refusal && /^identifier_/.test(error.code)

async function create(
  tx: Tx,
  deps: Deps,
  flow: SignUpFlow,
  hashed: HashedPassword,
  on: OnDevice,
): Promise<OpenedSession> {
  const { accountId, identifier, locale } = flow
  const advanced = await tx.execute(queries.advance, [accountId, 'password', 'done', deps.clock.now()])
  if (advanced === 0) throw new Refusal('wrong_state', { state: 'done' })
  if (!(await createAccount(tx, deps, { accountId, identifier, locale })))
    throw await refusalOfTaken(tx, deps, identifier)
  await insertPassword(tx, deps, accountId, hashed)
  return openFirstSession(tx, deps, flow, on)
}

async function openFirstSession(
  tx: Tx,
  deps: Deps,
  { accountId }: SignUpFlow,
  { client, device, secret }: OnDevice,
): Promise<OpenedSession> {
  const credentialVersion = FIRST_CREDENTIAL_VERSION
  const lookup = deviceLookup(accountId, secret)
  const on = { accountId, credentialVersion, client, device }
  const known = await rememberDevice(tx, deps, { ...on, lookup })
  const opened = await openSession(tx, deps, { ...on, deviceLookup: lookup, amr: ['pwd'], aal: 1, provesAddress: true })
  if (!known || !opened) throw new Error('an account that was just created has other credentials')
  await recordActivity(tx, deps, { accountId, kind: 'signed_up', sessionId: opened.session.sessionId, device })
  return opened
}
