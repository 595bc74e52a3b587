import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import type { SignedIn } from '../sessions/http.ts'
import { requireSession } from '../sessions/http.ts'
import type { SessionCache } from '../sessions/session-cache.ts'
import { deviceLookup } from './device-secret.ts'
import { describeDevice, deviceOfRequest } from './http.ts'
import { listDevices } from './known-devices.ts'
import { endTrust, removeDevice } from './remove-device.ts'
import { deviceParams, devicesAnswer } from './schema.ts'

const nothing = z.undefined().meta({ description: 'Done' })

export function registerDeviceRoutes(instance: FastifyInstance, deps: Deps, cache: SessionCache<SignedIn>): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/v1/devices',
    {
      config: { operation: 'list_devices' },
      schema: {
        tags: ['devices'],
        summary: 'Browsers and apps that the account knows',
        response: { 200: devicesAnswer },
      },
    },
    async (request) => {
      const { accountId } = requireSession(request).session
      const lookup = deviceLookup(accountId, (await deviceOfRequest(request)).secret)
      const rows = await listDevices(deps, accountId)
      return {
        devices: rows.map((row) => ({
          id: row.device_id,
          current: row.device_lookup.equals(lookup),
          client: row.client,
          device: { browser: row.browser, system: row.system },
          place: row.place,
          network: row.network,
          firstSeenAt: row.first_seen_at.toISOString(),
          lastSeenAt: row.last_seen_at.toISOString(),
          trustedUntil: row.trusted_until?.toISOString() ?? null,
        })),
      }
    },
  )

  app.delete(
    '/api/v1/devices/:id/trust',
    {
      config: { operation: 'end_trust' },
      schema: {
        tags: ['devices'],
        summary: 'Ask this device for the second proof again at its next sign-in',
        params: deviceParams,
        response: { 204: nothing },
      },
    },
    async (request, reply) => {
      const { accountId, sessionId } = requireSession(request).session
      const { id: deviceId } = request.params
      if (!(await endTrust(deps, { accountId, sessionId, deviceId }))) throw new Refusal('not_found')
      return reply.code(204).send()
    },
  )

  app.delete(
    '/api/v1/devices/:id',
    {
      config: { operation: 'remove_device' },
      schema: {
        tags: ['devices'],
        summary: 'Forget a device: it is signed out, and unknown from then on',
        params: deviceParams,
        response: { 204: nothing },
      },
    },
    async (request, reply) => {
      const { accountId, sessionId } = requireSession(request).session
      const device = await describeDevice(request)
      const removed = await removeDevice(deps, { accountId, sessionId, deviceId: request.params.id, device })
      cache.forget(accountId)
      if (!removed) throw new Refusal('not_found')
      return reply.code(204).send()
    },
  )
}
