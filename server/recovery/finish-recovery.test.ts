import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, newEmail, newPhone, notTheCode, PASSWORD, verdict, withApi } from '../../test/support/api.ts'
import { accountOf, addAddress, beginReset, finishReset, NEW_PASSWORD } from '../../test/support/recovery.ts'
import { listHolds } from '../holds/holds.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

const signIn = async (identifier: string, password: string) =>
  verdict(await api.post('sign-in', { identifier, password }))

/** An account with a reset begun: what its owner has in hand. */
async function owner(identifier = newEmail()) {
  const cookie = await api.account(identifier)
  const flow = await beginReset(api, identifier)
  return { identifier, cookie, flow, code: await api.code(identifier) }
}

describe('with the code of its own address', () => {
  test.each([
    ['e-mail', newEmail],
    ['phone', newPhone],
  ])('the password is new, and all that the old one opened is closed: %s', async (_name, newAddress) => {
    const { identifier, cookie, flow, code } = await owner(newAddress())
    const accountId = await accountOf(api, cookie)
    const other = await api.post('sign-in', { identifier, password: PASSWORD })
    const known = `account_id = '${accountId}' AND ended_at IS NULL`
    expect(await api.count('devices', known)).toBeGreaterThan(0)
    const done = await finishReset(api, flow, code)
    expect(done).toMatchObject({ status: 200, body: { state: 'done' }, cookie: undefined })
    expect(await api.count('devices', known)).toBe(0) // each is a stranger, with a stranger's tries
    expect(done.body).toEqual({ state: 'done', actions: ['sign_in'] })
    for (const old of [cookie, other.cookie])
      expect(verdict(await api.get('session', old))).toBe('401 session_required')
    expect(await signIn(identifier, PASSWORD)).toBe('401 credentials_wrong')
    expect(await signIn(identifier, NEW_PASSWORD)).toBe('200')
    const [hold] = await listHolds(api.deps, accountId)
    expect(hold?.reason).toBe('password_reset')
    expect(hold?.endsAt.getTime()).toBeGreaterThan(api.deps.clock.now().getTime() + 23.9 * 3600_000)
    expect(await api.count('activities', `kind = 'password_reset' AND account_id = '${accountId}'`)).toBe(1)
  })

  test('every address of the account is told', async () => {
    const [email, phone] = [newEmail(), newPhone()]
    await addAddress(api, await api.account(email), phone)
    const flow = await beginReset(api, phone)
    const before = [await api.messages(email), await api.messages(phone)].map(({ length }) => length)
    expect(verdict(await finishReset(api, flow, await api.code(phone)))).toBe('200')
    const after = [await api.messages(email), await api.messages(phone)].map(({ length }) => length)
    expect(after).toEqual(before.map((count) => count + 1))
  })

  test.each([
    ['with spaces', (code: string) => `${code.slice(0, 4)} ${code.slice(4)} `],
    [
      'in Arabic-Indic digits',
      (code: string) => code.replace(/\d/g, (digit) => String.fromCodePoint(0x660 + Number(digit))),
    ],
    [
      'in full-width digits',
      (code: string) => code.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
    ],
  ])('typed %s', async (_name, spell) => {
    const { flow, code } = await owner()
    expect(verdict(await finishReset(api, flow, spell(code)))).toBe('200')
  })

  test('sent to the other address', async () => {
    const [email, phone] = [newEmail(), newPhone()]
    await addAddress(api, await api.account(email), phone)
    const flow = await beginReset(api, email)
    const toEmail = await api.code(email)
    api.deps.clock.advance(61)
    await api.post('forgot-password/other-channel', { flow })
    expect(verdict(await finishReset(api, flow, toEmail))).toMatch(/^422 code_(wrong|replaced)$/)
    expect(verdict(await finishReset(api, flow, await api.code(phone)))).toBe('200')
  })
})

