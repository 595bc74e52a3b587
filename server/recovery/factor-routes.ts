import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { describeChange } from '../authenticator/describe-change.ts'
import { confirmReplacingKey, showOtherReplacingPhrase } from '../authenticator/replace.ts'
import { authenticatorAnswer } from '../authenticator/schema.ts'
import { describeDevice, deviceOfRequest } from '../devices/http.ts'
import { networkOf } from '../limits/network.ts'
import { requestOptions } from '../passkeys/schema.ts'
import type { Deps } from '../platform/deps.ts'
import type { SignedIn } from '../sessions/http.ts'
import type { SessionCache } from '../sessions/session-cache.ts'
import { resetWithTotp } from './reset-with-factor.ts'
import { resetWithPasskey, startResetPasskey } from './reset-with-passkey.ts'
import { finishResetReplacing, resetWithRecoveryKey } from './reset-with-recovery-key.ts'
import {
  recoveryFlowBody,
  resetDoneAnswer,
  resetKeyBody,
  resetNewPhraseBody,
  resetPasskeyBody,
  resetPhraseBody,
  resetReplacingBody,
  resetTotpBody,
} from './schema.ts'

const config = { operation: 'reset_password' } as const
const tags = ['forgotten password']
const begunBy = 'reset'
const done = { state: 'done' as const }

/** The second proof of an account that has one, after the code: without it no password changes. */
export function registerFactorResetRoutes(instance: FastifyInstance, deps: Deps, cache: SessionCache<SignedIn>): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/v1/forgot-password/totp',
    {
      config,
      schema: {
        tags,
        summary: 'Set the new password with a code of the authenticator, after the code. Nobody is signed in',
        body: resetTotpBody,
        response: { 200: resetDoneAnswer },
      },
    },
    async (request) => {
      const { flow, code, password } = request.body
      const { device, secret, isFresh } = await deviceOfRequest(request)
      const deviceSecret = isFresh ? undefined : secret
      cache.forget(await resetWithTotp(deps, code, { flow, password, device, deviceSecret }))
      return done
    },
  )

  app.post(
    '/api/v1/forgot-password/passkey/options',
    {
      config,
      schema: {
        tags,
        summary: 'What the browser asks a passkey of the account for, after the code',
        body: recoveryFlowBody,
        response: { 200: requestOptions },
      },
    },
    async (request) => startResetPasskey(deps, request.body.flow),
  )

  app.post(
    '/api/v1/forgot-password/passkey',
    {
      config,
      schema: {
        tags,
        summary: 'Set the new password with a passkey, after the code. Nobody is signed in',
        body: resetPasskeyBody,
        response: { 200: resetDoneAnswer },
      },
    },
    async (request) => {
      const { flow, credential: assertion, password } = request.body
      const { device, secret, isFresh } = await deviceOfRequest(request)
      const from = { device, deviceSecret: isFresh ? undefined : secret, network: networkOf(request.ip) }
      cache.forget(await resetWithPasskey(deps, { flow, password, assertion, ...from }))
      return done
    },
  )

  app.post(
    '/api/v1/forgot-password/recovery-key',
    {
      config,
      schema: {
        tags,
        summary: 'With the whole Recovery Key Phrase: set the new password, and begin a new authenticator',
        body: resetPhraseBody,
        response: { 200: authenticatorAnswer },
      },
    },
    async (request) => {
      const { flow: reset, phrase, password } = request.body
      const device = await describeDevice(request)
      const { change, flow } = await resetWithRecoveryKey(deps, phrase, { flow: reset, password, device })
      cache.forget(change.accountId)
      return describeChange(deps, change, { flow })
    },
  )

  registerReplacing(instance, deps, cache)
}

function registerReplacing(instance: FastifyInstance, deps: Deps, cache: SessionCache<SignedIn>): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const response = { 200: authenticatorAnswer }

  app.post(
    '/api/v1/forgot-password/recovery-key/key',
    { config, schema: { tags, summary: 'Confirm the new key with a code of it', body: resetKeyBody, response } },
    async (request) => {
      const { flow, code } = request.body
      const { change, phrase } = await confirmReplacingKey(deps, { flow, begunBy }, code)
      return describeChange(deps, change, { flow, phrase })
    },
  )

  app.post(
    '/api/v1/forgot-password/recovery-key/new-phrase',
    {
      config,
      schema: {
        tags,
        summary: 'Show another phrase in the place of the one that was not entered back',
        body: resetReplacingBody,
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
    '/api/v1/forgot-password/recovery-key/phrase',
    {
      config,
      schema: {
        tags,
        summary: 'Enter the new phrase back: the new authenticator counts, the old one is dead. Nobody is signed in',
        body: resetNewPhraseBody,
        response: { 200: resetDoneAnswer },
      },
    },
    async (request) => {
      const { flow, phrase } = request.body
      const { device, secret } = await deviceOfRequest(request)
      cache.forget(await finishResetReplacing(deps, { flow, phrase, device, secret }))
      return done
    },
  )
}
