import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest'
import { type Api, newEmail, verdict, withApi } from '../../test/support/api.ts'
import { addPasskey, signIn, signInOptions } from '../../test/support/passkeys.ts'
import { SoftPasskey, type Telling } from '../../test/support/soft-authenticator.ts'
import {
  invite,
  join,
  newMember,
  type StaffMember,
  signInAsStaff,
  staffCookie,
  staffOptions,
} from '../../test/support/staff.ts'
import { alarmCounts } from '../platform/alarms.ts'
import { newId } from '../platform/ids.ts'
import type { StaffRole } from '../sessions/policy.ts'
import { endStaff } from './end-staff.ts'
import { inviteFirst } from './invite-staff.ts'
import { listStaff } from './list-staff.ts'
import { staffHandleOf } from './member.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())
// All of a test file comes from one network, and whatever is wrong here counts against it.
beforeEach(() => api.deps.clock.advance(3601))

const session = (cookie: string) => api.get('staff/session', cookie)
const present = { up: true, uv: true, be: false, bs: false }

describe('an invitation', () => {
  test('says what it is for as often as it is asked, and lets one person in, in its role, signed in', async () => {
    const invitation = await invite(api, 'reviewer')
    for (let at = 0; at < 2; at++)
      expect((await api.post('staff/invitation', { invitation })).body).toMatchObject({ role: 'reviewer' })
    const joined = await join(api, invitation, { name: '  Ola   Nordmann ' })
    expect(joined.status).toBe(201)
    expect(joined.body).toMatchObject({
      member: { name: 'Ola Nordmann', role: 'reviewer' },
      acts: [{ kind: 'joined', place: '' }],
    })
    expect((await session(staffCookie(joined) ?? '')).body).toEqual(joined.body)
  })

  test('its cookie goes to no script, over no other site, to this host alone', async () => {
    const [cookie = ''] = [(await join(api, await invite(api))).headers['set-cookie']].flat() as string[]
    expect(cookie).toMatch(/^__Host-portvakt-staff=[\w-]{86}; .*Path=\/; .*HttpOnly; Secure; SameSite=Strict/)
  })

  test('is good once, whoever comes with it', async () => {
    const invitation = await invite(api)
    expect((await join(api, invitation)).status).toBe(201)
    expect(verdict(await join(api, invitation))).toBe('410 invitation_ended')
    expect(verdict(await api.post('staff/invitation', { invitation }))).toBe('410 invitation_ended')
  })

  test('lets in one of twenty who come with it at once', async () => {
    const invitation = await invite(api)
    const name = 'Kari'
    const ready = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const { body } = await api.post('staff/invitation/options', { invitation, name })
        return { invitation, name, credential: new SoftPasskey().create(body) }
      }),
    )
    const before = (await listStaff(api.deps)).length
    const answers = await Promise.all(ready.map((body) => api.post('staff/invitation/join', body)))
    expect(answers.map(verdict).sort()).toEqual(['201', ...Array(19).fill('410 invitation_ended')])
    expect((await listStaff(api.deps)).length).toBe(before + 1)
  })

  test('is over after a day', async () => {
    const invitation = await invite(api)
    api.deps.clock.advance(24 * 3600)
    expect(verdict(await join(api, invitation))).toBe('410 invitation_ended')
  })

  test('in whose row somebody wrote another role, or that nobody of us made, is none', async () => {
    const raised = await invite(api, 'support')
    const id = Buffer.from(raised, 'base64url').subarray(0, 16).toString('hex')
    await api.query(`UPDATE staff_invitations SET role = 'admin' WHERE replace(invitation_id::text, '-', '') = '${id}'`)
    expect(verdict(await join(api, raised))).toBe('410 invitation_ended')
    const other = Buffer.from(await invite(api), 'base64url')
    other[47] = (other[47] ?? 0) ^ 1
    expect(verdict(await join(api, other.toString('base64url')))).toBe('410 invitation_ended')
    expect(verdict(await join(api, 'A'.repeat(64)))).toBe('410 invitation_ended')
  })

  it.each<[string, object, string]>([
    ['too short', { invitation: 'A'.repeat(63) }, 'invitation'],
    ['no text', { invitation: ['A'.repeat(64)] }, 'invitation'],
    ['missing', {}, 'invitation'],
  ])('that is %s is refused by its name', async (_, body, field) => {
    const answer = await api.post('staff/invitation', body)
    expect([verdict(answer), answer.body.fields[0].field]).toEqual(['400 request_invalid', field])
  })

  it.each(['', '   ', 'a'.repeat(61), 'Kari‮Nordmann', 'Kari\u0000'])('is kept when the name is «%s»', async (name) => {
    const invitation = await invite(api)
    const answer = await join(api, invitation, { name })
    expect([verdict(answer), answer.body.fields[0].field]).toEqual(['400 request_invalid', 'name'])
    expect((await join(api, invitation)).status).toBe(201)
  })

  it.each<[string, Partial<Telling>]>([
    ['of another origin', { origin: 'https://portvakt.example.com' }],
    ['for another site', { rpId: 'example.com' }],
    ['without looking at its user', { flags: { ...present, uv: false } }],
    ['in a frame of another page', { crossOrigin: true }],
    ['whose id is not its rawId', { rawId: 'AAAA' }],
  ])('is kept when the passkey was made %s', async (_, wrongly) => {
    const invitation = await invite(api)
    const { body } = await api.post('staff/invitation/options', { invitation, name: 'Kari' })
    const credential = new SoftPasskey().create(body, wrongly)
    expect(verdict(await api.post('staff/invitation/join', { invitation, name: 'Kari', credential }))).toBe(
      '422 passkey_wrong',
    )
    expect((await join(api, invitation)).status).toBe(201)
  })

  test('takes no challenge of another invitation, of an account or of a sign-in', async () => {
    const invitation = await invite(api)
    const name = 'Kari'
    const other = await invite(api)
    const { body: own } = await api.post('staff/invitation/options', { invitation, name })
    const challenges = [
      (await api.post('staff/invitation/options', { invitation: other, name })).body.challenge,
      (await api.post('account/passkeys/options', undefined, await api.account(newEmail()))).body.challenge,
      (await staffOptions(api)).challenge,
    ]
    for (const challenge of challenges) {
      const credential = new SoftPasskey().create({ ...own, challenge })
      expect(verdict(await api.post('staff/invitation/join', { invitation, name, credential }))).toBe(
        '422 passkey_wrong',
      )
    }
  })
})

