import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { proveAddress } from '../../test/support/address-proof.ts'
import { type Api, newEmail, newPhone, notTheCode, PASSWORD, verdict, withApi } from '../../test/support/api.ts'
import { accountOf, addAddress, beginReset, finishReset } from '../../test/support/recovery.ts'
import { sweepReservations } from '../accounts/replace-identifier.ts'
import { SLOT_MS } from '../platform/even-out.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

const path = 'account/identifier-changes'

async function identifierId(cookie: string, kind: 'email' | 'phone' = 'email'): Promise<string> {
  const { body } = await api.get('account', cookie)
  return body.identifiers.find((each: { kind: string }) => each.kind === kind).id
}

async function begin(cookie: string, next: string, kind: 'email' | 'phone' = 'email') {
  return api.post(`account/identifiers/${await identifierId(cookie, kind)}/change`, { identifier: next }, cookie)
}

const prove = (cookie: string, flow: string, code: string) => api.post(`${path}/code`, { flow, code }, cookie)

/** From the old address to the new one, by both codes. */
async function change(cookie: string, old: string, next: string) {
  const { body } = await begin(cookie, next, old.includes('@') ? 'email' : 'phone')
  await prove(cookie, body.flow, await api.code(old))
  return prove(cookie, body.flow, await api.code(next))
}

async function undoLink(to: string): Promise<string> {
  for (const { text } of await api.messages(to)) {
    const token = /undo-change#([\w-]{43})/.exec(text)?.[1]
    if (token) return token
  }
  throw new Error(`no link was sent to ${to}`)
}

const signIn = async (identifier: string) => verdict(await api.post('sign-in', { identifier, password: PASSWORD }))
const undo = (token: string) => api.post('undo-change', { token })

it('changes an address with a code from the old one and a code from the new one', async () => {
  const [old, next] = [newEmail(), newEmail()]
  const cookie = await api.account(old)
  const begun = await begin(cookie, next)
  expect(begun.body).toMatchObject({ state: 'old', channel: 'email', actions: ['code', 'resend'] })
  expect(await api.messages(next)).toEqual([])
  const proven = await prove(cookie, begun.body.flow, await api.code(old))
  expect(proven.body).toMatchObject({ state: 'new', actions: ['code', 'resend'] })
  const done = await prove(cookie, begun.body.flow, await api.code(next))
  expect(done.body).toMatchObject({ state: 'done', holds: [{ reason: 'identifier_changed' }] })
  expect([await signIn(next), await signIn(old)]).toEqual(['200', '401 credentials_wrong'])
  expect((await api.get('session', cookie)).status).toBe(200)
})

