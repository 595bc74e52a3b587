/** Every "no" on its way out, as problem JSON (RFC 9457): refusals, the framework's own, and what is no HTTP at all. */
import { type ServerResponse, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { isDatabaseAway } from './db.ts'
import { newId } from './ids.ts'
import type { FieldProblem, RefusalCode, RefusalDetails } from './refusals.ts'
import { Refusal, refusals } from './refusals.ts'

const PROBLEM_TYPE = 'application/problem+json; charset=utf-8'

export function answerError(error: FastifyError | Refusal, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof Refusal) return sendRefusal(request, reply, error)
  const known = frameworkRefusals[error.code]
  if (known) return sendRefusal(request, reply, known)
  if (error.statusCode && error.statusCode < 500) return sendRefusal(request, reply, new Refusal('request_invalid'))
  request.log.error({ requestId: request.id, err: error }, 'unexpected failure')
  if (isDatabaseAway(error)) return sendRefusal(request, reply, new Refusal('busy', { retryAfterSeconds: 2 }))
  return sendRefusal(request, reply, new Refusal('internal'))
}

const frameworkRefusals: Record<string, Refusal> = {
  FST_ERR_CTP_BODY_TOO_LARGE: new Refusal('body_too_large'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: new Refusal('media_type_unsupported'),
  FST_ERR_BAD_URL: new Refusal('request_invalid', { fields: [{ field: 'path', code: 'invalid' }] }),
  FST_ERR_MAX_PARAM_LENGTH: new Refusal('request_invalid', { fields: [{ field: 'path', code: 'too_long' }] }),
}

/** Problem JSON (RFC 9457). */
function sendRefusal(request: FastifyRequest, reply: FastifyReply, { code, details }: Refusal): FastifyReply {
  if (details.retryAfterSeconds) reply.header('retry-after', details.retryAfterSeconds)
  if (code === 'step_up_required') reply.header('www-authenticate', 'Bearer error="insufficient_user_authentication"')
  else if (code === 'session_required') reply.header('www-authenticate', 'Bearer')
  else if (code === 'device_proof_required' || code === 'device_proof_invalid')
    reply.header('www-authenticate', 'DPoP error="invalid_dpop_proof", algs="ES256"')
  return reply
    .code(refusals[code].status)
    .header('content-type', PROBLEM_TYPE)
    .serializer((body: unknown) => JSON.stringify(body))
    .send(problem(code, details, request.id))
}

function problem(code: RefusalCode, details: RefusalDetails, requestId: string): object {
  const { status, title } = refusals[code]
  return { type: `urn:portvakt:${code}`, title, status, code, ...details, requestId }
}

/** Answers what never became a request: its own words are logged nowhere, since it may hold anything. */
export function answerGarbage({ code = '' }: NodeJS.ErrnoException, socket: Socket): void {
  if (code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const [status, problem] = garbage[code] ?? garbage.other
  const { body, headers } = unrouted(status, problem)
  const lines = Object.entries({ ...headers, connection: 'close' }).map(([name, value]) => `${name}: ${value}`)
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('\r\n')}\r\n\r\n${body}`)
}

const garbage: Record<string, [status: number, FieldProblem]> & { other: [number, FieldProblem] } = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, { field: 'request', code: 'invalid' }],
  HPE_HEADER_OVERFLOW: [431, { field: 'headers', code: 'too_long' }],
  HPE_INVALID_HEADER_TOKEN: [400, { field: 'headers', code: 'invalid' }],
  other: [400, { field: 'request', code: 'invalid' }],
}

/** Answers a request that expects what nobody offers (RFC 9110 §10.1.1): the platform's own answer has no body and no id. */
export function answerExpectation(response: ServerResponse, always: Record<string, string>): void {
  const { body, headers } = unrouted(417, { field: 'expect', code: 'invalid' })
  response.writeHead(417, { ...always, ...headers, connection: 'close' }).end(body)
}

/** A problem that no route and no hook has seen. */
function unrouted(status: number, field: FieldProblem): { body: string; headers: Record<string, string | number> } {
  const requestId = newId()
  const body = JSON.stringify({ ...problem('request_invalid', { fields: [field] }, requestId), status })
  const length = Buffer.byteLength(body)
  return { body, headers: { 'content-type': PROBLEM_TYPE, 'content-length': length, 'x-request-id': requestId } }
}

export const fieldProblemSchema = z.object({ field: z.string(), code: z.string() })

/** A proof of work by the ALTCHA protocol, version 2; `bot_check_required` brings one along. */
export const challengeSchema = z
  .object({
    parameters: z.object({
      algorithm: z.literal('PBKDF2/SHA-256'),
      cost: z.int(),
      data: z.object({ purpose: z.string(), most: z.int() }),
      expiresAt: z.int(),
      keyLength: z.int(),
      keyPrefix: z.string(),
      keySignature: z.string(),
      nonce: z.string(),
      salt: z.string(),
    }),
    signature: z.string(),
  })
  .meta({ description: 'Proof of work (ALTCHA, version 2)' })

/** What every refusal looks like, for the API's description. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(refusals) as [RefusalCode, ...RefusalCode[]]),
    fields: z.array(fieldProblemSchema).optional(),
    retryAfterSeconds: z.int().optional(),
    until: z.iso.datetime().optional(),
    state: z.string().optional(),
    methods: z.array(z.string()).optional(),
    challenge: challengeSchema.optional(),
    requestId: z.string(),
  })
  .meta({ description: 'Problem details (RFC 9457)' })
