// Promises P13, P15 (I6, I11, I12, I36): no path is weaker. Every route the server has, tried by somebody who has all of an
// account but its second factor. A route that could give or change something and is not tried here fails the test.
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { type OperationPolicy, operations } from '../../server/sessions/policy.ts'
import { type Answer, type Api, newEmail, newPhone, PASSWORD, verdict, withApi } from '../support/api.ts'
import { exchangeOf } from '../support/approvals.ts'
import { bindAuthenticator, startAuthenticator } from '../support/authenticator.ts'
import { besiegeResets } from '../support/besieged.ts'
import { linkOf } from '../support/notices.ts'
import { addPasskey, signInOptions } from '../support/passkeys.ts'
import { mountedRoutes } from '../support/routes.ts'
import type { SoftPasskey } from '../support/soft-authenticator.ts'
import { invite, newMember } from '../support/staff.ts'
import { guarded, loosened, type Thief, thiefOf, type Victim } from '../support/thief.ts'

interface Route {
  /** `POST /api/v1/sign-in` */
  name: string
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  path: string
  rule: OperationPolicy
}

const NEW_PASSWORD = 'en helt annen setning'
const BOTH = { password: NEW_PASSWORD, repeat: NEW_PASSWORD }
const NOWHERE = '00000000-0000-7000-8000-000000000000'
const CHANGE = 'account/authenticator/change'
const NO_LINK = 'A'.repeat(43)
const NO_INVITATION = 'A'.repeat(64)

/**
 * The routes that ask for no fresh proof beforehand, because they prove in their own steps or only tighten: how far whoever
 * lacks the factor comes with each, and what the last answer is.
 */
