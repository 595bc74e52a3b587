import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { canonicalIdentifier } from '../accounts/identifier.ts'
import { maskIdentifier } from '../accounts/mask.ts'
import { describeDevice, deviceOfRequest } from '../devices/http.ts'
import { networkOf } from '../limits/network.ts'
import { describeProof } from '../mailbox-proof/describe-proof.ts'
import { requestOptions } from '../passkeys/schema.ts'
import type { Deps } from '../platform/deps.ts'
import { evenOut } from '../platform/even-out.ts'
import { cookieAttributes, requireSession, SESSION_COOKIE, type SignedIn } from '../sessions/http.ts'
import type { SessionCache } from '../sessions/session-cache.ts'
import { finishThaw } from './finish-thaw.ts'
import { sealFlow } from './flow.ts'
import { freezeByLink, freezeOwnAccount, lookAtLink } from './freeze-account.ts'
import { actionsOf } from './journey.ts'
import type { ThawAnswer, ThawProofAnswer } from './schema.ts'
import {
  finishThawAnswer,
  freezeAnswer,
  linkAnswer,
  linkBody,
  startThawAnswer,
  startThawBody,
  thawCodeBody,
  thawFlowBody,
  thawPasskeyBody,
  thawPhraseBody,
  thawTotpBody,
} from './schema.ts'
import type { SentCode } from './send-thaw-code.ts'
import { type AskedForMailbox, resendThawCode, startThaw } from './start-thaw.ts'
import { thawWithRecoveryKey, thawWithTotp } from './thaw-with-factor.ts'
import { startThawPasskey, thawWithPasskey } from './thaw-with-passkey.ts'

const frozen = { state: 'frozen' as const }

export function registerFreezeRoutes(instance: FastifyInstance, deps: Deps, cache: SessionCache<SignedIn>): void {
  registerFreezing(instance, deps, cache)
  registerThawing(instance, deps)
  registerFactorThawing(instance, deps)
}

function registerFreezing(instance: FastifyInstance, deps: Deps, cache: SessionCache<SignedIn>): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const tags = ['freeze']

  app.post(
    '/api/v1/account/freeze',
    {
      config: { operation: 'freeze' },
      schema: {
        tags,
        summary: 'Freeze the account: every session, code and flow ends, and nobody signs in',
        response: { 200: freezeAnswer },
      },
    },
    async (request, reply) => {
      const { session } = requireSession(request)
      await freezeOwnAccount(deps, session, await describeDevice(request))
      cache.forget(session.accountId)
      reply.clearCookie(SESSION_COOKIE, cookieAttributes)
      return frozen
    },
  )

  app.post(
    '/api/v1/not-me/look',
    {
      config: { operation: 'freeze_by_link' },
      schema: {
        tags,
        summary: 'What the link of a notice is about; changes nothing',
        body: linkBody,
        response: { 200: linkAnswer },
      },
    },
    async (request) => {
      const { event, at, browser, system, place, isFrozen } = await lookAtLink(deps, request.body.token)
      const state = isFrozen ? ('frozen' as const) : ('open' as const)
      return { state, event, at: at.toISOString(), device: { browser, system }, place }
    },
  )

  app.post(
    '/api/v1/not-me',
    {
      config: { operation: 'freeze_by_link' },
      schema: {
        tags,
        summary: 'Freeze the account that the link of a notice is about',
        body: linkBody,
        response: { 200: freezeAnswer },
      },
    },
    async (request) => {
      cache.forget(await freezeByLink(deps, request.body.token, await describeDevice(request)))
      return frozen
    },
  )
}

