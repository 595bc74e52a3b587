import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { findAccount } from '../accounts/find-account.ts'
import { listIdentifiers } from '../accounts/list-identifiers.ts'
import type { Locale } from '../accounts/schema.ts'
import type { Scope } from '../api-keys/api-key.ts'
import { verifyApiKey } from '../api-keys/manage-api-keys.ts'
import { describeHolds, listHolds } from '../holds/holds.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import { findSession } from './find-session.ts'
import type { OpenedSession } from './open-session.ts'
import type { Operation, OperationPolicy } from './policy.ts'
import { operations } from './policy.ts'
import type { SessionAnswer } from './schema.ts'
import type { Session } from './session.ts'
import type { SessionCache } from './session-cache.ts'
import { parseToken } from './token.ts'

export const SESSION_COOKIE = '__Host-portvakt'

/** What a request's token stands for: the session, and the answer to "who is this?". */
export interface SignedIn {
  session: Session
  answer: SessionAnswer
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Which row of sessions/policy.ts applies. Every route names one. */
    operation?: Operation
  }
  interface FastifyRequest {
    signedIn: SignedIn | undefined
  }
}

/** Answers who is signed in with `token`. */
export async function loadSignedIn(deps: Deps, token: string): Promise<SignedIn | undefined> {
  const session = await findSession(deps, token)
  return session && { session, answer: await describeSession(deps, session) }
}

async function describeSession(deps: Deps, session: Session): Promise<SessionAnswer> {
  const { accountId } = session
  const [account, identifiers, holds] = await Promise.all([
    findAccount(deps, accountId),
    listIdentifiers(deps, deps.db, accountId),
    listHolds(deps, accountId),
  ])
  return {
    account: {
      id: accountId,
      identifiers: identifiers.map(({ kind, masked }) => ({ kind, masked })),
      locale: (account?.locale ?? deps.config.defaultLocale) as Locale,
    },
    session: {
      id: session.sessionId,
      client: session.client,
      authenticatedAt: session.authenticatedAt.toISOString(),
      amr: session.amr,
      aal: session.aal,
      idleEndsAt: session.idleEndsAt.toISOString(),
      endsAt: session.endsAt.toISOString(),
    },
    holds: describeHolds(holds),
  }
}

/** Loads the session of every request whose operation needs one, and refuses what the policy table does not allow. */
export function enforcePolicy(app: FastifyInstance, deps: Deps, cache: SessionCache<SignedIn>): void {
  const { clock } = deps
  app.decorateRequest('signedIn', undefined)
  app.addHook('onRoute', ({ url, config }) => {
    if (url.startsWith('/api/') && !config?.operation)
      throw new Error(`${url} names no operation of sessions/policy.ts`)
  })
  app.addHook('onRequest', async (request) => {
    const { operation } = request.routeOptions.config
    const rule: OperationPolicy | undefined = operation && operations[operation]
    if (!rule || rule.open) return
    if ('scope' in rule) return requireApiKey(deps, tokenOf(request), rule.scope)
    request.signedIn = await findSignedIn(cache, request)
    const session = request.signedIn?.session
    if (!session || session.endsAt <= clock.now() || session.idleEndsAt <= clock.now())
      throw new Refusal('session_required')
    if (session.aal < rule.aal) throw new Refusal('step_up_required')
    const age = (clock.now().getTime() - session.authenticatedAt.getTime()) / 1000
    if (rule.freshSeconds !== undefined && age > rule.freshSeconds) throw new Refusal('step_up_required')
  })
}

async function requireApiKey(deps: Deps, token: string | undefined, scope: Scope): Promise<void> {
  const verdict = token === undefined ? 'unknown' : await verifyApiKey(deps, token, scope)
  if (verdict !== 'good') throw new Refusal(verdict === 'unknown' ? 'api_key_required' : 'api_key_out_of_scope')
}

/** The token of a request: bearer for the app, cookie for the web. */
export function tokenOf(request: FastifyRequest): string | undefined {
  const { authorization } = request.headers
  if (authorization === undefined) return request.cookies[SESSION_COOKIE]
  return /^Bearer ([A-Za-z0-9_-]+)$/i.exec(authorization)?.[1]
}

async function findSignedIn(cache: SessionCache<SignedIn>, request: FastifyRequest): Promise<SignedIn | undefined> {
  const token = tokenOf(request)
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
  { session, token }: OpenedSession,
): Promise<SessionAnswer> {
  const answer = await describeSession(deps, session)
  if (session.client === 'app') return { ...answer, token }
  reply.setCookie(SESSION_COOKIE, token, { ...cookieAttributes, expires: session.endsAt })
  return answer
}

/** `__Host-`: only this host, only over TLS (or loopback), for every path (RFC 6265bis §4.1.3.2). */
export const cookieAttributes = { path: '/', httpOnly: true, secure: true, sameSite: 'lax' } as const