const tries: Record<string, [last: string, work: (thief: Thief) => Promise<Answer[]>, on?: Victim]> = {
  'POST /api/v1/sign-up': ['200', async ({ email, ask }) => [await ask('POST', 'sign-up', { identifier: email })]],
  'POST /api/v1/sign-up/state': ['200', (thief) => signUpAgain(thief, 'state')],
  'POST /api/v1/sign-up/resend': ['429 code_too_soon', (thief) => signUpAgain(thief, 'resend')],
  'POST /api/v1/sign-up/code': ['422 code_wrong', (thief) => signUpAgain(thief, 'code', { code: '12345678' })],
  'POST /api/v1/sign-up/password': [
    '409 wrong_state',
    (thief) => signUpAgain(thief, 'password', { password: NEW_PASSWORD, acceptTerms: true }),
  ],
  'POST /api/v1/sign-in': ['200', async (thief) => [await signIn(thief)]],
  'POST /api/v1/sign-in/code': [
    '410 flow_ended',
    async (thief) => [await thief.ask('POST', 'sign-in/code', { flow: await factorFlow(thief), code: '12345678' })],
  ],
  'POST /api/v1/sign-in/resend': [
    '410 flow_ended',
    async (thief) => [await thief.ask('POST', 'sign-in/resend', { flow: await factorFlow(thief) })],
  ],
  'POST /api/v1/sign-in/other-channel': [
    '410 flow_ended',
    async (thief) => [await thief.ask('POST', 'sign-in/other-channel', { flow: await factorFlow(thief) })],
  ],
  'POST /api/v1/sign-in/totp': [
    '422 totp_wrong',
    async (thief) => {
      const flow = await factorFlow(thief)
      const other = await thiefOf(api)
      const codes = [thief.app.wrong(), other.app.code(), thief.app.code(2)]
      return inTurn(codes, (code) => thief.ask('POST', 'sign-in/totp', { flow, code, trustDevice: true }))
    },
  ],
  'POST /api/v1/sign-in/recovery-key': [
    '422 recovery_key_wrong',
    async (thief) => {
      const flow = await factorFlow(thief)
      return [await thief.ask('POST', 'sign-in/recovery-key', { flow, phrase: await othersPhrase() })]
    },
  ],
  'POST /api/v1/sign-in/recovery-key/key': ['410 flow_ended', (thief) => replace(thief, 'key', { code: '123456' })],
  'POST /api/v1/sign-in/recovery-key/new-phrase': ['410 flow_ended', (thief) => replace(thief, 'new-phrase')],
  'POST /api/v1/sign-in/recovery-key/phrase': [
    '410 flow_ended',
    async (thief) => replace(thief, 'phrase', { phrase: await othersPhrase() }),
  ],
  'POST /api/v1/sign-in/passkey/options': [
    '200',
    async (thief) => [await thief.ask('POST', 'sign-in/passkey/options', { flow: await factorFlow(thief) })],
    { hasPasskey: true },
  ],
  'POST /api/v1/sign-in/passkey': [
    '422 passkey_wrong',
    async (thief) => {
      const flow = await factorFlow(thief)
      const credential = (await othersPasskey()).get(await signInOptions(api, flow))
      return [await thief.ask('POST', 'sign-in/passkey', { flow, credential, trustDevice: true })]
    },
    { hasPasskey: true },
  ],
  // An invitation that another holds, and the customer's own passkey: neither makes a customer anything at the console.
  'POST /api/v1/staff/invitation': [
    '410 invitation_ended',
    async ({ ask }) => [await ask('POST', 'staff/invitation', { invitation: NO_INVITATION })],
  ],
  'POST /api/v1/staff/invitation/options': [
    '410 invitation_ended',
    async ({ ask }) => [await ask('POST', 'staff/invitation/options', { invitation: NO_INVITATION, name: 'Kari' })],
  ],
  'POST /api/v1/staff/invitation/join': [
    '410 invitation_ended',
    async ({ ask }) => {
      const { body } = await ask('POST', 'staff/invitation/options', { invitation: await invite(api), name: 'Kari' })
      const credential = (await othersPasskey()).create(body)
      return [await ask('POST', 'staff/invitation/join', { invitation: NO_INVITATION, name: 'Kari', credential })]
    },
  ],
  'POST /api/v1/staff/sign-in/options': ['200', async ({ ask }) => [await ask('POST', 'staff/sign-in/options')]],
  'POST /api/v1/staff/sign-in': [
    '422 passkey_wrong',
    async ({ ask }) => {
      const { body } = await ask('POST', 'staff/sign-in/options')
      return [await ask('POST', 'staff/sign-in', { credential: (await othersPasskey()).get(body) })]
    },
  ],
  'DELETE /api/v1/staff/session': ['204', async ({ ask }) => [await ask('DELETE', 'staff/session')]],
  'POST /api/v1/forgot-password': ['200', async (thief) => [await startReset(thief)]],
  // The mailbox is theirs: what its proof begins waits for the factor as any reset does.
  'POST /api/v1/forgot-password/code': [
    '200',
    async (thief) => {
      await besiegeResets(api.deps, thief.email)
      const { flow } = (await startReset(thief)).body
      const proven = await thief.ask('POST', 'forgot-password/code', { flow, code: await api.code(thief.email) })
      const code = await api.code(thief.email)
      const ended = await thief.ask('POST', 'forgot-password/finish', { flow: proven.body.flow, code, ...BOTH })
      expect(ended.body).toMatchObject({ state: 'factor' })
      return [proven, ended]
    },
  ],
  'POST /api/v1/forgot-password/resend': ['429 code_too_soon', (thief) => reset(thief, 'resend')],
  'POST /api/v1/forgot-password/other-channel': ['429 code_too_soon', (thief) => reset(thief, 'other-channel')],
  'POST /api/v1/forgot-password/state': ['200', (thief) => reset(thief, 'state')],
  'POST /api/v1/forgot-password/finish': [
    '200', // and the state is `factor`
    async (thief) => {
      const { flow } = (await startReset(thief)).body
      return [await thief.ask('POST', 'forgot-password/finish', { flow, code: await api.code(thief.email), ...BOTH })]
    },
  ],
  'POST /api/v1/forgot-password/totp': [
    '422 totp_wrong',
    async (thief) => {
      const flow = await provenReset(thief)
      const codes = [(await thiefOf(api)).app.code(), thief.app.code(-9), thief.app.code(2), thief.app.wrong()]
      return inTurn(codes, (code) => thief.ask('POST', 'forgot-password/totp', { flow, code, ...BOTH }))
    },
  ],
  'POST /api/v1/forgot-password/passkey/options': [
    '200',
    async (thief) => [await thief.ask('POST', 'forgot-password/passkey/options', { flow: await provenReset(thief) })],
    { hasPasskey: true },
  ],
  'POST /api/v1/forgot-password/passkey': [
    '422 passkey_wrong',
    async (thief) => {
      const flow = await provenReset(thief)
      const passkey = await othersPasskey()
      const asked = [
        await signInOptions(api),
        (await thief.ask('POST', 'forgot-password/passkey/options', { flow })).body,
      ]
      return inTurn(asked, (options) =>
        thief.ask('POST', 'forgot-password/passkey', { flow, credential: passkey.get(options), ...BOTH }),
      )
    },
    { hasPasskey: true },
  ],
  'POST /api/v1/forgot-password/recovery-key': [
    '422 recovery_key_wrong',
    async (thief) => {
      const body = { flow: await provenReset(thief), phrase: await othersPhrase(), ...BOTH }
      return [await thief.ask('POST', 'forgot-password/recovery-key', body)]
    },
  ],
  'POST /api/v1/forgot-password/recovery-key/key': [
    '410 flow_ended',
    async (thief) => resetByPhrase(thief, 'key', { code: '123456' }),
  ],
  'POST /api/v1/forgot-password/recovery-key/new-phrase': [
    '410 flow_ended',
    async (thief) => resetByPhrase(thief, 'new-phrase'),
  ],
  'POST /api/v1/forgot-password/recovery-key/phrase': [
    '410 flow_ended',
    async (thief) => resetByPhrase(thief, 'phrase', { phrase: await othersPhrase() }),
  ],
  'POST /api/v1/step-up/password': [
    '200',
    async ({ ask }) => [await ask('POST', 'step-up/password', { password: PASSWORD })],
  ],
  'POST /api/v1/step-up/totp': [
    '422 totp_wrong',
    async ({ app, ask }) => {
      const codes = [(await thiefOf(api)).app.code(), app.code(-9), app.code(2), app.wrong()]
      return inTurn(codes, (code) => ask('POST', 'step-up/totp', { code }))
    },
  ],
  'POST /api/v1/step-up/passkey/options': [
    '200',
    async ({ ask }) => [await ask('POST', 'step-up/passkey/options')],
    { hasPasskey: true },
  ],
  'POST /api/v1/step-up/passkey': [
    '422 passkey_wrong',
    async ({ ask }) => {
      const passkey = await othersPasskey()
      const options = (await ask('POST', 'step-up/passkey/options')).body
      return [await ask('POST', 'step-up/passkey', { credential: passkey.get(options) })]
    },
    { hasPasskey: true },
  ],
  // Nothing is sent to an own address without the factor, and so there is no code to prove one with.
  'POST /api/v1/step-up/address/code': [
    '422 code_spent',
    async ({ ask }) => {
      const { identifiers } = (await ask('GET', 'account')).body
      return [await ask('POST', 'step-up/address/code', { flow: identifiers[0].id, code: '12345678' })]
    },
  ],
  'PATCH /api/v1/account': ['200', async ({ ask }) => [await ask('PATCH', 'account', { locale: 'en' })]],
  'DELETE /api/v1/account/authenticator/change': [
    '204',
    async ({ ask }) => [await ask('DELETE', `${CHANGE}?flow=${NOWHERE}`)],
  ],
  'POST /api/v1/account/authenticator/change/code': [
    '410 flow_ended',
    async (thief) => {
      const flow = await ownersChange(thief)
      const code = await api.code(thief.email)
      return inTurn([{}, { totp: thief.app.wrong() }, { totp: thief.app.code(2) }], (more) =>
        thief.ask('POST', `${CHANGE}/code`, { flow, code, ...more }),
      )
    },
  ],
  'POST /api/v1/account/authenticator/change/resend': ['410 flow_ended', (thief) => goOn(thief, 'resend')],
  'POST /api/v1/account/authenticator/change/key': [
    '410 flow_ended',
    (thief) => goOn(thief, 'key', { code: '123456' }),
  ],
  'POST /api/v1/account/authenticator/change/new-phrase': ['410 flow_ended', (thief) => goOn(thief, 'new-phrase')],
  'POST /api/v1/account/authenticator/change/phrase': [
    '410 flow_ended',
    async (thief) => goOn(thief, 'phrase', { phrase: await othersPhrase() }),
  ],
  'POST /api/v1/undo-change/look': ['410 link_ended', (thief) => withLink(thief, 'undo-change/look')],
  'POST /api/v1/undo-change': ['410 link_ended', (thief) => withLink(thief, 'undo-change')],
  'POST /api/v1/not-me/look': ['200', (thief) => withLink(thief, 'not-me/look')],
  'POST /api/v1/not-me': ['200', (thief) => withLink(thief, 'not-me')],
  'POST /api/v1/account/freeze': ['200', async ({ ask }) => [await ask('POST', 'account/freeze')]],
  'POST /api/v1/thaw': ['200', async (thief) => [await startThaw(thief)]],
  'POST /api/v1/thaw/resend': [
    '429 code_too_soon',
    async (thief) => [await thief.ask('POST', 'thaw/resend', { flow: (await startThaw(thief)).body.flow })],
  ],
  'POST /api/v1/thaw/code': [
    '200', // and the state is `factor`
    async (thief) => {
      const { flow } = (await startThaw(thief)).body
      return [await thief.ask('POST', 'thaw/code', { flow, code: await api.code(thief.email) })]
    },
  ],
  'POST /api/v1/thaw/totp': [
    '422 totp_wrong',
    async (thief) => {
      const flow = await provenThaw(thief)
      const codes = [(await thiefOf(api)).app.code(), thief.app.code(-9), thief.app.code(2), thief.app.wrong()]
      return inTurn(codes, (code) => thief.ask('POST', 'thaw/totp', { flow, code }))
    },
  ],
  'POST /api/v1/thaw/passkey/options': [
    '200',
    async (thief) => [await thief.ask('POST', 'thaw/passkey/options', { flow: await provenThaw(thief) })],
    { hasPasskey: true },
  ],
  'POST /api/v1/thaw/passkey': [
    '422 passkey_wrong',
    async (thief) => {
      const flow = await provenThaw(thief)
      const passkey = await othersPasskey()
      const asked = [await signInOptions(api), (await thief.ask('POST', 'thaw/passkey/options', { flow })).body]
      return inTurn(asked, (options) => thief.ask('POST', 'thaw/passkey', { flow, credential: passkey.get(options) }))
    },
    { hasPasskey: true },
  ],
  'POST /api/v1/thaw/recovery-key': [
    '422 recovery_key_wrong',
    async (thief) => {
      const body = { flow: await provenThaw(thief), phrase: await othersPhrase() }
      return [await thief.ask('POST', 'thaw/recovery-key', body)]
    },
  ],
  'POST /api/v1/account/reminder/snooze': ['200', async ({ ask }) => [await ask('POST', 'account/reminder/snooze')]],
  'POST /api/v1/account/approvals/:id/totp': [
    '422 totp_wrong',
    async (thief) => {
      const id = await asked(thief)
      const codes = [(await thiefOf(api)).app.code(), thief.app.code(-9), thief.app.code(2), thief.app.wrong()]
      return inTurn(codes, (code) => thief.ask('POST', `account/approvals/${id}/totp`, { code }))
    },
    { isOnHold: false },
  ],
  'POST /api/v1/account/approvals/:id/passkey/options': [
    '200',
    async (thief) => [await thief.ask('POST', `account/approvals/${await asked(thief)}/passkey/options`)],
    { isOnHold: false, hasPasskey: true },
  ],
  'POST /api/v1/account/approvals/:id/passkey': [
    '422 passkey_wrong',
    async (thief) => {
      const path = `account/approvals/${await asked(thief)}/passkey`
      const passkey = await othersPasskey()
      const credential = passkey.get((await thief.ask('POST', `${path}/options`)).body)
      return [await thief.ask('POST', path, { credential })]
    },
    { isOnHold: false, hasPasskey: true },
  ],
  'POST /api/v1/account/approvals/:id/decline': [
    '200',
    async (thief) => [await thief.ask('POST', `account/approvals/${await asked(thief)}/decline`)],
  ],
  'DELETE /api/v1/session': ['204', async ({ ask }) => [await ask('DELETE', 'session')]],
  'DELETE /api/v1/sessions': ['204', async ({ ask }) => [await ask('DELETE', 'sessions')]],
  'DELETE /api/v1/sessions/:id': ['404 not_found', async ({ ask }) => [await ask('DELETE', `sessions/${NOWHERE}`)]],
  'DELETE /api/v1/devices/:id/trust': [
    '204',
    async (thief) => [await thief.ask('DELETE', `devices/${await device(thief)}/trust`)],
  ],
}