describe('of a demo', () => {
  test('each start has one for an administrator until somebody has come in, and the one before is dead', async () => {
    const demo = await withApi()
    const first = (await inviteFirst(demo.deps)) ?? ''
    const second = (await inviteFirst(demo.deps)) ?? ''
    expect(verdict(await demo.post('staff/invitation', { invitation: first }))).toBe('410 invitation_ended')
    const joined = await join(demo, second)
    expect(joined.body.member.role).toBe('admin')
    expect(await inviteFirst(demo.deps)).toBeUndefined()
    // Whoever ends the only membership is not locked out.
    await endStaff(demo.deps.db, demo.deps, joined.body.member.id)
    expect(await inviteFirst(demo.deps)).toBeDefined()
    await demo.close()
  })

  test('a start ends no invitation that an operator made', async () => {
    const invitation = await invite(api)
    await inviteFirst(api.deps)
    expect((await join(api, invitation)).status).toBe(201)
  })
})

describe('signs in', () => {
  it.each([
    ['by a device that counts', true],
    ['by one that does not', false],
  ])('%s, again and again', async (_, counts) => {
    const member = await newMember(api, { passkey: new SoftPasskey({ counts, synced: !counts }), role: 'compliance' })
    for (let at = 0; at < 3; at++) {
      const answer = await signInAsStaff(api, member.passkey)
      expect(verdict(answer)).toBe('200')
      expect(answer.body.member).toEqual({ id: member.staffId, name: 'Kari Nordmann', role: 'compliance' })
      expect((await session(staffCookie(answer) ?? '')).status).toBe(200)
    }
    const { acts } = (await session(member.cookie)).body
    expect(acts.map(({ kind }: { kind: string }) => kind)).toEqual(['signed_in', 'signed_in', 'signed_in', 'joined'])
  })

  test('with an answer once', async () => {
    const { passkey } = await newMember(api, { passkey: new SoftPasskey({ counts: false }) })
    const body = { credential: passkey.get(await staffOptions(api)) }
    expect(verdict(await api.post('staff/sign-in', body))).toBe('200')
    expect(verdict(await api.post('staff/sign-in', body))).toBe('422 passkey_wrong')
  })

  it.each<[string, Partial<Telling>]>([
    ['made on another origin', { origin: 'https://portvakt.example.com' }],
    ['made for another site', { rpId: 'example.com' }],
    ['given without looking at its user', { flags: { ...present, uv: false } }],
    ['given without its user', { flags: { ...present, up: false } }],
    ['that says it is synced', { flags: { ...present, be: true } }],
    ['with another signature', { signature: (bytes) => Buffer.concat([bytes.subarray(0, -1), Buffer.from([7])]) }],
    ['of nobody', { userHandle: null }],
  ])('not with an answer %s', async (_, wrongly) => {
    const { passkey } = await newMember(api)
    const answer = await api.post('staff/sign-in', { credential: passkey.get(await staffOptions(api), wrongly) })
    expect([verdict(answer), staffCookie(answer)]).toEqual(['422 passkey_wrong', undefined])
  })

  test('not as another member whose handle it gives', async () => {
    const [one, other] = [await newMember(api), await newMember(api)]
    const credential = one.passkey.get(await staffOptions(api), { userHandle: other.passkey.userHandle })
    expect(verdict(await api.post('staff/sign-in', { credential }))).toBe('422 passkey_unknown')
  })

  test('no more, once a counter went back: the sessions end too, and operators are woken', async () => {
    const { passkey, cookie } = await newMember(api)
    const woken = alarmCounts().get('staff_passkey_copied') ?? 0
    await signInAsStaff(api, passkey)
    passkey.counter -= 1
    expect(verdict(await signInAsStaff(api, passkey))).toBe('422 passkey_suspended')
    expect(alarmCounts().get('staff_passkey_copied')).toBe(woken + 1)
    expect(verdict(await session(cookie))).toBe('401 session_required')
    passkey.counter += 10
    expect(verdict(await signInAsStaff(api, passkey))).toBe('422 passkey_suspended')
  })

  test('not with an answer that a later one has overtaken, which suspends nobody', async () => {
    const { passkey } = await newMember(api)
    const late = { credential: passkey.get(await staffOptions(api)) }
    expect(verdict(await signInAsStaff(api, passkey))).toBe('200')
    expect(verdict(await api.post('staff/sign-in', late))).toBe('422 passkey_wrong')
    expect(verdict(await signInAsStaff(api, passkey))).toBe('200')
  })

  test('no more, once the membership has ended, in every browser at once', async () => {
    const { passkey, cookie, staffId } = await newMember(api)
    expect(await endStaff(api.deps.db, api.deps, staffId)).toBe(true)
    expect(verdict(await session(cookie))).toBe('401 session_required')
    expect(verdict(await signInAsStaff(api, passkey))).toBe('422 passkey_unknown')
    expect(await endStaff(api.deps.db, api.deps, staffId)).toBe(false)
  })

  test('has to wait after wrong answers, but on another network nobody else does', async () => {
    const { passkey } = await newMember(api)
    const wrong = async (remoteAddress: string) => {
      const credential = passkey.get(await staffOptions(api), { flags: { ...present, uv: false } })
      return api.call('POST', 'staff/sign-in', { credential }, { remoteAddress })
    }
    const said: string[] = []
    for (let at = 0; at < 8; at++) said.push(verdict(await wrong('198.51.100.7')))
    expect(said.at(-1)).toBe('429 too_many_attempts')
    expect(verdict(await signInAsStaff(api, passkey))).toBe('200')
  })
})