it('tells the old and the new address, and operators', async () => {
  const [old, next] = [newEmail(), newEmail()]
  const cookie = await api.account(old)
  const accountId = await accountOf(api, cookie)
  await change(cookie, old, next)
  for (const address of [old, next]) expect((await api.messages(address))[0]?.subject).toMatch(/er ny adresse/)
  expect((await api.messages(old))[0]?.text).toMatch(/undo-change#/)
  expect((await api.messages(next))[0]?.text).not.toMatch(/undo-change#/)
  // Both can say that it was not they: the old one may be all that the owner has left.
  for (const address of [old, next]) {
    const [notice] = await api.messages(address)
    expect(notice?.text).toMatch(/Dette var ikke meg: \S+\/not-me#[\w-]{43}/)
    expect(notice?.html).toMatch(/href="[^"]+\/not-me#[\w-]{43}"/)
  }
  expect(await api.count('events', `account_id = '${accountId}' AND type = 'account.identifiers.changed'`)).toBe(1)
  expect(await api.count('activities', `account_id = '${accountId}' AND kind = 'identifier_changed'`)).toBe(1)
})

it('takes a code to the other address when the old one is lost', async () => {
  const [old, phone, next] = [newEmail(), newPhone(), newEmail()]
  const cookie = await api.account(old)
  await addAddress(api, cookie, phone)
  const { body } = await begin(cookie, next)
  expect(body.actions).toContain('other_channel')
  expect(verdict(await api.post(`${path}/other-channel`, { flow: body.flow }, cookie))).toBe('429 code_too_soon')
  api.deps.clock.advance(61)
  const lost = await api.code(old)
  const other = await api.post(`${path}/other-channel`, { flow: body.flow }, cookie)
  expect(other.body).toMatchObject({ state: 'old', channel: 'sms' })
  expect((await prove(cookie, body.flow, lost)).status).toBe(422)
  await prove(cookie, body.flow, await api.code(phone))
  expect((await prove(cookie, body.flow, await api.code(next))).body.state).toBe('done')
})

it('removes an address with a code from the one that stays', async () => {
  const [email, phone] = [newEmail(), newPhone()]
  const cookie = await api.account(email)
  await addAddress(api, cookie, phone)
  const begun = await api.post(`account/identifiers/${await identifierId(cookie)}/removal`, undefined, cookie)
  expect(begun.body).toMatchObject({ state: 'old', channel: 'sms', actions: ['code', 'resend'] })
  const done = await prove(cookie, begun.body.flow, await api.code(phone))
  expect(done.body).toMatchObject({ state: 'done', identifiers: [{ kind: 'phone' }] })
  expect(done.body.holds.map(({ reason }: { reason: string }) => reason)).toContain('identifier_removed')
  expect([await signIn(email), await signIn(phone)]).toEqual(['401 credentials_wrong', '200'])
  expect((await undo(await undoLink(email))).status).toBe(200)
  expect(await signIn(email)).toBe('200')
})

describe('a change whose ground is gone sends no more codes', () => {
  const again = (step: 'resend' | 'other-channel', flow: string, cookie: string) =>
    api.post(`${path}/${step}`, { flow }, cookie)
  const remove = async (cookie: string, kind: 'email' | 'phone', proof: string) => {
    const begun = await api.post(`account/identifiers/${await identifierId(cookie, kind)}/removal`, undefined, cookie)
    expect((await prove(cookie, begun.body.flow, await api.code(proof))).status).toBe(200)
  }

  it('its address was given up, and had again', async () => {
    const [email, phone] = [newEmail(), newPhone()]
    const cookie = await api.account(email)
    await addAddress(api, cookie, phone)
    const { flow } = (await begin(cookie, newEmail())).body
    const code = await api.code(email)
    await remove(cookie, 'email', phone)
    const renewed = await proveAddress(api, cookie, phone)
    await addAddress(api, renewed, email)
    api.deps.clock.advance(61)
    const before = (await api.messages(email)).length
    for (const step of ['resend', 'other-channel'] as const)
      expect(verdict(await again(step, flow, renewed))).toBe('410 flow_ended')
    expect(verdict(await prove(renewed, flow, code))).toBe('410 flow_ended')
    expect(await api.messages(email)).toHaveLength(before)
  })

  it('the address that was to prove it was given up; the other one may still', async () => {
    const [email, phone] = [newEmail(), newPhone()]
    const cookie = await api.account(email)
    await addAddress(api, cookie, phone)
    const { flow } = (await begin(cookie, newEmail())).body
    api.deps.clock.advance(61)
    expect((await again('other-channel', flow, cookie)).status).toBe(200)
    await remove(cookie, 'phone', email)
    api.deps.clock.advance(61)
    const before = (await api.messages(phone)).length
    expect(verdict(await again('resend', flow, cookie))).toBe('410 flow_ended')
    expect(await api.messages(phone)).toHaveLength(before)
    expect((await again('other-channel', flow, cookie)).status).toBe(200)
    expect((await prove(cookie, flow, await api.code(email))).body.state).toBe('new')
  })

  it('the address that proved it was given up, while the new one was to be proven', async () => {
    const [email, phone, wanted] = [newEmail(), newPhone(), newEmail()]
    const cookie = await api.account(email)
    await addAddress(api, cookie, phone)
    const { flow } = (await begin(cookie, wanted)).body
    api.deps.clock.advance(61)
    await again('other-channel', flow, cookie)
    expect((await prove(cookie, flow, await api.code(phone))).body.state).toBe('new')
    const code = await api.code(wanted)
    await remove(cookie, 'phone', email)
    api.deps.clock.advance(61)
    const before = (await api.messages(wanted)).length
    expect(verdict(await again('resend', flow, cookie))).toBe('410 flow_ended')
    expect(await api.messages(wanted)).toHaveLength(before)
    expect(verdict(await prove(cookie, flow, code))).toBe('410 flow_ended')
  })

  it('the password was changed, though the session went on', async () => {
    const email = newEmail()
    const first = await api.account(email)
    const { flow } = (await begin(first, newEmail())).body
    const password = 'en helt annen setning'
    const changed = await api.post('account/password', { current: PASSWORD, password, repeat: password }, first)
    const cookie = changed.cookie ?? ''
    expect((await api.get('session', cookie)).status).toBe(200)
    api.deps.clock.advance(61)
    const before = (await api.messages(email)).length
    expect(verdict(await again('resend', flow, cookie))).toBe('410 flow_ended')
    expect(await api.messages(email)).toHaveLength(before)
  })
})

it('the link to the old address puts it back, once, and ends every session', async () => {
  const [old, next] = [newEmail(), newEmail()]
  const cookie = await api.account(old)
  await change(cookie, old, next)
  const token = await undoLink(old)
  expect((await api.post('undo-change/look', { token })).body).toMatchObject({ kind: 'email' })
  expect(await signIn(next)).toBe('200') // looking changes nothing
  expect((await undo(token)).body).toEqual({ state: 'done' })
  expect([await signIn(old), await signIn(next)]).toEqual(['200', '401 credentials_wrong'])
  expect(verdict(await api.get('session', cookie))).toBe('401 session_required')
  expect(verdict(await undo(token))).toBe('410 link_ended')
  expect(verdict(await api.post('undo-change/look', { token }))).toBe('410 link_ended')
})

it('the owner may freeze first and put the address back then: the account stays frozen, and opens over the old address', async () => {
  const [old, next] = [newEmail(), newEmail()]
  const cookie = await api.account(old)
  await change(cookie, old, next)
  const [notice] = await api.messages(old)
  const freeze = /not-me#([\w-]{43})/.exec(notice?.text ?? '')?.[1]
  expect(verdict(await api.post('not-me', { token: freeze }))).toMatch(/^200/)
  expect(await signIn(next)).toBe('403 account_frozen')
  expect((await undo(await undoLink(old))).body).toEqual({ state: 'done' })
  expect([await signIn(old), await signIn(next)]).toEqual(['403 account_frozen', '401 credentials_wrong'])
  const { flow } = (await api.post('thaw', { identifier: old, password: PASSWORD })).body
  expect(verdict(await api.post('thaw/code', { flow, code: await api.code(old) }))).toMatch(/^200/)
  expect(await signIn(old)).toBe('200')
})

it('an opening of the frozen account that a thief has begun over their address is over once the old one is back', async () => {
  const [old, next] = [newEmail(), newEmail()]
  const cookie = await api.account(old)
  const accountId = await accountOf(api, cookie)
  await change(cookie, old, next)
  const token = await undoLink(old)
  await api.post('not-me', { token: /not-me#([\w-]{43})/.exec((await api.messages(old))[0]?.text ?? '')?.[1] })
  const { flow } = (await api.post('thaw', { identifier: next, password: PASSWORD })).body
  const code = await api.code(next)
  expect((await undo(token)).body).toEqual({ state: 'done' })
  expect(verdict(await api.post('thaw/code', { flow, code }))).toMatch(/^(410 flow_ended|422 code_\w+)$/)
  api.deps.clock.advance(61)
  // Begun anew it is somebody's who has no account.
  const before = (await api.messages(next)).length
  expect((await api.post('thaw', { identifier: next, password: PASSWORD })).status).toBe(200)
  expect(await api.messages(next)).toHaveLength(before)
  expect(await api.count('accounts', `account_id = '${accountId}' AND frozen_at IS NOT NULL`)).toBe(1)
})

it('whoever changed an address on cannot undo the undoing', async () => {
  const [mine, theirs, further] = [newEmail(), newEmail(), newEmail()]
  const cookie = await api.account(mine)
  await change(cookie, mine, theirs)
  await change(cookie, theirs, further)
  const later = await undoLink(theirs)
  expect((await undo(await undoLink(mine))).status).toBe(200)
  expect(verdict(await undo(later))).toBe('410 link_ended')
  expect([await signIn(mine), await signIn(theirs), await signIn(further)]).toEqual([
    '200',
    '401 credentials_wrong',
    '401 credentials_wrong',
  ])
})

it('keeps the old address for its account for 72 hours, and for nobody after', async () => {
  const [old, next] = [newEmail(), newEmail()]
  await change(await api.account(old), old, next)
  const token = await undoLink(old)
  const flow = await api.provenFlow(old)
  const signUp = () => api.post('sign-up/password', { flow, password: PASSWORD, acceptTerms: true })
  const until = api.deps.clock.now().getTime() + 72 * 3600_000
  const kept = await signUp()
  expect(verdict(kept)).toBe('409 identifier_kept')
  expect(Math.abs(Date.parse(kept.body.until) - until)).toBeLessThan(60_000)
  api.deps.clock.advance(72 * 3600)
  expect(verdict(await undo(token))).toBe('410 link_ended')
  expect(await sweepReservations(api.deps)).toBeGreaterThan(0)
  expect(await api.account(old)).toBeTruthy()
})

it('says that an address is kept, and until when, to whoever has proven it: to be added, and to be changed to', async () => {
  const old = newEmail()
  await change(await api.account(old), old, newEmail())
  const other = await api.account(newPhone())
  const { flow } = (await api.post('account/identifiers', { identifier: old }, other)).body
  const answers = [await api.post('account/identifiers/code', { flow, code: await api.code(old) }, other)]
  api.deps.clock.advance(61)
  const third = newEmail()
  answers.push(await change(await api.account(third), third, old))
  expect(answers.map(verdict)).toEqual(['409 identifier_kept', '409 identifier_kept'])
  for (const { body } of answers) expect(Date.parse(body.until)).toBeGreaterThan(api.deps.clock.now().getTime())
})

it('an address whose time is over is free at once, swept or not', async () => {
  const old = newEmail()
  await change(await api.account(old), old, newEmail())
  api.deps.clock.advance(72 * 3600 + 1)
  expect(await api.account(old)).toBeTruthy()
})

it('the owner may take the old address back within the 72 hours', async () => {
  const [old, next] = [newEmail(), newEmail()]
  const cookie = await api.account(old)
  await change(cookie, old, next)
  api.deps.clock.advance(61)
  expect((await change(cookie, next, old)).body.state).toBe('done')
  expect(await signIn(old)).toBe('200')
})

it.each([
  ['the address it has', (own: string) => own.toUpperCase().replace('EXAMPLE', 'example'), '409 identifier_same'],
  ['another kind', () => '+4790000000', '400 request_invalid'],
  ['no address', () => 'nobody@', '400 request_invalid'],
])('refuses %s as a new one', async (_what, next, refusal) => {
  const email = newEmail()
  expect(verdict(await begin(await api.account(email), next(email)))).toBe(refusal)
})

it('refuses to remove the last address, and one of another account', async () => {
  const cookie = await api.account(newEmail())
  const other = await identifierId(await api.account(newEmail()))
  const removal = (id: string) => api.post(`account/identifiers/${id}/removal`, undefined, cookie)
  expect(verdict(await removal(await identifierId(cookie)))).toBe('409 last_identifier')
  expect(verdict(await removal(other))).toBe('404 not_found')
})

it('an address that another account has gets the same answer; its owner is told', async () => {
  const [old, taken] = [newEmail(), newEmail()]
  await api.account(taken)
  const cookie = await api.account(old)
  const { body } = await begin(cookie, taken)
  expect((await prove(cookie, body.flow, await api.code(old))).body.state).toBe('new')
  expect((await api.messages(taken))[0]?.text).not.toMatch(/^\d{8}$/m)
  expect(await signIn(old)).toBe('200')
})

it('answers at the end of a slot wherever another account might have the new address', async () => {
  const old = newEmail()
  const cookie = await api.account(old)
  const id = await identifierId(cookie)
  const timed = async (step: string, body: object) => {
    const start = performance.now()
    const answer = await api.post(step, body, cookie)
    return { answer, isEven: performance.now() - start >= SLOT_MS }
  }
  const begun = await timed(`account/identifiers/${id}/change`, { identifier: newEmail() })
  const { flow } = begun.answer.body
  const proven = await timed(`${path}/code`, { flow, code: await api.code(old) })
  api.deps.clock.advance(61)
  const again = await timed(`${path}/resend`, { flow })
  for (const { answer, isEven } of [begun, proven, again]) expect([answer.status, isEven]).toEqual([200, true])
})

it('belongs to the session that began it, asks for a fresh proof, and counts wrong codes', async () => {
  const old = newEmail()
  const cookie = await api.account(old)
  const { cookie: other = '' } = await api.post('sign-in', { identifier: old, password: PASSWORD })
  const { body } = await begin(cookie, newEmail())
  const code = await api.code(old)
  expect(verdict(await prove(other, body.flow, code))).toBe('410 flow_ended')
  for (let times = 0; times < 5; times++)
    expect(verdict(await prove(cookie, body.flow, notTheCode(code)))).toBe('422 code_wrong')
  expect(verdict(await prove(cookie, body.flow, code))).toBe('422 code_spent')
  api.deps.clock.advance(6 * 60)
  expect(verdict(await begin(cookie, newEmail()))).toBe('401 step_up_required')
})

it('a change begun before the credentials changed is over', async () => {
  const old = newEmail()
  const cookie = await api.account(old)
  const { body } = await begin(cookie, newEmail())
  const code = await api.code(old)
  const password = 'en helt annen setning'
  const changed = await api.post('account/password', { current: PASSWORD, password, repeat: password }, cookie)
  expect([410, 422]).toContain((await prove(changed.cookie ?? '', body.flow, code)).status)
  expect(await api.messages(old).then(([newest]) => newest?.subject)).toMatch(/Passordet/)
  expect(verdict(await api.post('sign-in', { identifier: old, password }))).toBe('200')
})

it('of two changes of one address at once exactly one is made', async () => {
  for (let round = 0; round < 3; round++) {
    const [old, one, other] = [newEmail(), newEmail(), newEmail()]
    const cookie = await api.account(old)
    const flows = []
    for (const next of [one, other]) {
      const { body } = await begin(cookie, next)
      await prove(cookie, body.flow, await api.code(old))
      flows.push({ flow: body.flow, code: await api.code(next) })
    }
    const tries = flows.flatMap((each) => [each, each, each])
    const answers = await Promise.all(tries.map(({ flow, code }) => prove(cookie, flow, code)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect((await api.get('account', cookie)).body.identifiers).toHaveLength(1)
    expect([await signIn(one), await signIn(other)].sort()).toEqual(['200', '401 credentials_wrong'])
  }
})

it('of an undoing sent many times at once one is done, also while the address is changed on', async () => {
  for (let round = 0; round < 3; round++) {
    const [mine, theirs, further] = [newEmail(), newEmail(), newEmail()]
    const cookie = await api.account(mine)
    await change(cookie, mine, theirs)
    const { body } = await begin(cookie, further)
    await prove(cookie, body.flow, await api.code(theirs))
    const code = await api.code(further)
    const token = await undoLink(mine)
    const [, ...undone] = await Promise.all([
      prove(cookie, body.flow, code),
      ...Array.from({ length: 5 }, () => undo(token)),
    ])
    expect(undone.filter(({ status }) => status === 200)).toHaveLength(1)
    expect([await signIn(mine), await signIn(theirs), await signIn(further)]).toEqual([
      '200',
      '401 credentials_wrong',
      '401 credentials_wrong',
    ])
  }
})

it('a reset by the old address is over once it is changed', async () => {
  const [old, next] = [newEmail(), newEmail()]
  const cookie = await api.account(old)
  const flow = await beginReset(api, old)
  const code = await api.code(old)
  api.deps.clock.advance(61)
  await change(cookie, old, next)
  expect(verdict(await finishReset(api, flow, code))).toBe('410 flow_ended')
  expect(await signIn(next)).toBe('200')
})
