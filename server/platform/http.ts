/** The edge: what every request passes on its way in and every answer on its way out. */
import cookie from '@fastify/cookie'
import type { FastifyBaseLogger, FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fastify, { LogController } from 'fastify'
import { type ZodType, z } from 'zod'
import type { Deps } from './deps.ts'
import { newId } from './ids.ts'
import { parseJsonBody } from './json-body.ts'
import type { FieldProblem, RefusalCode } from './refusals.ts'
import { Refusal, refusals } from './refusals.ts'
import { securityHeaders } from './security-headers.ts'

/** Room for a password that is far too long to be told so by name; anything more is `body_too_large`. */
const BODY_LIMIT_BYTES = 1.5 * 1024 * 1024

/** Makes the server without routes: parsing, refusals, headers, request ids, the log line. */
export async function createHttp(deps: Pick<Deps, 'config' | 'log'>): Promise<FastifyInstance> {
  const { config, log } = deps
  const app = fastify({
    loggerInstance: log as FastifyBaseLogger,
    // One line per request, written below: the framework's own two would show addresses in query strings.
    logController: new LogController({ disableRequestLogging: true }),
    // A logger a request would cost more than most requests do; our lines carry the request's id themselves.
    childLoggerFactory: (logger) => logger,
    genReqId: () => newId(),
    bodyLimit: BODY_LIMIT_BYTES,
    trustProxy: config.trustedProxies.length > 0 ? config.trustedProxies : false,
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
    routerOptions: { maxParamLength: 200 },
    return503OnClosing: false,
  })
  await app.register(cookie)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, async (_request: FastifyRequest, text: string) =>
    parseJsonBody(text),
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
  const always = securityHeaders(config.origin)
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(always).header('x-request-id', request.id)
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store')
    refuseForeignOrigin(deps, request)
    done()
  })
  app.addHook('onResponse', (request, reply, done) => {
    const { method, id: requestId } = request
    const ms = Math.round(reply.elapsedTime * 10) / 10
    request.log.info({ requestId, method, route: request.routeOptions.url ?? '(none)', status: reply.statusCode, ms })
    done()
  })
  return app
}

/**
 * A browser names the page a request comes from; only our own may change anything (ASVS V3.5). Programs send no Origin,
 * and a page of another site cannot leave it out. Host and X-Forwarded-* say nothing here.
 */
function refuseForeignOrigin({ config }: Pick<Deps, 'config'>, request: FastifyRequest): void {
  if (request.method === 'GET' || request.method === 'HEAD') return
  const { origin, 'sec-fetch-site': site } = request.headers
  if (origin === undefined ? site === 'cross-site' : !isOwnOrigin(config, origin)) throw new Refusal('origin_forbidden')
}

function isOwnOrigin({ origin: own, mode }: Deps['config'], origin: string): boolean {
  if (origin === own) return true
  // At home, the loopback address by any of its names; a name of our own cannot be pointed there from outside.
  const loopback = ['localhost', '127.0.0.1', '[::1]']
  const parsed = mode === 'demo' && URL.canParse(origin) ? new URL(origin) : undefined
  const mine = new URL(own)
  return (
    parsed !== undefined &&
    loopback.includes(parsed.hostname) &&
    loopback.includes(mine.hostname) &&
    parsed.port === mine.port
  )
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
  return problems.slice(0, 20)
}

function problemCode(issue: z.core.$ZodIssue, value: unknown): FieldProblem['code'] {
  if (value === undefined || value === '') return 'required'
  if (issue.code === 'invalid_type') return 'wrong_type'
  if (issue.code === 'too_big') return 'too_long'
  if (issue.code === 'too_small') return 'too_short'
  if (issue.code === 'custom' && typeof issue.params?.code === 'string')
    return issue.params.code as FieldProblem['code']
  return issue.code === 'invalid_value' && typeof value === 'boolean' ? 'required' : 'invalid'
}

function valueAt(value: unknown, path: PropertyKey[]): unknown {
  return path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], value)
}

function answerError(error: FastifyError | Refusal, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof Refusal) return sendRefusal(request, reply, error)
  const known = frameworkRefusals[error.code]
  if (known) return sendRefusal(request, reply, new Refusal(known))
  if (error.statusCode && error.statusCode < 500) return sendRefusal(request, reply, new Refusal('request_invalid'))
  request.log.error({ requestId: request.id, err: error }, 'unexpected failure')
  return sendRefusal(request, reply, new Refusal('internal'))
}

const frameworkRefusals: Record<string, RefusalCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'media_type_unsupported',
}

/** Problem JSON (RFC 9457). */
function sendRefusal(request: FastifyRequest, reply: FastifyReply, { code, details }: Refusal): FastifyReply {
  const { status, title } = refusals[code]
  if (details.retryAfterSeconds) reply.header('retry-after', details.retryAfterSeconds)
  if (code === 'step_up_required') reply.header('www-authenticate', 'Bearer error="insufficient_user_authentication"')
  else if (code === 'session_required') reply.header('www-authenticate', 'Bearer')
  return reply
    .code(status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .serializer((body: unknown) => JSON.stringify(body))
    .send({ type: `urn:portvakt:${code}`, title, status, code, ...details, requestId: request.id })
}

export const fieldProblemSchema = z.object({ field: z.string(), code: z.string() })

/** What every refusal looks like, for the API's description. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(refusals) as [RefusalCode, ...RefusalCode[]]),
    fields: z.array(fieldProblemSchema).optional(),
    retryAfterSeconds: z.int().optional(),
    state: z.string().optional(),
    requestId: z.string(),
  })
  .meta({ description: 'Problem details (RFC 9457)' })
