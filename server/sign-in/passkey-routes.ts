import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { deviceOfRequest, handOverDevice } from '../devices/http.ts'
import { networkOf } from '../limits/network.ts'
import { requestOptions } from '../passkeys/schema.ts'
import type { Deps } from '../platform/deps.ts'
import { handOver } from '../sessions/http.ts'
import { signInWithFactorPasskey, signInWithPasskey, startPasskey } from './prove-passkey.ts'
import { passkeyOptionsBody, signedInAnswer, signInPasskeyBody } from './schema.ts'

const config = { operation: 'sign_in' } as const
const tags = ['sign-in']

export function registerPasskeySignInRoutes(instance: FastifyInstance, deps: Deps): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/v1/sign-in/passkey/options',
    {
      config,
      schema: {
        tags,
        summary: 'What the browser asks a passkey for; with `flow` after a right password, without for a whole sign-in',
        body: passkeyOptionsBody,
        response: { 200: requestOptions },
      },
    },
    async (request) => startPasskey(deps, request.body.flow),
  )

  app.post(
    '/api/v1/sign-in/passkey',
    {
      config,
      schema: {
        tags,
        summary: 'Sign in with a passkey: with `flow` after a right password, without it alone',
        body: signInPasskeyBody,
        response: { 200: signedInAnswer },
      },
    },
    async (request, reply) => {
      const { flow, credential: assertion, client, trustDevice: trustsDevice } = request.body
      const from = await deviceOfRequest(request)
      const { device, secret } = from
      const deviceSecret = from.isFresh ? undefined : secret
      const proving = { assertion, client, device, secret, deviceSecret, trustsDevice, network: networkOf(request.ip) }
      const opened = flow ? await signInWithFactorPasskey(deps, flow, proving) : await signInWithPasskey(deps, proving)
      const session = await handOver(deps, reply, opened)
      const handed = handOverDevice(reply, opened.session.client, from)
      return { state: 'signed_in' as const, session: { ...session, ...handed } }
    },
  )
}
