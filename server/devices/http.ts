import type { FastifyReply, FastifyRequest } from 'fastify'
import { deviceOf } from '../platform/device.ts'
import { networkNameOf } from '../platform/network-table.ts'
import { placeOf } from '../platform/place.ts'
import { policy } from '../platform/policy.ts'
import type { Client, Device } from '../sessions/session.ts'
import { formatDeviceToken, newDeviceSecret, parseDeviceToken } from './device-secret.ts'

export const DEVICE_COOKIE = '__Host-portvakt-device'
/** Where an app sends what it was given as `deviceToken`. */
export const DEVICE_HEADER = 'portvakt-device'

/** The device a request comes from: what it calls itself, roughly where it is, and the secret it may hold. */
export interface RequestDevice {
  device: Device
  secret: Buffer
  /** Just made: the request brought none along. */
  isFresh: boolean
}

/** Reads the device of a request, and makes a secret for one that has none: it is known by it if a sign-in succeeds. */
export async function deviceOfRequest(request: FastifyRequest): Promise<RequestDevice> {
  const brought = deviceSecretOf(request)
  return { device: await describeDevice(request), secret: brought ?? newDeviceSecret(), isFresh: !brought }
}

/** What the device of a request brought along to be known by. */
export function deviceSecretOf({ headers, cookies }: FastifyRequest): Buffer | undefined {
  const header = headers[DEVICE_HEADER]
  return parseDeviceToken(typeof header === 'string' ? header : cookies[DEVICE_COOKIE])
}

/** What a device calls itself, the country and the network of its address, and the key it proved where a session may be opened. */
export async function describeDevice({ headers, ip, deviceKey: key }: FastifyRequest): Promise<Device> {
  const [place, network] = await Promise.all([placeOf(ip), networkNameOf(ip)])
  return { ...deviceOf(headers['user-agent']), place, network, key }
}

/**
 * Hands a device its secret after a sign-in: in a cookie that no script reads, for as long as browsers keep one, or to an app
 * once, in the answer.
 */
export function handOverDevice(
  reply: FastifyReply,
  client: Client,
  { secret, isFresh }: RequestDevice,
): { deviceToken?: string } {
  const token = formatDeviceToken(secret)
  if (client === 'app') return isFresh ? { deviceToken: token } : {}
  const attributes = { path: '/', httpOnly: true, secure: true, sameSite: 'lax' } as const
  reply.setCookie(DEVICE_COOKIE, token, { ...attributes, maxAge: policy.deviceSeconds })
  return {}
}