let api: Api
let routes: Route[]
beforeAll(async () => {
  api = await withApi()
  const { paths } = (await api.get('openapi.json')).body
  routes = mountedRoutes(api.app).flatMap((name) => {
    const [method = '', path = ''] = name.split(' ')
    if (method === 'HEAD' || path === '/api/v1/openapi.json') return []
    const described = paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]
    const rule = operations[described?.['x-operation'] as keyof typeof operations]
    return [{ name, method: method as Route['method'], path: path.replace('/api/v1/', ''), rule }]
  })
})
afterAll(() => api.close())

const signIn = ({ email, ask }: Thief) => ask('POST', 'sign-in', { identifier: email, password: PASSWORD })
const factorFlow = async (thief: Thief): Promise<string> => (await signIn(thief)).body.flow
const startReset = ({ email, ask }: Thief) => ask('POST', 'forgot-password', { identifier: email })

async function signUpAgain({ email, ask }: Thief, step: string, more: object = {}): Promise<Answer[]> {
  const { flow } = (await ask('POST', 'sign-up', { identifier: email })).body
  return [await ask('POST', `sign-up/${step}`, { flow, ...more })]
}

async function reset(thief: Thief, step: string): Promise<Answer[]> {
  return [await thief.ask('POST', `forgot-password/${step}`, { flow: (await startReset(thief)).body.flow })]
}

