import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { describeDevice } from '../devices/http.ts'
import { networkOf } from '../limits/network.ts'
import { type Assertion, requestOptions } from '../passkeys/schema.ts'
import type { Deps } from '../platform/deps.ts'
import { endColleague, inviteColleague, type Signing, startAct, withdrawInvitation } from './administer.ts'
import { requireStaff } from './http.ts'
import { listInvitations } from './invite-staff.ts'
import { listStaff } from './list-staff.ts'
import { endMemberBody, idParams, inviteBody, invitedAnswer, inviteOptionsBody, membersAnswer } from './schema.ts'

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
      schema: {
        tags,
        summary: 'Everybody who is or was a member of the staff, and the invitations that are open',
        response: { 200: membersAnswer },
      },
    },
    async () => {
      const [members, invitations] = await Promise.all([listStaff(deps), listInvitations(deps)])
      return {
        members: members.map(({ lastSignedInAt, ...member }) => ({
          ...member,
          lastSignedInAt: lastSignedInAt?.toISOString() ?? null,
        })),
        invitations: invitations.map(({ invitationId: id, invitedBy = null, expiresAt, role }) => ({
          id,
          role,
          invitedBy,
          expiresAt: expiresAt.toISOString(),
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

  app.delete(
    '/api/v1/staff/invitations/:id',
    {
      config: { operation: 'end_invitation' },
      schema: {
        tags,
        summary: 'Take an invitation back, before anybody has come in by it',
        params: idParams,
        response: { 204: nothing },
      },
    },
    async (request, reply) => {
      const by = { session: requireStaff(request), device: await describeDevice(request) }
      await withdrawInvitation(deps, by, request.params.id)
      return reply.code(204).send()
    },
  )

  app.post(
    '/api/v1/staff/members/:id/end/options',
    {
      config: { operation: 'end_member' },
      schema: {
        tags,
        summary: 'What the browser asks the administrator’s passkey for, to end this membership',
        params: idParams,
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
        params: idParams,
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
