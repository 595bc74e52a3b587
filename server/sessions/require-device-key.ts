import type { IncomingHttpHeaders } from 'node:http'
import type { Deps } from '../platform/deps.ts'
import { equalInConstantTime } from '../platform/keys.ts'
import { Refusal } from '../platform/refusals.ts'
import { readDeviceProof } from './device-proof.ts'

type Parts = Pick<Deps, 'clock' | 'config'>

/** A second header of the name comes joined to the first by a comma, and is no proof any more (RFC 9449 §4.3). */
interface Request {
  method: string
  url: string
  headers: IncomingHttpHeaders
}

/**
 * The key that the device of a request proves to hold, for a session that is about to be opened.
 *
 * @returns its thumbprint; undefined when the request brings no proof along
 * @throws Refusal `device_proof_invalid`
 */
export async function findDeviceKey(parts: Parts, request: Request): Promise<Buffer | undefined> {
  const proof = proofOf(request)
  if (proof === undefined) return undefined
  const { method, url } = request
  const key = await readDeviceProof(parts, proof, { method, url })
  if (!key) throw new Refusal('device_proof_invalid')
  return key
}

/**
 * Lets a request pass only with a proof of `deviceKey` over this very request and `token`.
 *
 * @throws Refusal `device_proof_required`
 */
export async function requireDeviceKey(
  parts: Parts,
  request: Request,
  { token, deviceKey }: { token: string; deviceKey: Uint8Array },
): Promise<void> {
  const { method, url } = request
  const key = await readDeviceProof(parts, proofOf(request) ?? '', { method, url, token })
  if (!key || !equalInConstantTime(key, deviceKey)) throw new Refusal('device_proof_required')
}

function proofOf({ headers: { dpop } }: Request): string | undefined {
  return typeof dpop === 'string' ? dpop : dpop?.join()
}
