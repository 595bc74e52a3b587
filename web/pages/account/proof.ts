import { policy } from '../../../server/platform/policy.ts'
import { type Session, serverNow } from '../../api.ts'

/** When the person last gave the proof that sensitive acts ask for: of the second kind, once the account has one. */
export const provenAt = ({ factors, factorAt, authenticatedAt }: Session['session']): string =>
  factors.length > 0 ? (factorAt ?? new Date(0).toISOString()) : authenticatedAt

/** Whether to ask for the proof first. A minute less than the server allows: time to fill in a form. */
export const isProofOld = (at: string): boolean =>
  serverNow() - Date.parse(at) > (policy.stepUpFreshnessSeconds - 60) * 1000