describe('the two doors are two', () => {
  test('a customer’s passkey opens nothing here, and is called wrong, not unknown: no device forgets it', async () => {
    const { passkey } = await addPasskey(api, await api.account(newEmail()))
    expect(verdict(await signInAsStaff(api, passkey))).toBe('422 passkey_wrong')
    expect(verdict(await signIn(api, passkey))).toBe('200')
  })

  test('a member’s passkey opens no account, and is called wrong, not unknown', async () => {
    const { passkey } = await newMember(api)
    expect(verdict(await signIn(api, passkey))).toBe('422 passkey_wrong')
    const atHome = passkey.get(await signInOptions(api))
    expect(verdict(await api.post('staff/sign-in', { credential: atHome }))).toBe('422 passkey_wrong')
    expect(verdict(await signInAsStaff(api, passkey))).toBe('200')
  })

  test('neither cookie is good under the other’s name, nor as a bearer', async () => {
    const { cookie } = await newMember(api)
    const token = cookie.slice(cookie.indexOf('=') + 1)
    const customer = await api.account(newEmail())
    expect(verdict(await api.get('session', `__Host-portvakt=${token}`))).toBe('401 session_required')
    const borrowed = `__Host-portvakt-staff=${customer.slice(customer.indexOf('=') + 1)}`
    expect(verdict(await session(borrowed))).toBe('401 session_required')
    const headers = { authorization: `Bearer ${token}` }
    for (const path of ['session', 'staff/session'])
      expect(verdict(await api.call('GET', path, undefined, { headers }))).toBe('401 session_required')
  })
})

