import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { describeDevice } from '../devices/http.ts'
import { networkOf } from '../limits/network.ts'
import { type Assertion, requestOptions } from '../passkeys/schema.ts'
import type { Deps } from '../platform/deps.ts'
import { endColleague, inviteColleague, type Signing, startAct } from './administer.ts'
import { requireStaff } from './http.ts'
import { listStaff } from './list-staff.ts'
import { endMemberBody, inviteBody, invitedAnswer, inviteOptionsBody, memberParams, membersAnswer } from './schema.ts'

const tags = ['staff']
const nothing = z.undefined().meta({ description: 'Done' })

export function registerAdministrationRoutes(instance: FastifyInstance, deps: Deps): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  const signingOf = async (request: FastifyRequest, assertion: Assertion): Promise<Signing> => ({
    session: requireStaff(request),
    assertion,
    device: await describeDevice(request),
    network: networkOf(request.ip),
  })

  app.get(
    '/api/v1/staff/members',
    {
      config: { operation: 'read_members' },
      schema: { tags, summary: 'Everybody who is or was a member of the staff', response: { 200: membersAnswer } },
    },
    async () => {
      const members = await listStaff(deps)
      return {
        members: members.map(({ lastSignedInAt, ...member }) => ({
          ...member,
          lastSignedInAt: lastSignedInAt?.toISOString() ?? null,
        })),
      }
    },
  )

  app.post(
    '/api/v1/staff/invitations/options',
    {
      config: { operation: 'invite_staff' },
      schema: {
        tags,
        summary: 'What the browser asks the administrator’s passkey for, to invite somebody in this role',
        body: inviteOptionsBody,
        response: { 200: requestOptions },
      },
    },
    async (request) => startAct(deps, requireStaff(request), { do: 'invite', role: request.body.role }),
  )

  app.post(
    '/api/v1/staff/invitations',
    {
      config: { operation: 'invite_staff' },
      schema: {
        tags,
        summary: 'Invite somebody to the console: the link is told this once',
        body: inviteBody,
        response: { 201: invitedAnswer },
      },
    },
    async (request, reply) => {
      const { role, credential } = request.body
      const { link, expiresAt } = await inviteColleague(deps, await signingOf(request, credential), role)
      reply.code(201)
      return { link, role, expiresAt: expiresAt.toISOString() }
    },
  )

  app.post(
    '/api/v1/staff/members/:id/end/options',
    {
      config: { operation: 'end_member' },
      schema: {
        tags,
        summary: 'What the browser asks the administrator’s passkey for, to end this membership',
        params: memberParams,
        response: { 200: requestOptions },
      },
    },
    async (request) => startAct(deps, requireStaff(request), { do: 'end', staffId: request.params.id }),
  )

  app.post(
    '/api/v1/staff/members/:id/end',
    {
      config: { operation: 'end_member' },
      schema: {
        tags,
        summary: 'End a membership, and every session of it, at once',
        params: memberParams,
        body: endMemberBody,
        response: { 204: nothing },
      },
    },
    async (request, reply) => {
      await endColleague(deps, await signingOf(request, request.body.credential), request.params.id)
      return reply.code(204).send()
    },
  )
}
