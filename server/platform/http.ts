/** The edge: what every request passes on its way in and every answer on its way out. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import cookie from '@fastify/cookie'
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest } from 'fastify'
import fastify, { LogController } from 'fastify'
import type { ZodType, z } from 'zod'
import type { Deps } from './deps.ts'
import { plainForwardedFor } from './forwarded-for.ts'
import { admitAppOrigin, answerPreflight, refuseCookies, refuseOldApp } from './http-apps.ts'
import { answerError, answerExpectation, answerGarbage } from './http-problems.ts'
import { newId } from './ids.ts'
import { parseJsonBody } from './json-body.ts'
import { isOwnOrigin } from './own-origin.ts'
import type { FieldProblem } from './refusals.ts'
import { Refusal } from './refusals.ts'
import { enterRequest } from './request-context.ts'
import { CSP_REPORTS, securityHeaders } from './security-headers.ts'

export { challengeSchema, problemSchema } from './http-problems.ts'

/** Room for a password that is far too long to be told so by name; anything more is `body_too_large`. */
const BODY_LIMIT_BYTES = 1.5 * 1024 * 1024

const apiOnly = { 'cache-control': 'no-store', vary: 'Origin' }

/** Makes the server without routes: parsing, refusals, headers, request ids, the log line. */
export async function createHttp(deps: Pick<Deps, 'config' | 'log'>): Promise<FastifyInstance> {
  const { config, log } = deps
  const always = securityHeaders(config.origin)
  const app = fastify({
    loggerInstance: log as FastifyBaseLogger,
    // One line per request, written below: the framework's own two would show addresses in query strings.
    logController: new LogController({ disableRequestLogging: true }),
    // A logger a request would cost more than most requests do; our lines carry the request's id themselves.
    childLoggerFactory: (logger) => logger,
    genReqId: () => newId(),
    bodyLimit: BODY_LIMIT_BYTES,
    trustProxy: config.trustedProxies.length > 0 ? config.trustedProxies : false,
    // Refused below, in our own words: the platform's answer is empty.
    http: { requireHostHeader: false },
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
    routerOptions: { maxParamLength: 200 },
    return503OnClosing: false,
    rewriteUrl: ({ url = '/' }) => originForm(url),
    frameworkErrors: (error, request, reply) => {
      reply.headers(always).header('x-request-id', request.id)
      if (isUnder('/api/v1/', request)) admitAppOrigin(config, request, reply)
      answerError(error, request, reply)
    },
    clientErrorHandler: answerGarbage,
  })
  app.server.on('checkExpectation', (_request, response) => answerExpectation(response, always))
  await app.register(cookie)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (_request: FastifyRequest, bytes: Buffer) =>
    parseJsonBody(bytes),
  )
  app.setValidatorCompiler(
    ({ schema }) =>
      (value) =>
        validate(schema as ZodType, value),
  )
  app.setSerializerCompiler(
    ({ schema }) =>
      (value) =>
        JSON.stringify((schema as ZodType).parse(value)),
  )
  app.setErrorHandler(answerError)
  app.addHook('onRequest', (request, reply, done) => {
    if (config.trustedProxies.length > 0) namePlainly(request)
    reply.headers(always).header('x-request-id', request.id)
    if (isUnder('/api/', request)) reply.headers(apiOnly)
    if (lacksHost(request.raw)) throw new Refusal('request_invalid', { fields: [{ field: 'host', code: 'required' }] })
    const isApi = isUnder('/api/v1/', request)
    if (isApi && admitAppOrigin(config, request, reply)) {
      refuseCookies(request)
      if (answerPreflight(request, reply)) return
    } else refuseForeignOrigin(deps, request)
    if (isApi) refuseOldApp(request)
    done()
  })
  app.addHook('preValidation', (request, _reply, done) => {
    enterRequest(request.id)
    done()
  })
  app.addHook('onResponse', (request, reply, done) => {
    const { method, id: requestId } = request
    const route = request.routeOptions.url ?? '(none)'
    logAnswer(log, { requestId, method, route, status: reply.statusCode, ms: reply.elapsedTime })
    done()
  })
  return app
}

export interface Answered {
  requestId: string
  method: string
  /** The pattern, never the address asked for. */
  route: string
  status: number
  ms: number
}

