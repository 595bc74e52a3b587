import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Locale } from '../accounts/schema.ts'
import type { Scope } from '../api-keys/api-key.ts'
import { verifyApiKey } from '../api-keys/manage-api-keys.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import { missingProof, type SessionRule } from './assurance.ts'
import { describeSession, findSurroundings, type Surroundings } from './describe-session.ts'
import { findSession } from './find-session.ts'
import type { OpenedSession } from './open-session.ts'
import type { Operation, OperationPolicy, StaffRole } from './policy.ts'
import { operations } from './policy.ts'
import { findDeviceKey, requireDeviceKey } from './require-device-key.ts'
import type { SessionAnswer } from './schema.ts'
import type { Session } from './session.ts'
import type { SessionCache } from './session-cache.ts'
import { parseToken } from './token.ts'

export const SESSION_COOKIE = '__Host-portvakt'

/** What a request's token stands for. */
export interface SignedIn {
  session: Session
  /** The account's. */
  locale: Locale
  /** Who this is: the answer in JSON, and that alone, since thousands of them are remembered. */
  body: string
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Which row of sessions/policy.ts applies. Every route names one. */
    operation?: Operation
  }
  interface FastifyRequest {
    signedIn: SignedIn | undefined
    /** Where a session may be opened: thumbprint of the key that the device proved to hold, if it has one. */
    deviceKey: Uint8Array | undefined
    /** The key of an operator's program. */
    apiKey: { name: string } | undefined
  }
}

/** Answers who is signed in with `token`. */
export async function loadSignedIn(deps: Deps, token: string): Promise<SignedIn | undefined> {
  // Asked together, by the account the token names: one wait, and nothing is opened unless the token counts.
  const [session, surroundings] = await deps.db.inOrder((db) =>
    Promise.all([findSession({ ...deps, db }, token), findSurroundings(deps, parseToken(token)?.accountId, db)]),
  )
  if (!session) return undefined
  const answer = describeSession(deps, session, surroundings)
  return { session, locale: answer.account.locale, body: asciiJson(answer) }
}

/** JSON in ASCII alone, which goes out several times as quickly as a text that has a `•` in it. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/**
 * Loads the session of every request whose operation needs one, and refuses what the policy table does not allow.
 *
 * @param admitStaff the same for those of the staff, who are another house
 */
export function enforcePolicy(
  app: FastifyInstance,
  deps: Deps,
  cache: SessionCache<SignedIn>,
  admitStaff: (request: FastifyRequest, roles: readonly StaffRole[]) => Promise<void>,
): void {
  const { clock } = deps
  app.decorateRequest('signedIn', undefined)
  app.decorateRequest('deviceKey', undefined)
  app.decorateRequest('apiKey', undefined)
  app.addHook('onRoute', ({ url, config }) => {
    if (url.startsWith('/api/') && !config?.operation)
      throw new Error(`${url} names no operation of sessions/policy.ts`)
  })
  app.addHook('onRequest', (request, _reply, done) => {
    const { operation } = request.routeOptions.config
    const rule: OperationPolicy | undefined = operation && operations[operation]
    if (!rule) return done()
    if (rule.open) {
      if (!rule.gives?.includes('session') || request.headers.dpop === undefined) return done()
      const note = (key: Uint8Array | undefined) => {
        request.deviceKey = key
      }
      return void findDeviceKey(deps, request)
        .then(note)
        .then(() => done(), done)
    }
    if ('staff' in rule) return void admitStaff(request, rule.staff).then(() => done(), done)
    const token = tokenOf(request)
    if ('scope' in rule) {
      const admitKey = (key: { name: string }) => {
        request.apiKey = key
      }
      return void requireApiKey(deps, token, rule.scope)
        .then(admitKey)
        .then(() => done(), done)
    }
    const admit = (signedIn: SignedIn | undefined) => {
      request.signedIn = requireProof(rule, signedIn, clock.now())
    }
    // Exchanges ask at every click: what is known is answered without so much as a promise.
    const known = token === undefined ? undefined : cache.peek(token)
    if (!known || known.session.deviceKey)
      return void findSignedIn(cache, token)
        .then((signedIn) => proveDevice(deps, request, token, signedIn))
        .then(admit)
        .then(() => done(), done)
    admit(known)
    done()
  })
}

/** @throws Refusal `session_required`, `step_up_required` */
export function requireProof(rule: SessionRule, signedIn: SignedIn | undefined, now: Date): SignedIn {
  const session = signedIn?.session
  if (!session || session.endsAt <= now || session.idleEndsAt <= now) throw new Refusal('session_required')
  const methods = missingProof(rule, session, now)
  if (methods) throw new Refusal('step_up_required', { methods })
  return signedIn
}

/** Asked before anything is told of what else is missing: a copied token learns nothing. */
async function proveDevice(
  deps: Deps,
  request: FastifyRequest,
  token: string | undefined,
  signedIn: SignedIn | undefined,
): Promise<SignedIn | undefined> {
  const deviceKey = signedIn?.session.deviceKey
  if (token !== undefined && deviceKey) await requireDeviceKey(deps, request, { token, deviceKey })
  return signedIn
}

async function requireApiKey(deps: Deps, token: string | undefined, scope: Scope): Promise<{ name: string }> {
  const verdict = token === undefined ? 'unknown' : await verifyApiKey(deps, token, scope)
  if (verdict === 'unknown') throw new Refusal('api_key_required')
  if (verdict === 'out_of_scope') throw new Refusal('api_key_out_of_scope')
  return verdict
}

/** The token of a request: bearer for the app, cookie for the web. */
export function tokenOf(request: FastifyRequest): string | undefined {
  const { authorization } = request.headers
  return authorization === undefined ? request.cookies[SESSION_COOKIE] : bearerOf(authorization)
}

export function bearerOf(authorization: string): string | undefined {
  return /^Bearer ([A-Za-z0-9_-]+)$/i.exec(authorization)?.[1]
}

async function findSignedIn(cache: SessionCache<SignedIn>, token: string | undefined): Promise<SignedIn | undefined> {
  const parsed = token === undefined ? undefined : parseToken(token)
  return parsed && token ? cache.get(token, parsed.accountId) : undefined
}

/** The session of a request that `enforcePolicy` let through. */
export function requireSession(request: FastifyRequest): SignedIn {
  if (!request.signedIn) throw new Refusal('session_required')
  return request.signedIn
}

/** Hands a new token over: in a cookie that no script reads to the web, in the answer to the app. */
export async function handOver(
  deps: Deps,
  reply: FastifyReply,
  { session, token, surroundings }: OpenedSession & { surroundings?: Surroundings },
): Promise<SessionAnswer> {
  const found = surroundings ?? (await findSurroundings(deps, session.accountId))
  const answer = describeSession(deps, session, found)
  if (session.client === 'app') return { ...answer, token }
  reply.setCookie(SESSION_COOKIE, token, { ...cookieAttributes, expires: session.endsAt })
  return answer
}

/** `__Host-`: only this host, only over TLS (or loopback), for every path (RFC 6265bis §4.1.3.2). */
export const cookieAttributes = { path: '/', httpOnly: true, secure: true, sameSite: 'lax' } as const
