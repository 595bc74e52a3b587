import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Deps } from '../platform/deps.ts'
import { APP_HEADER } from '../platform/http-apps.ts'
import { newId } from '../platform/ids.ts'
import { bearerOf, requireProof, SESSION_COOKIE, type SignedIn } from './http.ts'
import { operations } from './policy.ts'
import type { SessionCache } from './session-cache.ts'

export const SESSION_ROUTE = '/api/v1/session'

export interface Answering {
  cache: Pick<SessionCache<SignedIn>, 'peek'>
  /** What every answer carries besides its own headers. */
  headers: Readonly<Record<string, string>>
  /** Told of each answer, for the log and the metrics. */
  onAnswer(answer: { requestId: string; method: string; route: string; status: number; ms: number }): void
}

/**
 * Answers who is signed in, if that is known, before the framework has a look at the request: exchanges ask at every click,
 * and its way through parsers, hooks and serializers takes longer than the answer. Whatever is not plainly this question
 * with a token that counts is left to the framework, which answers the same (answer-known.test.ts compares the two).
 *
 * @returns whether the request is answered
 */
export function answerKnown({ clock }: Pick<Deps, 'clock'>, { cache, headers, onAnswer }: Answering) {
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const { method, url } = request
    if (url !== SESSION_ROUTE || method !== 'GET' || isMoreThanThat(request)) return false
    const began = performance.now()
    const token = tokenOf(request)
    const known = token === undefined ? undefined : cache.peek(token)
    // Whoever holds a bound token has to prove its key too.
    if (!known || known.session.deviceKey || !isAdmitted(known, clock.now())) return false
    const requestId = newId()
    const own = { 'x-request-id': requestId, 'content-length': known.body.length }
    response.writeHead(200, { ...headers, ...own }).end(known.body, 'latin1')
    onAnswer({ requestId, method, route: SESSION_ROUTE, status: 200, ms: performance.now() - began })
    return true
  }
}

/** A body; or a page of another origin, or an app, which may be refused or told more (platform/http-apps.ts). */
function isMoreThanThat({ headers }: IncomingMessage): boolean {
  const names = ['content-length', 'transfer-encoding', 'origin', APP_HEADER]
  return names.some((name) => headers[name] !== undefined)
}

function tokenOf({ headers: { authorization, cookie } }: IncomingMessage): string | undefined {
  return authorization === undefined ? sessionCookie(cookie) : bearerOf(authorization)
}

/** The first one counts. A value written in another way than ours (quoted, escaped) is no token that is known. */
function sessionCookie(cookie = ''): string | undefined {
  for (const pair of cookie.split(';')) {
    const [name, value] = pair.split('=', 2)
    if (name?.trim() === SESSION_COOKIE) return value?.trim()
  }
  return undefined
}

function isAdmitted(signedIn: SignedIn, now: Date): boolean {
  try {
    return requireProof(operations.read_session, signedIn, now) === signedIn
  } catch {
    return false // the framework says why
  }
}