/** The one line a request. */
export function logAnswer(log: Deps['log'], { ms, ...answered }: Answered): void {
  log.info({ ...answered, ms: Math.round(ms * 10) / 10 })
}

/** What every JSON answer of the API carries. */
export function apiHeaders({ origin }: Pick<Deps['config'], 'origin'>): Record<string, string> {
  return {
    ...securityHeaders(origin),
    ...apiOnly,
    'content-type': 'application/json; charset=utf-8',
  }
}

/** Shows every request to `answer` first, which may answer it and say so: true. Not while the server closes. */
export function answerFirst(
  { server }: FastifyInstance,
  answer: (request: IncomingMessage, response: ServerResponse) => boolean,
): void {
  const others = server.listeners('request')
  server.removeAllListeners('request').on('request', (request, response) => {
    if (server.listening && !lacksHost(request) && answer(request, response)) return
    for (const other of others) other.call(server, request, response)
  })
}

/** What it says decides nothing here, but HTTP/1.1 has it (RFC 9112 §3.2). */
function lacksHost({ headers, httpVersion }: IncomingMessage): boolean {
  return headers.host === undefined && httpVersion === '1.1'
}

/** By its route, whose path may have been written in another way, or by its path, where there is no such route. */
function isUnder(path: string, { url, routeOptions }: FastifyRequest): boolean {
  return url.startsWith(path) || (routeOptions?.url ?? '').startsWith(path)
}

/** Before anybody asks for `request.ip`, which the framework reads off the header then. */
function namePlainly({ headers }: FastifyRequest): void {
  const { 'x-forwarded-for': given } = headers
  if (given !== undefined) headers['x-forwarded-for'] = plainForwardedFor(String(given))
}

/** A request line may name the whole address (RFC 9112 §3.2.2): its host says nothing here, as Host does not. */
function originForm(url: string): string {
  const parsed = url.startsWith('/') ? null : URL.parse(url)
  return parsed ? parsed.pathname + parsed.search : url
}

/**
 * A browser names the page a request comes from; only our own may change anything (ASVS V3.5). Programs send no Origin,
 * and a page of another site cannot leave it out. Host and X-Forwarded-* say nothing here.
 */
function refuseForeignOrigin({ config }: Pick<Deps, 'config'>, request: FastifyRequest): void {
  if (request.method === 'GET' || request.method === 'HEAD') return
  // Of a report browsers say no origin, since we ask for no referrer; it changes nothing.
  if (request.routeOptions.url === CSP_REPORTS) return
  const { origin, 'sec-fetch-site': site } = request.headers
  if (origin === undefined ? site === 'cross-site' : !isOwnOrigin(config, origin)) throw new Refusal('origin_forbidden')
}

function validate(schema: ZodType, value: unknown): { value: unknown } | { error: Error } {
  const result = schema.safeParse(value ?? {})
  if (result.success) return { value: result.data }
  return { error: new Refusal('request_invalid', { fields: fieldProblems(result.error, value) }) }
}

function fieldProblems(error: z.ZodError, value: unknown): FieldProblem[] {
  const problems = error.issues.flatMap((issue): FieldProblem[] => {
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((field) => ({ field: field.slice(0, 100), code: 'unknown' }))
    return [{ field: issue.path.join('.') || 'body', code: problemCode(issue, valueAt(value, issue.path)) }]
  })
  // One a field: of several, the first is what to mend first.
  const first = new Map<string, FieldProblem>()
  for (const problem of problems) if (!first.has(problem.field)) first.set(problem.field, problem)
  return [...first.values()].slice(0, 20)
}

function problemCode(issue: z.core.$ZodIssue, value: unknown): FieldProblem['code'] {
  if (value === undefined || value === '') return 'required'
  if (issue.code === 'invalid_type') return 'wrong_type'
  if (issue.code === 'too_big') return 'too_long'
  if (issue.code === 'too_small') return 'too_short'
  if (issue.code === 'custom' && typeof issue.params?.code === 'string')
    return issue.params.code as FieldProblem['code']
  if (issue.code !== 'invalid_value') return 'invalid'
  if (!issue.values.some((each) => typeof each === typeof value)) return 'wrong_type'
  return value === false ? 'required' : 'invalid' // where only true is taken: a box that was not ticked
}

function valueAt(value: unknown, path: PropertyKey[]): unknown {
  return path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], value)
}