describe('a session at the console', () => {
  test('is the secret’s alone: its two ids are in no way secret', async () => {
    const { cookie } = await newMember(api)
    const [name, token = ''] = cookie.split('=')
    const other = Buffer.from(token, 'base64url')
    other[40] = (other[40] ?? 0) ^ 1
    expect(verdict(await session(`${name}=${other.toString('base64url')}`))).toBe('401 session_required')
    expect(verdict(await session(`${name}=${token.slice(1)}`))).toBe('401 session_required')
  })

  test('ends after a quarter of an hour without use, and after eight hours', async () => {
    const { cookie } = await newMember(api)
    for (let minutes = 0; minutes < 8 * 60 - 14; minutes += 14) {
      expect([minutes, (await session(cookie)).status]).toEqual([minutes, 200])
      api.deps.clock.advance(14 * 60)
    }
    api.deps.clock.advance(14 * 60)
    expect(verdict(await session(cookie))).toBe('401 session_required')
    const { cookie: idle } = await newMember(api)
    api.deps.clock.advance(15 * 60)
    expect(verdict(await session(idle))).toBe('401 session_required')
  })

  test('ends when it is signed out, with its cookie, and that is on record', async () => {
    const { cookie, passkey } = await newMember(api)
    const out = await api.call('DELETE', 'staff/session', undefined, { headers: { cookie } })
    expect([out.status, String(out.headers['set-cookie'])]).toEqual([204, expect.stringContaining('1970')])
    expect(verdict(await session(cookie))).toBe('401 session_required')
    const { acts } = (await signInAsStaff(api, passkey)).body
    expect(acts.map(({ kind }: { kind: string }) => kind)).toEqual(['signed_in', 'signed_out', 'joined'])
    expect((await api.call('DELETE', 'staff/session', undefined, { headers: { cookie } })).status).toBe(204)
  })

  test('is answered to no page of another site', async () => {
    const { cookie } = await newMember(api)
    const headers = { cookie, origin: 'https://example.com' }
    expect(verdict(await api.call('DELETE', 'staff/session', undefined, { headers }))).toBe('403 origin_forbidden')
    expect((await session(cookie)).status).toBe(200)
  })
})

