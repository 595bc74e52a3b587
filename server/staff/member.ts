/** A member of the staff: what is kept of them, and how an authenticator names them. */
import { idFromBytes, idToBytes } from '../platform/ids.ts'
import type { Keys } from '../platform/keys.ts'
import type { StaffRole } from '../sessions/policy.ts'
import type { MemberRow } from './queries.ts'

export interface Member {
  staffId: string
  name: string
  role: StaffRole
}

export interface MemberWithKey extends Member {
  /** COSE. */
  publicKey: Buffer
  backupEligible: boolean
}

type Named = Pick<MemberRow, 'staff_id' | 'credential_id'>

const context = ({ staff_id, credential_id }: Named) => ['staff', staff_id, credential_id.toString('hex')]

/** All that makes somebody a member, bound to their row: a role is as hard to forge as a key. */
export function sealMember(keys: Pick<Keys, 'seal'>, row: Named, member: Omit<MemberWithKey, 'staffId'>): Buffer {
  const { name, role, publicKey, backupEligible } = member
  const plain = JSON.stringify({ name, role, publicKey: publicKey.toString('base64'), backupEligible })
  return keys.seal('staff', Buffer.from(plain), context(row))
}

/** @throws on a row that we did not write as it stands */
export function openMember(keys: Pick<Keys, 'open'>, row: Named & Pick<MemberRow, 'sealed'>): MemberWithKey {
  const opened = JSON.parse(keys.open('staff', row.sealed, context(row)).toString())
  return { ...opened, staffId: row.staff_id, publicKey: Buffer.from(opened.publicKey, 'base64') }
}

/** The same under the active key. */
export function resealMember(keys: Keys, row: MemberRow): Buffer {
  return keys.seal('staff', keys.open('staff', row.sealed, context(row)), context(row))
}

/** A letter before the id: no account's handle is as long, and so neither door takes what belongs at the other. */
const MARK = Buffer.from('s')

/** What an authenticator keeps beside the passkey and gives back to say whose it is (WebAuthn §14.6.1). */
export function staffHandleOf(staffId: string): string {
  return Buffer.concat([MARK, idToBytes(staffId)]).toString('base64url')
}

/** @returns undefined for what is no handle of ours */
export function staffIdOf(handle: string | null | undefined): string | undefined {
  const bytes = Buffer.from(handle ?? '', 'base64url')
  const isOurs = bytes.length === 17 && bytes.subarray(0, 1).equals(MARK) && bytes.toString('base64url') === handle
  return isOurs ? idFromBytes(bytes.subarray(1)) : undefined
}
