/**
 * The phone app's shells: their pages come from an origin of their own (`capacitor://localhost`, `https://localhost`), which
 * anything on a machine may call itself. So they are answered (Fetch §3.2, CORS), but never as whoever a cookie stands for.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from './deps.ts'
import { policy } from './policy.ts'
import { Refusal } from './refusals.ts'

/** The app's generation, a whole number. */
export const APP_HEADER = 'portvakt-app'

const PREFLIGHT = {
  'access-control-allow-methods': 'GET, POST, PATCH, DELETE',
  'access-control-allow-headers': `authorization, content-type, dpop, portvakt-device, ${APP_HEADER}`,
  'access-control-max-age': '7200',
}
/** `date`: what time it is here, for a phone whose proofs are refused. */
const EXPOSED = 'date, retry-after, x-request-id'

/** Lets the page of an app read the answer. @returns whether the request comes from one */
export function admitAppOrigin(
  { appOrigins }: Deps['config'],
  { headers }: FastifyRequest,
  reply: FastifyReply,
): boolean {
  const { origin } = headers
  if (origin === undefined || !appOrigins.includes(origin)) return false
  reply.headers({ 'access-control-allow-origin': origin, 'access-control-expose-headers': EXPOSED })
  return true
}

/**
 * An app has none: whoever sends them from its origin is a page beside the product, at home on the same machine.
 *
 * @throws Refusal `origin_forbidden`
 */
export function refuseCookies({ headers: { cookie } }: FastifyRequest): void {
  if (cookie !== undefined) throw new Refusal('origin_forbidden')
}

/** Answers a browser that asks what the page of an app may send. @returns whether it was that */
export function answerPreflight({ method, headers }: FastifyRequest, reply: FastifyReply): boolean {
  if (method !== 'OPTIONS' || headers['access-control-request-method'] === undefined) return false
  reply.code(204).headers(PREFLIGHT).send()
  return true
}

/** @throws Refusal `app_too_old` */
export function refuseOldApp({ headers }: FastifyRequest): void {
  const generation = headers[APP_HEADER]
  if (generation === undefined) return
  const isServed = /^\d{1,9}$/.test(String(generation)) && Number(generation) >= policy.oldestApp
  if (!isServed) throw new Refusal('app_too_old')
}
