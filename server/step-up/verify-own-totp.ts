import { deviceBehind } from '../devices/known-devices.ts'
import type { Deps } from '../platform/deps.ts'
import type { Device, Session } from '../sessions/session.ts'
import { type TotpProof, verifyTotp } from '../totp/verify-totp.ts'
import { failCode } from './fail-code.ts'

export interface OwnTotp {
  /** Six ASCII digits. */
  code: string
  device: Device
  /** What the device brought along to be known by. */
  deviceSecret: Uint8Array | undefined
}

/**
 * Tells whether `code` is one of the authenticator of whoever holds this session, and settles a wrong one. It counts for the known
 * device it comes from, and for strangers where it comes from none: a cookie may be stolen, and its thief would use up the tries
 * of the device that the session was opened on.
 *
 * @throws Refusal `totp_wrong`, `totp_late`, `totp_used`, `totp_not_enrolled`, `totp_used_up`, `too_many_attempts`
 */
export async function verifyOwnTotp(
  deps: Deps,
  session: Session,
  { code, device, deviceSecret }: OwnTotp,
): Promise<TotpProof> {
  return verifyTotp(deps, {
    tryer: { accountId: session.accountId, deviceId: await deviceBehind(deps, session, deviceSecret) },
    code,
    onFailure: (failure) => failCode(deps, { session, device, failure }),
  })
}
