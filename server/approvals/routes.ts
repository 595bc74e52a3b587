import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { describeDevice, deviceSecretOf } from '../devices/http.ts'
import { requestOptions } from '../passkeys/schema.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import { requireSession } from '../sessions/http.ts'
import { parseApprovalId } from './approval.ts'
import { approveWithPasskey, startPasskeyApproval } from './approve-with-passkey.ts'
import { approveWithTotp } from './approve-with-totp.ts'
import { askApproval } from './ask-approval.ts'
import { declineApproval } from './decline-approval.ts'
import { describeApproval, describeOwnApproval } from './describe-approval.ts'
import { getOwnApproval, readApproval } from './find-approval.ts'
import { redeemApproval } from './redeem-approval.ts'
import {
  approvalAnswer,
  approvalParams,
  approvePasskeyBody,
  approveTotpBody,
  askApprovalBody,
  idempotencyHeaders,
  ownApprovalAnswer,
  redeemApprovalBody,
  redeemedAnswer,
} from './schema.ts'

const tags = ['approvals']

export function registerApprovalRoutes(instance: FastifyInstance, deps: Deps): void {
  registerProgramRoutes(instance, deps)
  registerOwnerRoutes(instance, deps)
}

function registerProgramRoutes(instance: FastifyInstance, deps: Deps): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/v1/approvals',
    {
      config: { operation: 'ask_approval' },
      schema: {
        tags,
        summary: 'Ask an account’s owner to approve one act; repeat with the same `idempotency-key` as you like',
        headers: idempotencyHeaders,
        body: askApprovalBody,
        response: { 200: approvalAnswer },
      },
    },
    async (request) => {
      const { accountId, content, returnTo, expiresInSeconds } = request.body
      const askedBy = requireKeyName(request)
      const idempotencyKey = request.headers['idempotency-key']
      const asked = { accountId, content, returnTo, expiresInSeconds, askedBy, idempotencyKey }
      return describeApproval(deps, await askApproval(deps, asked))
    },
  )

  app.get(
    '/api/v1/approvals/:id',
    {
      config: { operation: 'ask_approval' },
      schema: {
        tags,
        summary: 'For the program that asked: where an approval stands, with its proof once it is given',
        params: approvalParams,
        response: { 200: approvalAnswer },
      },
    },
    async (request) => {
      const id = parseApprovalId(request.params.id)
      const { approval, proof } = await readApproval(deps, requireKeyName(request), id)
      return describeApproval(deps, approval, proof)
    },
  )

  app.post(
    '/api/v1/approvals/:id/redeem',
    {
      config: { operation: 'redeem_approval' },
      schema: {
        tags,
        summary:
          'For the program that asked: spend the proof, once, for what you are about to do; repeat with the same `idempotency-key` as you like',
        headers: idempotencyHeaders,
        params: approvalParams,
        body: redeemApprovalBody,
        response: { 200: redeemedAnswer },
      },
    },
    async (request) => {
      const { id } = request.params
      const named = { id: parseApprovalId(id), idempotencyKey: request.headers['idempotency-key'] }
      const redeemedAt = await redeemApproval(deps, { ...request.body, ...named, program: requireKeyName(request) })
      return { id, state: 'redeemed' as const, redeemedAt: redeemedAt.toISOString() }
    },
  )

  // Public, and good for minutes: a key is here before anything is signed with it. See keys rotate.
  app.get('/.well-known/jwks.json', { schema: { hide: true } }, async (_request, reply) =>
    reply.header('cache-control', 'public, max-age=300').send({ keys: deps.keys.publicKeys() }),
  )
}

function registerOwnerRoutes(instance: FastifyInstance, deps: Deps): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const params = approvalParams
  const response = { 200: ownApprovalAnswer }

  app.get(
    '/api/v1/account/approvals/:id',
    {
      config: { operation: 'read_approval' },
      schema: { tags, summary: 'What you are asked to approve, and whether you can', params, response },
    },
    async (request) => describeOwn(deps, request, request.params.id),
  )

  app.post(
    '/api/v1/account/approvals/:id/totp',
    {
      config: { operation: 'approve' },
      schema: {
        tags,
        summary: 'Approve it with a code of the authenticator, given for this act alone',
        params,
        body: approveTotpBody,
        response,
      },
    },
    async (request) => {
      const { session } = requireSession(request)
      const { id } = request.params
      const device = await describeDevice(request)
      const own = { code: request.body.code, device, deviceSecret: deviceSecretOf(request) }
      await approveWithTotp(deps, session, { id: parseApprovalId(id), ...own })
      return describeOwn(deps, request, id)
    },
  )

  app.post(
    '/api/v1/account/approvals/:id/passkey/options',
    {
      config: { operation: 'approve' },
      schema: {
        tags,
        summary: 'What the browser asks a passkey of the account for, to approve this act and no other',
        params,
        response: { 200: requestOptions },
      },
    },
    async (request) => {
      const { session } = requireSession(request)
      return startPasskeyApproval(deps, session, parseApprovalId(request.params.id))
    },
  )

  app.post(
    '/api/v1/account/approvals/:id/passkey',
    {
      config: { operation: 'approve' },
      schema: {
        tags,
        summary: 'Approve it with a passkey that signed for this act',
        params,
        body: approvePasskeyBody,
        response,
      },
    },
    async (request) => {
      const { session } = requireSession(request)
      const { id } = request.params
      const device = await describeDevice(request)
      const assertion = request.body.credential
      await approveWithPasskey(deps, session, { id: parseApprovalId(id), assertion, device })
      return describeOwn(deps, request, id)
    },
  )

  app.post(
    '/api/v1/account/approvals/:id/decline',
    { config: { operation: 'decline_approval' }, schema: { tags, summary: 'Say no, for good', params, response } },
    async (request) => {
      const { id } = request.params
      const { session } = requireSession(request)
      await declineApproval(deps, session, parseApprovalId(id), await describeDevice(request))
      return describeOwn(deps, request, id)
    },
  )
}

async function describeOwn(deps: Deps, request: FastifyRequest, id: string) {
  const { session } = requireSession(request)
  return describeOwnApproval(deps, session, await getOwnApproval(deps, session.accountId, parseApprovalId(id)))
}

/** The person reads it as who asks, and what was asked belongs to it. A rotated key has the same one. */
function requireKeyName({ apiKey }: FastifyRequest): string {
  if (!apiKey) throw new Refusal('api_key_required')
  return apiKey.name
}