describe('an administrator', () => {
  const inviting = async (by: StaffMember, role = 'reviewer', asked = role) => {
    const { cookie, passkey } = by
    const { body } = await api.post('staff/invitations/options', { role: asked }, cookie)
    return api.post('staff/invitations', { role, credential: passkey.get(body) }, cookie)
  }
  const ending = async ({ cookie, passkey }: StaffMember, { staffId }: StaffMember) => {
    const { body } = await api.post(`staff/members/${staffId}/end/options`, undefined, cookie)
    return api.post(`staff/members/${staffId}/end`, { credential: passkey.get(body) }, cookie)
  }
  interface Open {
    id: string
    role: StaffRole
    invitedBy: string | null
  }
  const openOnes = async ({ cookie }: StaffMember): Promise<Open[]> =>
    (await api.get('staff/members', cookie)).body.invitations
  const secretOf = (link: string) => link.slice(link.indexOf('#') + 1)

  test('invites by a link told once, which lets one person in, and that is on record', async () => {
    const admin = await newMember(api, { role: 'admin' })
    const { body, status } = await inviting(admin)
    expect([status, body.role, body.link]).toEqual([201, 'reviewer', expect.stringMatching(/\/staff#[\w-]{64}$/)])
    const joined = await join(api, secretOf(body.link))
    expect([joined.status, joined.body.member.role]).toEqual([201, 'reviewer'])
    const [act] = (await session(admin.cookie)).body.acts
    expect(act.kind).toBe('invited')
    const rows = await api.query('SELECT invited_by FROM staff_invitations WHERE invitation_id = $1', [
      joined.body.member.id,
    ])
    expect(rows).toEqual([{ invited_by: admin.staffId }])
  })

  test('who is put out leaves no way back: what they invited is over too', async () => {
    const [admin, other] = [await newMember(api, { role: 'admin' }), await newMember(api, { role: 'admin' })]
    const link = secretOf((await inviting(other, 'admin')).body.link)
    const own = secretOf((await inviting(admin, 'admin')).body.link)
    expect(verdict(await ending(admin, other))).toBe('204')
    expect(verdict(await join(api, link))).toBe('410 invitation_ended')
    // Nor does somebody with SQL make it nobody's, or longer.
    await api.query('UPDATE staff_invitations SET invited_by = NULL WHERE invited_by = $1', [other.staffId])
    expect(verdict(await join(api, link))).toBe('410 invitation_ended')
    await api.query("UPDATE staff_invitations SET expires_at = expires_at + interval '1 day' WHERE invited_by = $1", [
      admin.staffId,
    ])
    expect(verdict(await join(api, own))).toBe('410 invitation_ended')
  })

  test('sees which invitations are open, whose they are, and takes one back, which is on record', async () => {
    const admin = await newMember(api, { role: 'admin' })
    const { body } = await inviting(admin)
    const mine = (await openOnes(admin)).filter(({ invitedBy }) => invitedBy === admin.staffId)
    expect(mine).toEqual([
      { id: expect.any(String), role: 'reviewer', invitedBy: admin.staffId, expiresAt: body.expiresAt },
    ])
    const withdraw = (id: string) =>
      api.call('DELETE', `staff/invitations/${id}`, undefined, { headers: { cookie: admin.cookie } })
    const [{ id } = { id: '' }] = mine
    expect(verdict(await withdraw(id.toUpperCase()))).toBe('204')
    expect(verdict(await join(api, secretOf(body.link)))).toBe('410 invitation_ended')
    expect(verdict(await withdraw(id))).toBe('404 not_found')
    const acts = (await session(admin.cookie)).body.acts.map(({ kind }: { kind: string }) => kind)
    expect(acts).toEqual(['ended_invitation', 'invited', 'joined'])

    // Of an operator, of one who was put out meanwhile, and one that is too old.
    const operators = await invite(api)
    expect((await openOnes(admin)).at(-1)).toMatchObject({ role: 'support', invitedBy: null })
    const other = await newMember(api, { role: 'admin' })
    await inviting(other)
    const count = (await openOnes(admin)).length
    expect(verdict(await ending(admin, other))).toBe('204')
    expect(await openOnes(admin)).toHaveLength(count - 1)
    expect((await join(api, operators)).status).toBe(201)
    expect(await openOnes(admin)).toHaveLength(count - 2)
    await inviting(admin)
    api.deps.clock.advance(24 * 3600)
    const late = await newMember(api, { role: 'admin' })
    expect((await openOnes(late)).filter(({ invitedBy }) => invitedBy === admin.staffId)).toEqual([])
  })

  test('takes an invitation back, or somebody comes in by it: one of the two', async () => {
    const admin = await newMember(api, { role: 'admin' })
    for (let round = 0; round < 12; round++) {
      const { body } = await inviting(admin)
      const invitation = secretOf(body.link)
      const { id } = (await openOnes(admin)).find(({ invitedBy }) => invitedBy === admin.staffId) ?? {}
      const options = await api.post('staff/invitation/options', { invitation, name: 'Per' })
      const credential = new SoftPasskey().create(options.body)
      const joining = () => api.post('staff/invitation/join', { invitation, name: 'Per', credential })
      const withdrawing = () =>
        api.call('DELETE', `staff/invitations/${id}`, undefined, { headers: { cookie: admin.cookie } })
      const both = round % 2 ? [joining(), withdrawing()] : [withdrawing(), joining()].toReversed()
      const verdicts = (await Promise.all(both)).map(verdict)
      expect([
        ['201', '404 not_found'],
        ['410 invitation_ended', '204'],
      ]).toContainEqual(verdicts)
    }
  })

  test('takes nothing back by a session that is over', async () => {
    const admin = await newMember(api, { role: 'admin' })
    const invitation = await invite(api)
    const id = (await openOnes(admin)).at(-1)?.id
    await api.call('DELETE', 'staff/session', undefined, { headers: { cookie: admin.cookie } })
    const headers = { cookie: admin.cookie }
    expect(verdict(await api.call('DELETE', `staff/invitations/${id}`, undefined, { headers }))).toBe(
      '401 session_required',
    )
    expect((await join(api, invitation)).status).toBe(201)
  })

  test('puts somebody out though strangers on the same network have used its tries up', async () => {
    const [admin, other] = [await newMember(api, { role: 'admin' }), await newMember(api)]
    for (let at = 0; at < 101; at++) {
      const stranger = new SoftPasskey()
      stranger.userHandle = staffHandleOf(newId())
      await api.post('staff/sign-in', { credential: stranger.get(await staffOptions(api)) })
    }
    expect(verdict(await signInAsStaff(api, admin.passkey))).toBe('429 too_many_attempts')
    expect(verdict(await ending(admin, other))).toBe('204')
  })

  test('signs for the role: a signature for one makes no other', async () => {
    const admin = await newMember(api, { role: 'admin' })
    expect(verdict(await inviting(admin, 'admin', 'support'))).toBe('422 passkey_wrong')
  })

  test('signs in the session that asked, with the passkey that is theirs, and once', async () => {
    const [admin, other] = [await newMember(api, { role: 'admin' }), await newMember(api, { role: 'admin' })]
    const role = 'support'
    const { body } = await api.post('staff/invitations/options', { role }, admin.cookie)
    const verdictOf = async (cookie: string, passkey: SoftPasskey) =>
      verdict(await api.post('staff/invitations', { role, credential: passkey.get(body) }, cookie))
    expect(await verdictOf(other.cookie, admin.passkey)).toBe('422 passkey_wrong')
    expect(await verdictOf(other.cookie, other.passkey)).toBe('422 passkey_wrong')
    expect(await verdictOf(admin.cookie, other.passkey)).toBe('422 passkey_wrong')
    const credential = admin.passkey.get(body)
    expect(verdict(await api.post('staff/invitations', { role, credential }, admin.cookie))).toBe('201')
    expect(verdict(await api.post('staff/invitations', { role, credential }, admin.cookie))).toBe('422 passkey_wrong')
  })

  test('does nothing by a signature that signed in', async () => {
    const admin = await newMember(api, { role: 'admin' })
    const credential = admin.passkey.get(await staffOptions(api))
    expect(verdict(await api.post('staff/invitations', { role: 'admin', credential }, admin.cookie))).toBe(
      '422 passkey_wrong',
    )
  })

  test('sees everybody, and ends a membership: every session of it is dead at once', async () => {
    const [admin, other] = [await newMember(api, { role: 'admin' }), await newMember(api, { name: 'Per' })]
    const stateOf = async () => {
      const { members } = (await api.get('staff/members', admin.cookie)).body
      return members.find(({ id }: { id: string }) => id === other.staffId)
    }
    expect(await stateOf()).toMatchObject({ name: 'Per', role: 'support', state: 'member' })
    expect(verdict(await ending(admin, other))).toBe('204')
    expect(await stateOf()).toMatchObject({ state: 'ended' })
    expect(verdict(await session(other.cookie))).toBe('401 session_required')
    expect(verdict(await ending(admin, other))).toBe('404 not_found')
  })

  test('does not end their own, however the id is written: there is always one left', async () => {
    const admin = await newMember(api, { role: 'admin' })
    const inCapitals = { ...admin, staffId: admin.staffId.toUpperCase() }
    for (const self of [admin, inCapitals]) expect(verdict(await ending(admin, self))).toBe('404 not_found')
    expect((await session(admin.cookie)).status).toBe(200)
  })

  test('of two who put each other out at once, one stays', async () => {
    for (let round = 0; round < 10; round++) {
      const [one, other] = [await newMember(api, { role: 'admin' }), await newMember(api, { role: 'admin' })]
      const verdicts = (await Promise.all([ending(one, other), ending(other, one)])).map(verdict)
      expect(verdicts.filter((each) => each === '204')).toHaveLength(1)
      expect(verdicts.filter((each) => each.startsWith('500'))).toEqual([])
      const open = await Promise.all([session(one.cookie), session(other.cookie)])
      expect(open.map(({ status }) => status).sort()).toEqual([200, 401])
    }
  })

  it.each(['support', 'reviewer', 'compliance'] as const)('alone does that: %s does not', async (role) => {
    const [member, other] = [await newMember(api, { role }), await newMember(api)]
    const { cookie } = member
    for (const [method, path, body] of [
      ['GET', 'staff/members', undefined],
      ['POST', 'staff/invitations/options', { role: 'admin' }],
      ['POST', 'staff/invitations', { role: 'admin' }],
      ['DELETE', `staff/invitations/${newId()}`, undefined],
      ['POST', `staff/members/${other.staffId}/end/options`, undefined],
      ['POST', `staff/members/${other.staffId}/end`, {}],
    ] as const)
      expect([path, verdict(await api.call(method, path, body, { headers: { cookie } }))]).toEqual([
        path,
        '403 role_required',
      ])
  })
})

describe('in the database', () => {
  test('no name stands in clear, and no secret', async () => {
    const invitation = await invite(api)
    const { cookie } = await newMember(api, { name: 'Wilhelmine Hapaxson' })
    const rows = await Promise.all(
      ['staff', 'staff_invitations', 'staff_sessions', 'staff_acts'].map((table) =>
        api.query(`SELECT row_to_json(t)::text AS row FROM ${table} t`),
      ),
    )
    const text = JSON.stringify(rows)
    expect(text).not.toContain('Hapaxson')
    expect(text).not.toContain(Buffer.from('Hapaxson').toString('hex'))
    for (const secret of [invitation, cookie.slice(cookie.indexOf('=') + 1)]) {
      const bytes = Buffer.from(secret, 'base64url').subarray(-32)
      expect(text).not.toContain(bytes.toString('hex'))
    }
  })

  test('a role or passkey that somebody moved from one row to another opens nothing', async () => {
    const [admin, support] = [await newMember(api, { role: 'admin' }), await newMember(api)]
    await api.query('UPDATE staff SET sealed = (SELECT sealed FROM staff WHERE staff_id = $1) WHERE staff_id = $2', [
      admin.staffId,
      support.staffId,
    ])
    expect((await session(support.cookie)).status).toBe(500)
    expect((await signInAsStaff(api, support.passkey)).status).toBe(500)
    // It hides nobody else, and can be ended.
    const { members } = (await api.get('staff/members', admin.cookie)).body
    const broken = members.find(({ id }: { id: string }) => id === support.staffId)
    expect(broken).toMatchObject({ name: '', role: null, state: 'broken' })
    expect(members.find(({ id }: { id: string }) => id === admin.staffId)).toMatchObject({ state: 'member' })
    expect(await endStaff(api.deps.db, api.deps, support.staffId)).toBe(true)
  })
})