/** Makes the new authenticator of a lost one: without the phrase there is only the flow that waits for it. */
async function replace(thief: Thief, step: string, more: object = {}): Promise<Answer[]> {
  return [await thief.ask('POST', `sign-in/recovery-key/${step}`, { flow: await factorFlow(thief), ...more })]
}

/** A reset that waits for the second proof. @returns its flow */
async function provenReset(thief: Thief): Promise<string> {
  const { flow } = (await startReset(thief)).body
  const { body } = await thief.ask('POST', 'forgot-password/finish', {
    flow,
    code: await api.code(thief.email),
    ...BOTH,
  })
  expect(body.state).toBe('factor')
  return flow
}

/** The same for the new authenticator of a reset: without the phrase there is only the flow that waits for it. */
async function resetByPhrase(thief: Thief, step: string, more: object = {}): Promise<Answer[]> {
  return [await thief.ask('POST', `forgot-password/recovery-key/${step}`, { flow: await provenReset(thief), ...more })]
}

/** The owner, in a session that gave the factor, has begun to remove the authenticator. @returns the flow, which is no secret */
const ownersChange = async ({ owner, email }: Thief): Promise<string> =>
  (await startAuthenticator(api, owner, email, 'remove')).body.flow

async function goOn(thief: Thief, step: string, more: object = {}): Promise<Answer[]> {
  return [await thief.ask('POST', `${CHANGE}/${step}`, { flow: await ownersChange(thief), ...more })]
}