describe('what costs nothing', () => {
  test.each([
    ['a short one', 'kort', undefined, '422 password_weak', { field: 'password', code: 'too_short' }],
    [
      'one of those tried first',
      'passord123passord123',
      undefined,
      '422 password_weak',
      { field: 'password', code: 'too_common' },
    ],
    ['two that differ', NEW_PASSWORD, `${NEW_PASSWORD}.`, '400 request_invalid', { field: 'repeat', code: 'unequal' }],
    ['a letter in the code', NEW_PASSWORD, undefined, '400 request_invalid', { field: 'code', code: 'invalid' }],
  ])('%s: the code keeps all its tries', async (name, password, repeat, refusal, field) => {
    const { flow, code } = await owner()
    for (let at = 0; at < 7; at++) {
      const typed = name.includes('letter') ? '1234567l' : code
      const body = { flow, code: typed, password, repeat: repeat ?? password }
      const refused = await api.post('forgot-password/finish', body)
      expect(verdict(refused)).toBe(refusal)
      expect(refused.body.fields).toEqual([field])
    }
    for (let at = 0; at < 4; at++)
      expect(verdict(await finishReset(api, flow, notTheCode(code)))).toBe('422 code_wrong')
    expect(verdict(await finishReset(api, flow, code))).toBe('200')
  })

  test('the other address as a password: found out only with the right code, which stays', async () => {
    const email = 'hallgrim.fjeldstad@example.com'
    const phone = newPhone()
    await addAddress(api, await api.account(email), phone)
    const flow = await beginReset(api, phone)
    const code = await api.code(phone)
    for (let at = 0; at < 7; at++)
      expect((await finishReset(api, flow, code, 'hallgrim.fjeldstad')).body).toMatchObject({
        code: 'password_weak',
        fields: [{ field: 'password', code: 'contains_identifier' }],
      })
    expect(verdict(await finishReset(api, flow, notTheCode(code), 'hallgrim.fjeldstad'))).toBe('422 code_wrong')
    expect(verdict(await finishReset(api, flow, code))).toBe('200')
  })

  test('the same letter on two keyboards is the same password', async () => {
    const { flow, code } = await owner()
    const password = 'blåbær og brød på brettet'
    const body = { flow, code, password: password.normalize('NFC'), repeat: password.normalize('NFD') }
    expect(verdict(await api.post('forgot-password/finish', body))).toBe('200')
  })
})

