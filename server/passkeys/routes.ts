import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { passkeyAnswer } from '../accounts/schema.ts'
import { describeDevice } from '../devices/http.ts'
import type { Deps } from '../platform/deps.ts'
import { handOver, requireSession, type SignedIn, tokenOf } from '../sessions/http.ts'
import { sessionAnswer } from '../sessions/schema.ts'
import type { SessionCache } from '../sessions/session-cache.ts'
import { addPasskey, startAdding } from './add-passkey.ts'
import { removePasskey } from './remove-passkey.ts'
import { renamePasskey } from './rename-passkey.ts'
import {
  addedPasskeyAnswer,
  addPasskeyBody,
  creationOptions,
  passkeyParams,
  passkeysAnswer,
  renamePasskeyBody,
} from './schema.ts'
import { describePasskey, listPasskeys } from './stored-passkey.ts'

const tags = ['account']

export function registerPasskeyRoutes(instance: FastifyInstance, deps: Deps, cache: SessionCache<SignedIn>): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/v1/account/passkeys',
    {
      config: { operation: 'list_passkeys' },
      schema: { tags, summary: 'The account’s passkeys', response: { 200: passkeysAnswer } },
    },
    async (request) => {
      const { accountId } = requireSession(request).session
      return { passkeys: (await listPasskeys(deps, deps.db, accountId)).map(describePasskey) }
    },
  )

  app.post(
    '/api/v1/account/passkeys/options',
    {
      config: { operation: 'add_passkey' },
      schema: {
        tags,
        summary: 'What the browser makes a new passkey from, within five minutes',
        response: { 200: creationOptions },
      },
    },
    async (request) => startAdding(deps, requireSession(request).session),
  )

  app.post(
    '/api/v1/account/passkeys',
    {
      config: { operation: 'add_passkey' },
      schema: {
        tags,
        summary:
          'Add a passkey: the session gets a new token, withdrawals pause; a first factor ends all other sessions',
        body: addPasskeyBody,
        response: { 201: addedPasskeyAnswer },
      },
    },
    async (request, reply) => {
      const { session } = requireSession(request)
      const { credential, name } = request.body
      const device = await describeDevice(request)
      const token = tokenOf(request) ?? ''
      const { passkey, opened } = await addPasskey(deps, { session, token, device, credential, name })
      cache.forget(session.accountId)
      return reply.code(201).send({ passkey: describePasskey(passkey), session: await handOver(deps, reply, opened) })
    },
  )

  app.patch(
    '/api/v1/account/passkeys/:id',
    {
      config: { operation: 'rename_passkey' },
      schema: {
        tags,
        summary: 'Call a passkey something else',
        params: passkeyParams,
        body: renamePasskeyBody,
        response: { 200: passkeyAnswer },
      },
    },
    async (request) => {
      const { session } = requireSession(request)
      return describePasskey(await renamePasskey(deps, session, request.params.id, request.body.name))
    },
  )

  app.delete(
    '/api/v1/account/passkeys/:id',
    {
      config: { operation: 'remove_passkey' },
      schema: {
        tags,
        summary: 'Remove a passkey: every other session ends, this one gets a new token, withdrawals pause',
        params: passkeyParams,
        response: { 200: sessionAnswer },
      },
    },
    async (request, reply) => {
      const { session } = requireSession(request)
      const device = await describeDevice(request)
      const removing = { session, token: tokenOf(request) ?? '', device, passkeyId: request.params.id }
      const carried = await removePasskey(deps, removing)
      cache.forget(session.accountId)
      return handOver(deps, reply, carried)
    },
  )
}
