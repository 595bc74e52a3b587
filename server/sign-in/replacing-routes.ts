import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { describeChange } from '../authenticator/describe-change.ts'
import { confirmReplacingKey, showOtherReplacingPhrase } from '../authenticator/replace.ts'
import { authenticatorAnswer } from '../authenticator/schema.ts'
import { describeDevice, deviceOfRequest, handOverDevice } from '../devices/http.ts'
import type { Deps } from '../platform/deps.ts'
import { handOver, type SignedIn } from '../sessions/http.ts'
import type { SessionCache } from '../sessions/session-cache.ts'
import { finishReplacing, signInWithRecoveryKey } from './replace-authenticator.ts'
import { replacingKeyBody, replacingPhraseBody, signedInAnswer, signInFlowBody, signInPhraseBody } from './schema.ts'

const config = { operation: 'sign_in' } as const
const tags = ['sign-in']
const response = { 200: authenticatorAnswer }
const begunBy = 'sign_in'

/** The lost phone, with the phrase at hand: new authenticator, new phrase, signed in. */
export function registerReplacingRoutes(instance: FastifyInstance, deps: Deps, cache: SessionCache<SignedIn>): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/v1/sign-in/recovery-key',
    {
      config,
      schema: {
        tags,
        summary: 'After the right password, begin a new authenticator with the whole Recovery Key Phrase',
        body: signInPhraseBody,
        response,
      },
    },
    async (request) => {
      const device = await describeDevice(request)
      const { change, flow } = await signInWithRecoveryKey(deps, { ...request.body, device })
      cache.forget(change.accountId)
      return describeChange(deps, change, { flow })
    },
  )

  app.post(
    '/api/v1/sign-in/recovery-key/key',
    { config, schema: { tags, summary: 'Confirm the new key with a code of it', body: replacingKeyBody, response } },
    async (request) => {
      const { flow, code } = request.body
      const { change, phrase } = await confirmReplacingKey(deps, { flow, begunBy }, code)
      return describeChange(deps, change, { flow, phrase })
    },
  )

  app.post(
    '/api/v1/sign-in/recovery-key/new-phrase',
    {
      config,
      schema: {
        tags,
        summary: 'Show another phrase in the place of the one that was not entered back',
        body: signInFlowBody,
        response,
      },
    },
    async (request) => {
      const { flow } = request.body
      const { change, phrase } = await showOtherReplacingPhrase(deps, { flow, begunBy })
      return describeChange(deps, change, { flow, phrase })
    },
  )

  app.post(
    '/api/v1/sign-in/recovery-key/phrase',
    {
      config,
      schema: {
        tags,
        summary: 'Enter the new phrase back: the new authenticator counts, the old one is dead, and you are signed in',
        body: replacingPhraseBody,
        response: { 200: signedInAnswer },
      },
    },
    async (request, reply) => {
      const { flow, phrase, client } = request.body
      const from = await deviceOfRequest(request)
      const { device, secret } = from
      const opened = await finishReplacing(deps, { flow, phrase, client, device, secret })
      cache.forget(opened.session.accountId)
      const session = await handOver(deps, reply, opened)
      return { state: 'signed_in' as const, session: { ...session, ...handOverDevice(reply, client, from) } }
    },
  )
}