/** A phrase that is one, of another account. */
async function othersPhrase(): Promise<string> {
  const email = newEmail()
  return (await bindAuthenticator(api, await api.account(email), email)).phrase
}

/** What the exchange has asked the owner to approve, on an account whose hold is over. @returns its id, which is no secret */
async function asked({ accountId }: Thief): Promise<string> {
  return (await (await exchangeOf(api)).ask(accountId)).body.id
}

/** With a link of the account's own notices, and with one that is none. */
async function withLink({ phone, ask }: Thief, path: string): Promise<Answer[]> {
  const tokens = [NO_LINK, await linkOf(api, phone)]
  return inTurn(tokens, (token) => ask('POST', path, { token }))
}

async function startThaw(thief: Thief): Promise<Answer> {
  await thief.ask('POST', 'account/freeze')
  return thief.ask('POST', 'thaw', { identifier: thief.email, password: PASSWORD })
}

/** A thawing that waits for the second proof. @returns its flow */
async function provenThaw(thief: Thief): Promise<string> {
  const { flow } = (await startThaw(thief)).body
  const { body } = await thief.ask('POST', 'thaw/code', { flow, code: await api.code(thief.email) })
  expect(body.state).toBe('factor')
  return body.flow
}

/** A passkey that is one, of another account. */
async function othersPasskey(): Promise<SoftPasskey> {
  return (await addPasskey(api, await api.account(newEmail()))).passkey
}