describe('what does not open the account', () => {
  const untouched = async (identifier: string) => {
    expect(await signIn(identifier, PASSWORD)).toBe('200')
    expect(await signIn(identifier, NEW_PASSWORD)).toBe('401 credentials_wrong')
  }

  test('a code of sign-up (Deutsche Telekom CVE-2025-69614)', async () => {
    const { identifier, flow } = await owner()
    const stranger = newEmail()
    const signUp = await api.flow(stranger)
    expect(verdict(await finishReset(api, flow, await api.code(stranger)))).toBe('422 code_wrong')
    expect(verdict(await api.post('sign-up/code', { flow: signUp, code: await api.code(stranger) }))).toBe('200')
    await untouched(identifier)
  })

  test('a code that adds an address, and a code of a reset adds none', async () => {
    const { identifier, cookie, flow, code } = await owner()
    const phone = newPhone()
    const addition = (await api.post('account/identifiers', { identifier: phone }, cookie)).body.flow
    expect(verdict(await finishReset(api, flow, await api.code(phone)))).toBe('422 code_wrong')
    const added = await api.post('account/identifiers/code', { flow: addition, code }, cookie)
    expect(verdict(added)).toBe('422 code_wrong')
    await untouched(identifier)
  })

  test('another account’s code, or the own one in another’s reset (authentik CVE-2023-26481)', async () => {
    const [mine, theirs] = [await owner(), await owner()]
    expect(verdict(await finishReset(api, theirs.flow, mine.code))).toBe('422 code_wrong')
    expect(verdict(await finishReset(api, mine.flow, theirs.code))).toBe('422 code_wrong')
    await untouched(mine.identifier)
    await untouched(theirs.identifier)
  })

  test('the code of another reset of the same account: a stranger’s reset is no use to anybody', async () => {
    const { identifier, flow, code } = await owner()
    const strangers = await beginReset(api, identifier)
    expect(verdict(await finishReset(api, strangers, code))).toBe('422 code_wrong')
    expect(verdict(await finishReset(api, flow, code))).toBe('200')
  })

  test('a flow of sign-up, one that is cut, one that is mended, one made up (ZITADEL CVE-2026-119128)', async () => {
    const { identifier, flow, code } = await owner()
    const signUp = await api.flow(newEmail())
    const bytes = Buffer.from(flow, 'base64url')
    for (const at of [0, 5, 20, 40, bytes.length - 1]) {
      const mended = Buffer.from(bytes)
      mended[at] = (mended[at] ?? 0) ^ 1
      expect(verdict(await finishReset(api, mended.toString('base64url'), code))).toBe('410 flow_ended')
    }
    expect(verdict(await finishReset(api, signUp, code))).toBe('400 request_invalid')
    expect(verdict(await finishReset(api, 'A'.repeat(flow.length), code))).toBe('410 flow_ended')
    await untouched(identifier)
  })

  test('no code at all, in any guise (Keycloak CVE-2026-18963)', async () => {
    const { identifier, flow } = await owner()
    for (const code of [undefined, null, '', true, 0, [], {}, ['12345678'], '1234567', '123456789']) {
      const answer = await api.post('forgot-password/finish', {
        flow,
        code,
        password: NEW_PASSWORD,
        repeat: NEW_PASSWORD,
      })
      expect(verdict(answer)).toBe('400 request_invalid')
    }
    await untouched(identifier)
  })

  test('a code after ten minutes, and a flow after an hour', async () => {
    const { identifier, flow, code } = await owner()
    api.deps.clock.advance(601)
    expect(verdict(await finishReset(api, flow, code))).toBe('422 code_expired')
    api.deps.clock.advance(3000)
    expect(verdict(await finishReset(api, flow, code))).toBe('410 flow_ended')
    await untouched(identifier)
  })

  test('a code after five wrong tries', async () => {
    const { identifier, flow, code } = await owner()
    for (let at = 0; at < 5; at++)
      expect(verdict(await finishReset(api, flow, notTheCode(code)))).toBe('422 code_wrong')
    expect(verdict(await finishReset(api, flow, code))).toBe('422 code_spent')
    await untouched(identifier)
  })

  test('no answer on the way holds the code (ZITADEL CVE-2026-105211)', async () => {
    const { identifier, flow, code } = await owner()
    const answers = [
      await api.post('forgot-password', { identifier }),
      await api.post('forgot-password/state', { flow }),
      await finishReset(api, flow, notTheCode(code)),
    ]
    for (const { body, headers } of answers) expect(JSON.stringify({ body, headers })).not.toContain(code)
  })
})

describe('what began before is over', () => {
  test('a second reset of the account, also with its own code, and nobody else can see it', async () => {
    const { identifier, flow, code } = await owner()
    const second = await beginReset(api, identifier)
    const secondCode = await api.code(identifier)
    const third = await beginReset(api, identifier)
    const before = (await api.post('forgot-password/state', { flow: third })).body
    expect(verdict(await finishReset(api, flow, code))).toBe('200')
    expect((await api.post('forgot-password/state', { flow: third })).body).toEqual(before)
    expect(verdict(await finishReset(api, third, '00000000'))).toBe('422 code_wrong')
    expect(verdict(await finishReset(api, second, secondCode, 'en tredje setning til'))).toBe('410 flow_ended')
    api.deps.clock.advance(61)
    const sent = (await api.messages(identifier)).length
    expect(verdict(await api.post('forgot-password/resend', { flow: second }))).toBe('200')
    expect(await api.messages(identifier)).toHaveLength(sent)
    expect(await signIn(identifier, NEW_PASSWORD)).toBe('200')
  })

  test('an address that was being added', async () => {
    const { cookie, flow, code } = await owner()
    const phone = newPhone()
    const { body } = await api.post('account/identifiers', { identifier: phone }, cookie)
    const accountId = await accountOf(api, cookie)
    expect(verdict(await finishReset(api, flow, code))).toBe('200')
    expect(await api.count('identifier_additions', `account_id = '${accountId}'`)).toBe(0)
    const add = { flow: body.flow, code: await api.code(phone) }
    expect(verdict(await api.post('account/identifiers/code', add, cookie))).toBe('401 session_required')
  })

  test('a sign-in and a step-up that were under way (govengers/auth; OpenProject CVE-2023-31140)', async () => {
    for (let round = 0; round < 10; round++) {
      const { identifier, cookie, flow, code } = await owner()
      const [late, stepped, done] = await Promise.all([
        api.post('sign-in', { identifier, password: PASSWORD }),
        api.post('step-up/password', { password: PASSWORD }, cookie),
        finishReset(api, flow, code),
      ])
      expect(verdict(done)).toBe('200')
      for (const session of [late.cookie, stepped.cookie])
        if (session) expect(verdict(await api.get('session', session))).toBe('401 session_required')
    }
  })

  test('this reset: once more is told that it is done', async () => {
    const { flow, code } = await owner()
    expect(verdict(await finishReset(api, flow, code))).toBe('200')
    const again = await finishReset(api, flow, code, 'en tredje setning til')
    expect(again.body).toMatchObject({ code: 'wrong_state', state: 'done' })
    expect((await api.post('forgot-password/state', { flow })).body).toMatchObject({
      state: 'done',
      actions: ['sign_in'],
    })
    for (const step of ['resend', 'other-channel'])
      expect(verdict(await api.post(`forgot-password/${step}`, { flow }))).toBe('409 wrong_state')
  })
})

