// Members of the staff, over the API.

import type { StaffRole } from '../../server/sessions/policy.ts'
import { inviteStaff } from '../../server/staff/invite-staff.ts'
import type { Answer, Api } from './api.ts'
import { SoftPasskey } from './soft-authenticator.ts'

const COOKIE = '__Host-portvakt-staff'

/** The cookie of the console that an answer set, ready to be sent; undefined when it set none. */
export function staffCookie({ headers }: Answer): string | undefined {
  const set = [headers['set-cookie'] ?? []].flat() as string[]
  const [pair = ''] = set.find((each) => each.startsWith(`${COOKIE}=`))?.split(';') ?? []
  return pair.length > COOKIE.length + 1 ? pair : undefined
}

export const invite = async (api: Api, role: StaffRole = 'support'): Promise<string> =>
  (await inviteStaff(api.deps.db, api.deps, { role })).invitation

/** Makes the passkey and joins; what an answer says is the caller's to look at. */
export async function join(
  api: Api,
  invitation: string,
  { name = 'Kari Nordmann', passkey = new SoftPasskey() }: { name?: string; passkey?: SoftPasskey } = {},
): Promise<Answer> {
  const options = await api.post('staff/invitation/options', { invitation, name })
  if (options.status !== 200) return options
  return api.post('staff/invitation/join', { invitation, name, credential: passkey.create(options.body) })
}

export interface StaffMember {
  staffId: string
  passkey: SoftPasskey
  /** Of the session that joining opened. */
  cookie: string
}

export async function newMember(
  api: Api,
  { role = 'support' as StaffRole, passkey = new SoftPasskey(), name = 'Kari Nordmann' } = {},
): Promise<StaffMember> {
  const answer = await join(api, await invite(api, role), { passkey, name })
  const cookie = staffCookie(answer)
  if (!cookie) throw new Error(`nobody joined: ${JSON.stringify(answer.body)}`)
  return { staffId: answer.body.member.id, passkey, cookie }
}

export const staffOptions = async (api: Api) => (await api.post('staff/sign-in/options', undefined)).body

export async function signInAsStaff(api: Api, passkey: SoftPasskey): Promise<Answer> {
  return api.post('staff/sign-in', { credential: passkey.get(await staffOptions(api)) })
}
