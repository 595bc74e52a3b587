// The ceremonies of the staff, in words that name no other way in: there is none.
import { makeFor, type Outcome, proveFor } from '../../parts/passkey.ts'
import { passkeyProblems, staffPasskeyProblems } from '../../words/active.ts'
import type { StaffSession } from './answers.ts'

const words = { ...passkeyProblems, ...staffPasskeyProblems }

export const joinWithPasskey = (invitation: string, name: string): Promise<Outcome<StaffSession>> => {
  const to = { options: '/staff/invitation/options', answer: '/staff/invitation/join' }
  return makeFor(to, { invitation, name }, words)
}

export const signInWithStaffPasskey = (): Promise<Outcome<StaffSession>> => proveFor('/staff/sign-in', words)

/** An administrator signs for one act: options and answer below `path`. */
export const signFor = <T>(path: string, body?: object): Promise<Outcome<T>> => proveFor(path, words, body)
