import { requestOptionsFor } from '../passkeys/options.ts'
import type { Assertion, RequestOptions } from '../passkeys/schema.ts'
import type { Deps } from '../platform/deps.ts'
import type { Device } from '../sessions/session.ts'
import { proveStaff } from './prove-staff.ts'
import { type OpenedStaffSession, openStaffSession } from './staff-sessions.ts'

const subject = { purpose: 'staff_sign_in' } as const

/** What the browser asks a passkey for: the same for everybody, so that nothing tells who works here. */
export const startStaffSignIn = (deps: Deps): RequestOptions => requestOptionsFor(deps, subject)

export interface SignInStaff {
  assertion: Assertion
  device: Device
  /** See `networkOf`. */
  network: string
}

/**
 * Signs a member in with their passkey.
 *
 * @throws Refusal `passkey_wrong`, `passkey_unknown` (the membership has ended), `passkey_suspended`, `too_many_attempts`
 */
export const signInStaff = (deps: Deps, { assertion, device, network }: SignInStaff): Promise<OpenedStaffSession> =>
  proveStaff(deps, { subject, assertion, network }, (tx, member) =>
    openStaffSession(tx, deps, { member, act: 'signed_in', device }),
  )
