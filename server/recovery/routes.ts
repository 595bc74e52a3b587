import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { canonicalIdentifier } from '../accounts/identifier.ts'
import { maskIdentifier } from '../accounts/mask.ts'
import type { Locale } from '../accounts/schema.ts'
import type { IssuedCode } from '../codes/issue-code.ts'
import { findCodeTimes } from '../codes/issue-code.ts'
import { describeDevice, deviceSecretOf } from '../devices/http.ts'
import { networkOf } from '../limits/network.ts'
import { describeFlow, describeProof } from '../mailbox-proof/describe-proof.ts'
import { codeSubject as mailboxCode, readFlow } from '../mailbox-proof/flow.ts'
import { proveByOtherChannel, resendProofCode } from '../mailbox-proof/start-proof.ts'
import type { Deps } from '../platform/deps.ts'
import { evenOut } from '../platform/even-out.ts'
import type { SignedIn } from '../sessions/http.ts'
import type { SessionCache } from '../sessions/session-cache.ts'
import { finishRecovery } from './finish-recovery.ts'
import type { RecoveryFlow } from './flow.ts'
import { codeSubject, getFlow } from './flow.ts'
import { actionsOf } from './journey.ts'
import { resendRecoveryCode, sendToOtherChannel } from './resend-recovery-code.ts'
import type { RecoveryAnswer } from './schema.ts'
import {
  finishRecoveryAnswer,
  finishRecoveryBody,
  proveMailboxBody,
  recoveryAnswer,
  recoveryFlowBody,
  resendRecoveryBody,
  startRecoveryBody,
} from './schema.ts'
import { startProvenRecovery } from './start-proven-recovery.ts'
import { type AskedForMailbox, type ResetAsker, type StartedRecovery, startRecovery } from './start-recovery.ts'
import { actionsNow } from './ways-on.ts'

const config = { operation: 'reset_password' } as const
const tags = ['forgotten password']
const response = { 200: recoveryAnswer }

/* Refusals leave at the end of a slot too: who brings a device along is looked for before one, in the account of the address. */
export function registerRecoveryRoutes(instance: FastifyInstance, deps: Deps, cache: SessionCache<SignedIn>): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/v1/forgot-password',
    {
      config,
      schema: {
        tags,
        summary: 'Begin: a code is sent to the address if an account has it. The answer is the same if none has',
        response,
        body: startRecoveryBody,
      },
    },
    async (request, reply) => {
      const { identifier, country, ...more } = request.body
      const typed = canonicalIdentifier(identifier, country)
      const asker = askerOf(deps, request, more)
      return answer(deps, await startRecovery(deps, typed, asker).finally(() => evenOut(reply.elapsedTime)))
    },
  )

  app.post(
    '/api/v1/forgot-password/code',
    {
      config,
      schema: {
        tags,
        summary: 'Prove the mailbox with its code, where that is asked for first: then the code of the reset is sent',
        response,
        body: proveMailboxBody,
      },
    },
    async (request) => {
      const { flow, code } = request.body
      return answer(deps, await startProvenRecovery(deps, flow, code, networkOf(request.ip)))
    },
  )

  app.post(
    '/api/v1/forgot-password/resend',
    { config, schema: { tags, summary: 'Send a new code; the old one is dead', response, body: resendRecoveryBody } },
    async (request, reply) => {
      const { flow: token, ...more } = request.body
      const asker = askerOf(deps, request, more)
      const work = isMailbox(deps, token)
        ? resendProofCode(deps, 'recovery_mailbox', token, asker).then((mailbox) => ({ mailbox }))
        : resendRecoveryCode(deps, token, asker)
      return answer(deps, await work.finally(() => evenOut(reply.elapsedTime)))
    },
  )

  app.post(
    '/api/v1/forgot-password/other-channel',
    {
      config,
      schema: {
        tags,
        summary: 'Send a new code to the account’s other address, or back to the typed one; the old code is dead',
        response,
        body: resendRecoveryBody,
      },
    },
    async (request, reply) => {
      const { flow: token, ...more } = request.body
      const asker = askerOf(deps, request, more)
      const work = isMailbox(deps, token)
        ? proveByOtherChannel(deps, 'recovery_mailbox', token, asker).then((mailbox) => ({ mailbox }))
        : sendToOtherChannel(deps, token, asker)
      return answer(deps, await work.finally(() => evenOut(reply.elapsedTime)))
    },
  )

  app.post(
    '/api/v1/forgot-password/state',
    { config, schema: { tags, summary: 'Where this reset stands', response, body: recoveryFlowBody } },
    async (request) => {
      const mailbox = readFlow(deps, 'recovery_mailbox', request.body.flow)
      if (mailbox) {
        const times = timesOf(await findCodeTimes(deps, mailboxCode(mailbox)))
        return { ...atMailbox, ...describeFlow(deps, mailbox), ...times }
      }
      const flow = await getFlow(deps, request.body.flow)
      return answerOf(deps, flow, await findCodeTimes(deps, codeSubject(flow)))
    },
  )

  app.post(
    '/api/v1/forgot-password/finish',
    {
      config,
      schema: {
        tags,
        summary: 'Set a new password with the code. Every session ends, withdrawals pause, nobody is signed in',
        body: finishRecoveryBody,
        response: { 200: finishRecoveryAnswer },
      },
    },
    async (request) => {
      const { flow, code, password } = request.body
      const device = await describeDevice(request)
      const deviceSecret = deviceSecretOf(request)
      const { state, actions, accountId } = await finishRecovery(deps, { flow, code, password, device, deviceSecret })
      cache.forget(accountId)
      return { state, actions }
    },
  )
}

interface Asking {
  botCheck?: string | undefined
  locale?: Locale | undefined
}

const askerOf = ({ config }: Deps, request: FastifyRequest, { botCheck, locale }: Asking): ResetAsker => ({
  network: networkOf(request.ip),
  deviceSecret: deviceSecretOf(request),
  locale: locale ?? config.defaultLocale,
  ...(botCheck === undefined ? {} : { botCheck }),
})

const isMailbox = (deps: Deps, token: string): boolean => readFlow(deps, 'recovery_mailbox', token) !== undefined

const answer = (deps: Deps, begun: StartedRecovery | AskedForMailbox): RecoveryAnswer | Promise<RecoveryAnswer> =>
  'mailbox' in begun ? { ...atMailbox, ...describeProof(deps, begun.mailbox) } : answerOf(deps, begun.flow, begun.code)

const atMailbox = { state: 'mailbox' as const, actions: actionsOf('mailbox') }

type Times = Pick<IssuedCode, 'resendAt' | 'expiresAt'>

const timesOf = (code: Times | undefined) =>
  code ? { resendAt: code.resendAt.toISOString(), expiresAt: code.expiresAt.toISOString() } : {}

/** Speaks of the typed address alone: which others there are, and whether there are any, is not told. */
async function answerOf(deps: Deps, flow: RecoveryFlow, code: Times | undefined): Promise<RecoveryAnswer> {
  return {
    flow: flow.flow,
    state: flow.state,
    actions: await actionsNow(deps, flow),
    channel: flow.identifier.kind === 'email' ? 'email' : 'sms',
    destination: maskIdentifier(flow.identifier),
    toOther: flow.toOther,
    ...timesOf(flow.state === 'code' ? code : undefined),
  }
}