async function device(thief: Thief): Promise<string> {
  const { devices } = (await thief.ask('GET', 'devices')).body
  return devices.find(({ current }: { current: boolean }) => current)?.id ?? devices[0].id
}

async function inTurn<T>(items: T[], work: (item: T) => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = []
  for (const item of items) answers.push(await work(item))
  return answers
}

/** Every token that an answer hands out, be it to a browser or to an app. */
const tokensIn = ({ cookie, body }: Answer): string[] =>
  [cookie, body?.token, body?.session?.token].filter((token) => token && !token.endsWith('=')) // cleared ones are empty

/** The act that asks for the factor, freshly given. */
const probe = (token: string) => {
  const headers = token.includes('=') ? { cookie: token } : { authorization: `Bearer ${token}` }
  return api.call('POST', 'account/identifiers', { identifier: newPhone() }, { headers })
}

const asksBeforehand = ({ rule }: Route) => 'aal' in rule && rule.aal !== 1
const asksForKey = ({ rule }: Route) => 'scope' in rule
const asksForStaff = ({ rule }: Route) => 'staff' in rule
const urlOf = ({ path }: Route) => path.replaceAll(/:\w+/g, NOWHERE)

/** Routes that change something, ask for no fresh proof beforehand, and are not in the table above. */
const untried = (all: Route[]) =>
  all
    .filter((route) => route.method !== 'GET' && !asksBeforehand(route) && !asksForKey(route) && !asksForStaff(route))
    .flatMap(({ name }) => (name in tries ? [] : [name]))

describe('the list', () => {
  test('tries every route that may change something', () => {
    expect(routes.length).toBeGreaterThan(40)
    expect(untried(routes)).toEqual([])
    const names = routes.map(({ name }) => name)
    expect(Object.keys(tries).filter((name) => !names.includes(name))).toEqual([])
  })

  test('would miss none that is added, be it open, for whoever is signed in, or unmarked', () => {
    for (const operation of ['sign_in', 'step_up', 'change_locale'] as const) {
      const added: Route = { name: 'POST /api/v1/new', method: 'POST', path: 'new', rule: operations[operation] }
      expect(untried([...routes, added])).toEqual(['POST /api/v1/new'])
    }
  })
})

describe('who has all but the factor opens, raises and changes nothing by', () => {
  it.each(Object.entries(tries))('%s', async (_name, [last, work, on]) => {
    const thief = await thiefOf(api, on)
    const before = await guarded(api, thief.accountId)
    const answers = await work(thief)
    expect(verdict(answers.at(-1) as Answer)).toBe(last)
    expect(answers.filter(({ body }) => body?.state === 'signed_in' || body?.state === 'done')).toEqual([])
    expect(loosened(before, await guarded(api, thief.accountId))).toEqual([])
    for (const token of answers.flatMap(tokensIn)) expect(verdict(await probe(token))).toBe('401 step_up_required')
  })
})

