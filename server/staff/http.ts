import type { FastifyRequest } from 'fastify'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import type { StaffRole } from '../sessions/policy.ts'
import { findStaffSession, type StaffSession } from './staff-sessions.ts'

/** Another cookie than customers': who is signed in at both doors is two people to us. */
export const STAFF_COOKIE = '__Host-portvakt-staff'

declare module 'fastify' {
  interface FastifyRequest {
    /** Of a request whose operation is for the staff. */
    staff: StaffSession | undefined
  }
}

/** Loads the session of a member of the staff in one of these roles. @throws Refusal `session_required`, `role_required` */
export async function admitStaff(deps: Deps, request: FastifyRequest, roles: readonly StaffRole[]): Promise<void> {
  const token = request.cookies[STAFF_COOKIE]
  request.staff = token === undefined ? undefined : await findStaffSession(deps, token)
  if (!roles.includes(requireStaff(request).member.role)) throw new Refusal('role_required')
}

/** The member whose request it is, which `admitStaff` let through. */
export function requireStaff({ staff }: Pick<FastifyRequest, 'staff'>): StaffSession {
  if (!staff) throw new Refusal('session_required')
  return staff
}