function registerThawing(instance: FastifyInstance, deps: Deps): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const config = { operation: 'thaw' } as const
  const tags = ['freeze']
  const response = { 200: startThawAnswer }

  app.post(
    '/api/v1/thaw',
    {
      config,
      schema: {
        tags,
        summary: 'Open a frozen account again: with the right password a code is sent. The answer is the same without',
        body: startThawBody,
        response,
      },
    },
    async (request, reply) => {
      const { identifier: typed, country, password, flow, botCheck } = request.body
      const identifier = canonicalIdentifier(typed, country)
      const { device, secret, isFresh } = await deviceOfRequest(request)
      const from = { device, deviceSecret: isFresh ? undefined : secret, network: networkOf(request.ip) }
      const locale = deps.config.defaultLocale
      const begun = await startThaw(deps, { identifier, password, flow, botCheck, locale, ...from })
      await evenOut(reply.elapsedTime)
      return answerOf(deps, begun)
    },
  )

  app.post(
    '/api/v1/thaw/resend',
    { config, schema: { tags, summary: 'Send a new code; the old one is dead', body: thawFlowBody, response } },
    async (request, reply) => {
      const asker = { network: networkOf(request.ip), locale: deps.config.defaultLocale }
      const sent = await resendThawCode(deps, request.body.flow, asker)
      await evenOut(reply.elapsedTime)
      return answerOf(deps, sent)
    },
  )

  app.post(
    '/api/v1/thaw/code',
    {
      config,
      schema: {
        tags,
        summary: 'Open the account with the code. Withdrawals pause, nobody is signed in',
        body: thawCodeBody,
        response: { 200: finishThawAnswer },
      },
    },
    async (request) => {
      const { flow, code } = request.body
      const device = await describeDevice(request)
      const outcome = await finishThaw(deps, { flow, code, device })
      return outcome.state === 'waiting' ? { ...outcome, opensAt: outcome.opensAt.toISOString() } : outcome
    },
  )
}

/** The second proof of an account that has one, after password and code. */
function registerFactorThawing(instance: FastifyInstance, deps: Deps): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const config = { operation: 'thaw' } as const
  const tags = ['freeze']
  const response = { 200: finishThawAnswer }
  const done = { state: 'done' as const, actions: actionsOf('done') }

  app.post(
    '/api/v1/thaw/totp',
    {
      config,
      schema: {
        tags,
        summary: 'Open the account with a code of the authenticator, after password and code',
        body: thawTotpBody,
        response,
      },
    },
    async (request) => {
      const { flow, code } = request.body
      const { device, secret, isFresh } = await deviceOfRequest(request)
      await thawWithTotp(deps, code, { flow, device, deviceSecret: isFresh ? undefined : secret })
      return done
    },
  )

  app.post(
    '/api/v1/thaw/passkey/options',
    {
      config,
      schema: {
        tags,
        summary: 'What the browser asks a passkey of the account for, after password and code',
        body: thawFlowBody,
        response: { 200: requestOptions },
      },
    },
    async (request) => startThawPasskey(deps, request.body.flow),
  )

  app.post(
    '/api/v1/thaw/passkey',
    {
      config,
      schema: {
        tags,
        summary: 'Open the account with a passkey, after password and code. Nobody is signed in',
        body: thawPasskeyBody,
        response,
      },
    },
    async (request) => {
      const { flow, credential: assertion } = request.body
      const { device, secret, isFresh } = await deviceOfRequest(request)
      const from = { device, deviceSecret: isFresh ? undefined : secret, network: networkOf(request.ip) }
      await thawWithPasskey(deps, { flow, assertion, ...from })
      return done
    },
  )

  app.post(
    '/api/v1/thaw/recovery-key',
    {
      config,
      schema: {
        tags,
        summary:
          'Open the account with the whole Recovery Key Phrase, after password and code: the authenticator is lost',
        body: thawPhraseBody,
        response,
      },
    },
    async (request) => {
      const { flow, phrase } = request.body
      await thawWithRecoveryKey(deps, phrase, { flow, device: await describeDevice(request) })
      return done
    },
  )
}

/** Speaks of the typed address alone. */
function answerOf(deps: Deps, begun: SentCode | AskedForMailbox): ThawAnswer | ThawProofAnswer {
  if ('mailbox' in begun) {
    const actions = actionsOf('mailbox') as ThawProofAnswer['actions']
    return { state: 'mailbox', actions, ...describeProof(deps, begun.mailbox) }
  }
  const { flow, code } = begun
  return {
    flow: sealFlow(deps, flow),
    state: 'code',
    actions: actionsOf('code') as ThawAnswer['actions'],
    channel: flow.identifier.kind === 'email' ? 'email' : 'sms',
    destination: maskIdentifier(flow.identifier),
    resendAt: code.resendAt.toISOString(),
    expiresAt: code.expiresAt.toISOString(),
  }
}
