import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { describeDevice } from '../devices/http.ts'
import { networkOf } from '../limits/network.ts'
import { creationOptions, requestOptions } from '../passkeys/schema.ts'
import type { Deps } from '../platform/deps.ts'
import { requireStaff, STAFF_COOKIE } from './http.ts'
import { getInvitation } from './invite-staff.ts'
import { joinStaff, startJoining } from './join-staff.ts'
import {
  invitationAnswer,
  invitationBody,
  joinBody,
  joinOptionsBody,
  type StaffSessionAnswer,
  staffSessionAnswer,
  staffSignInBody,
} from './schema.ts'
import { signInStaff, startStaffSignIn } from './sign-in-staff.ts'
import { endStaffSession, listActs, type OpenedStaffSession, type StaffSession } from './staff-sessions.ts'

const tags = ['staff']
const nothing = z.undefined().meta({ description: 'Done' })

/** Strict: no link from anywhere brings it along. */
const attributes = { path: '/', httpOnly: true, secure: true, sameSite: 'strict' } as const

export function registerStaffRoutes(instance: FastifyInstance, deps: Deps): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/v1/staff/invitation',
    {
      config: { operation: 'read_invitation' },
      schema: {
        tags,
        summary: 'What an invitation is good for; spends nothing',
        body: invitationBody,
        response: { 200: invitationAnswer },
      },
    },
    async (request) => {
      const { role, expiresAt } = await getInvitation(deps, request.body.invitation)
      return { role, expiresAt: expiresAt.toISOString() }
    },
  )

  app.post(
    '/api/v1/staff/invitation/options',
    {
      config: { operation: 'join_staff' },
      schema: {
        tags,
        summary: 'What the browser is to make a passkey from',
        body: joinOptionsBody,
        response: { 200: creationOptions },
      },
    },
    async (request) => startJoining(deps, request.body.invitation, request.body.name),
  )

  app.post(
    '/api/v1/staff/invitation/join',
    {
      config: { operation: 'join_staff' },
      schema: {
        tags,
        summary: 'Become a member of the staff, with the passkey just made; uses the invitation up',
        body: joinBody,
        response: { 201: staffSessionAnswer },
      },
    },
    async (request, reply) => {
      const opened = await joinStaff(deps, { ...request.body, device: await describeDevice(request) })
      reply.code(201)
      return handOver(deps, reply, opened)
    },
  )

  app.post(
    '/api/v1/staff/sign-in/options',
    {
      config: { operation: 'sign_in_staff' },
      schema: { tags, summary: 'What the browser asks a passkey for', response: { 200: requestOptions } },
    },
    async () => startStaffSignIn(deps),
  )

  app.post(
    '/api/v1/staff/sign-in',
    {
      config: { operation: 'sign_in_staff' },
      schema: {
        tags,
        summary: 'Sign in to the console with a passkey',
        body: staffSignInBody,
        response: { 200: staffSessionAnswer },
      },
    },
    async (request, reply) => {
      const device = await describeDevice(request)
      const { credential: assertion } = request.body
      return handOver(deps, reply, await signInStaff(deps, { assertion, device, network: networkOf(request.ip) }))
    },
  )

  app.get(
    '/api/v1/staff/session',
    {
      config: { operation: 'read_staff_session' },
      schema: { tags, summary: 'Who is signed in at the console', response: { 200: staffSessionAnswer } },
    },
    async (request) => answer(deps, requireStaff(request)),
  )

  app.delete(
    '/api/v1/staff/session',
    {
      config: { operation: 'sign_out_staff' },
      schema: { tags, summary: 'Sign out of the console', response: { 204: nothing } },
    },
    async (request, reply) => {
      const token = request.cookies[STAFF_COOKIE]
      if (token !== undefined) await endStaffSession(deps, token, await describeDevice(request))
      return reply.clearCookie(STAFF_COOKIE, attributes).code(204).send()
    },
  )
}

async function handOver(deps: Deps, reply: FastifyReply, opened: OpenedStaffSession): Promise<StaffSessionAnswer> {
  reply.setCookie(STAFF_COOKIE, opened.token, { ...attributes, expires: opened.endsAt })
  return answer(deps, opened)
}

async function answer(
  deps: Deps,
  { member, sessionId, idleEndsAt, endsAt }: StaffSession,
): Promise<StaffSessionAnswer> {
  const { staffId: id, name, role } = member
  const acts = await listActs(deps, id)
  return {
    member: { id, name, role },
    session: { id: sessionId, idleEndsAt: idleEndsAt.toISOString(), endsAt: endsAt.toISOString() },
    acts: acts.map(({ act_id, kind, at, browser, system, place }) => ({
      id: act_id,
      kind,
      at: at.toISOString(),
      device: { browser, system },
      place,
    })),
  }
}
