/** Every "no" on its way out, as problem JSON (RFC 9457): refusals, the framework's own, and what is no HTTP at all. */
import type { Socket } from 'node:net'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { isDatabaseAway } from './db.ts'
import { newId } from './ids.ts'
import type { RefusalCode, RefusalDetails } from './refusals.ts'
import { Refusal, refusals } from './refusals.ts'

const PROBLEM_TYPE = 'application/problem+json; charset=utf-8'

export function answerError(error: FastifyError | Refusal, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof Refusal) return sendRefusal(request, reply, error)
  const known = frameworkRefusals[error.code]
  if (known) return sendRefusal(request, reply, new Refusal(known))
  if (error.statusCode && error.statusCode < 500) return sendRefusal(request, reply, new Refusal('request_invalid'))
  request.log.error({ requestId: request.id, err: error }, 'unexpected failure')
  if (isDatabaseAway(error)) return sendRefusal(request, reply, new Refusal('busy', { retryAfterSeconds: 2 }))
  return sendRefusal(request, reply, new Refusal('internal'))
}

const frameworkRefusals: Record<string, RefusalCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'media_type_unsupported',
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
export function answerGarbage(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const isLate = error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
  const isTooMuch = error.code === 'HPE_HEADER_OVERFLOW'
  const line = isLate ? '408 Request Timeout' : isTooMuch ? '431 Request Header Fields Too Large' : '400 Bad Request'
  const requestId = newId()
  const body = JSON.stringify({ ...problem('request_invalid', {}, requestId), status: Number(line.slice(0, 3)) })
  const headers = [`content-type: ${PROBLEM_TYPE}`, `content-length: ${Buffer.byteLength(body)}`, 'connection: close']
  socket.end(`HTTP/1.1 ${line}\r\n${headers.join('\r\n')}\r\nx-request-id: ${requestId}\r\n\r\n${body}`)
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
