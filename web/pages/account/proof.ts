import { policy } from '../../../server/platform/policy.ts'
import { serverNow } from '../../api.ts'

/** Whether to ask for the password first. A minute less than the server allows: time to fill in a form. */
export const isProofOld = (authenticatedAt: string): boolean =>
  serverNow() - Date.parse(authenticatedAt) > (policy.stepUpFreshnessSeconds - 60) * 1000