test('an account with a second factor keeps its password: the code alone leads no further (Keycloak #12759)', async () => {
  const { identifier, cookie, flow, code } = await owner()
  const accountId = await accountOf(api, cookie)
  await api.query("UPDATE accounts SET factors = '{totp}' WHERE account_id = $1", [accountId])
  expect(verdict(await finishReset(api, flow, notTheCode(code)))).toBe('422 code_wrong')
  expect((await finishReset(api, flow, code)).body).toEqual({ state: 'factor', actions: [] })
  expect((await api.post('forgot-password/state', { flow })).body).toMatchObject({ state: 'factor', actions: [] })
  for (const [step, body] of [
    ['finish', { flow, code, password: NEW_PASSWORD, repeat: NEW_PASSWORD }],
    ['resend', { flow }],
    ['other-channel', { flow }],
  ] as const)
    expect((await api.post(`forgot-password/${step}`, body)).body).toMatchObject({
      code: 'wrong_state',
      state: 'factor',
    })
  expect(verdict(await api.get('session', cookie))).toBe('200')
  expect(await signIn(identifier, NEW_PASSWORD)).toBe('401 credentials_wrong')
  expect(await signIn(identifier, PASSWORD)).toBe('200')
})

test.each([
  ['whose second factor is bound', "factors = '{totp}'", "factors = '{}'"],
  ['that is frozen', 'frozen_at = created_at', 'frozen_at = NULL'],
])('an account %s while its new password is hashed keeps the old one too', async (_name, set, unset) => {
  const { identifier, cookie, flow, code } = await owner()
  const accountId = await accountOf(api, cookie)
  const { hasher } = api.deps
  const hash = hasher.hash
  hasher.hash = async (password) => {
    await api.query(`UPDATE accounts SET ${set} WHERE account_id = $1`, [accountId])
    return hash(password)
  }
  expect(verdict(await finishReset(api, flow, code))).toBe('410 flow_ended')
  hasher.hash = hash
  await api.query(`UPDATE accounts SET ${unset} WHERE account_id = $1`, [accountId])
  expect(await signIn(identifier, PASSWORD)).toBe('200')
})

test('a busy server leaves the code as it was', async () => {
  const { flow, code } = await owner()
  const { hasher } = api.deps
  const hash = hasher.hash
  const { Refusal } = await import('../platform/refusals.ts')
  hasher.hash = () => Promise.reject(new Refusal('busy', { retryAfterSeconds: 2 }))
  for (let at = 0; at < 8; at++) expect(verdict(await finishReset(api, flow, code))).toBe('503 busy')
  hasher.hash = hash
  expect(verdict(await finishReset(api, flow, code))).toBe('200')
})