describe('what asks for a proof beforehand is refused', () => {
  interface Asker {
    who: string
    cookie(thief: Thief): Promise<string | undefined> | string | undefined
    refusal: string
  }
  const askers: Asker[] = [
    { who: 'without a session', cookie: () => undefined, refusal: '401 session_required' },
    { who: 'with a session of the password alone', cookie: ({ cookie }) => cookie, refusal: '401 step_up_required' },
    { who: 'with a factor of more than five minutes ago', cookie: staleSession, refusal: '401 step_up_required' },
  ]

  async function staleSession({ app, ask }: Thief): Promise<string | undefined> {
    const { cookie } = await ask('POST', 'step-up/totp', { code: app.code(1) })
    api.deps.clock.advance(301)
    // The password makes it no fresher.
    return (await api.post('step-up/password', { password: PASSWORD }, cookie)).cookie
  }

  test.each(askers)('$who, on every such route', async ({ cookie: cookieOf, refusal }) => {
    const thief = await thiefOf(api)
    const cookie = await cookieOf(thief)
    const before = await guarded(api, thief.accountId)
    const asked = routes.filter(asksBeforehand)
    expect(asked.length).toBeGreaterThan(8)
    for (const route of asked) {
      const headers = cookie === undefined ? {} : { cookie }
      const answer = await api.call(route.method, urlOf(route), bodyFor(route), { headers })
      expect([route.name, verdict(answer)]).toEqual([route.name, refusal])
      if (refusal.endsWith('step_up_required')) expect(answer.body.methods).toEqual(['totp'])
    }
    expect(loosened(before, await guarded(api, thief.accountId))).toEqual([])
  })

  test('and no more with the factor just given: it is the proof that was missing', async () => {
    const { app, ask } = await thiefOf(api)
    const { cookie = '' } = await ask('POST', 'step-up/totp', { code: app.code(1) })
    for (const route of routes.filter(asksBeforehand)) {
      const answer = await api.call(route.method, urlOf(route), bodyFor(route), { headers: { cookie } })
      expect([route.name, answer.body?.code]).not.toEqual([route.name, 'step_up_required'])
      expect([route.name, answer.body?.code]).not.toEqual([route.name, 'session_required'])
    }
  })
})

test('what is for programs is closed to people, whatever they have proven', async () => {
  const { cookie, app } = await thiefOf(api)
  const raised = await api.post('step-up/totp', { code: app.code(1) }, cookie)
  for (const route of routes.filter(asksForKey)) {
    const answer = await api.call(route.method, urlOf(route), bodyFor(route), { headers: { cookie: raised.cookie } })
    expect([route.name, verdict(answer)]).toEqual([route.name, '401 api_key_required'])
  }
})

test('what is for the staff is closed to customers, whatever they have proven, by each way a token can be brought', async () => {
  const { cookie, app } = await thiefOf(api)
  const raised = (await api.post('step-up/totp', { code: app.code(1) }, cookie)).cookie ?? ''
  const token = raised.slice(raised.indexOf('=') + 1)
  const asked = routes.filter(asksForStaff)
  expect(asked.length).toBeGreaterThan(5)
  const brought = [
    { cookie: raised },
    { cookie: `__Host-portvakt-staff=${token}` },
    { authorization: `Bearer ${token}` },
  ]
  for (const route of asked)
    for (const headers of brought) {
      const answer = await api.call(route.method, urlOf(route), bodyFor(route), { headers })
      expect([route.name, verdict(answer)]).toEqual([route.name, '401 session_required'])
    }
})

test('and what is for customers is closed to the staff', async () => {
  const { cookie } = await newMember(api, { role: 'admin' })
  const token = cookie.slice(cookie.indexOf('=') + 1)
  for (const route of routes.filter(({ rule }) => 'aal' in rule))
    for (const headers of [{ cookie }, { cookie: `__Host-portvakt=${token}` }, { authorization: `Bearer ${token}` }]) {
      const answer = await api.call(route.method, urlOf(route), bodyFor(route), { headers })
      expect([route.name, verdict(answer)]).toEqual([route.name, '401 session_required'])
    }
})

/** Anything: a proof is asked for before a body is read. */
const bodyFor = ({ method }: Route) => (method === 'GET' ? undefined : {})
