import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, newEmail, newPhone, PASSWORD, WRONG_PASSWORD, withApi } from '../../test/support/api.ts'
import { addAddress } from '../../test/support/notices.ts'
import { findSpent } from '../limits/spend-budget.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

let subscribers = 0
/** A subscriber's line with IPv6: each request may come from another of its addresses. */
function line() {
  const network = `2001:db8:c0de:${(++subscribers).toString(16)}`
  let last = 0
  return {
    network: `${network}::/64`,
    ask: (path: string, body: object, cookie?: string) =>
      api.call('POST', path, body, {
        remoteAddress: `${network}:${(++last).toString(16)}::1`,
        headers: cookie ? { cookie } : {},
      }),
  }
}
type Ask = ReturnType<typeof line>['ask']

const idOf = async (cookie: string, kind: string): Promise<string> =>
  (await api.get('account', cookie)).body.identifiers.find((each: { kind: string }) => each.kind === kind).id

/** Somebody with two addresses, signed in. */
async function person() {
  const [email, phone] = [newEmail(), newPhone()]
  const cookie = await api.account(email)
  await addAddress(api, phone, cookie)
  return { email, phone, cookie, accountId: (await api.get('session', cookie)).body.account.id as string }
}
type Person = Awaited<ReturnType<typeof person>>

/** Wherever a code is asked for by somebody who has shown nothing, or for an address that is not their own yet. */
const doors: Record<string, (ask: Ask) => Promise<{ status: number }>> = {
  'a sign-up': (ask) => ask('sign-up', { identifier: newEmail() }),
  'another code of a sign-up': async (ask) => {
    const flow = await api.flow(newEmail())
    api.deps.clock.advance(61)
    return ask('sign-up/resend', { flow })
  },
  'a forgotten password': (ask) => ask('forgot-password', { identifier: newEmail() }),
  'another code of a reset': async (ask) => {
    const { flow } = (await api.post('forgot-password', { identifier: newEmail() })).body
    api.deps.clock.advance(61)
    return ask('forgot-password/resend', { flow })
  },
  'a frozen account': async (ask) => {
    const { email, cookie } = await person()
    await api.post('account/freeze', {}, cookie)
    return ask('thaw', { identifier: email, password: PASSWORD })
  },
  'a sign-in beside strangers': async (ask) => {
    const identifier = newEmail()
    for (let at = 0; at < 20; at++) {
      const from = { remoteAddress: `10.77.${subscribers}.${at}` }
      await api.call('POST', 'sign-in', { identifier, password: WRONG_PASSWORD }, from)
    }
    return ask('sign-in', { identifier, password: WRONG_PASSWORD })
  },
  'an address that is added': async (ask) => {
    const cookie = await api.account(newEmail())
    return ask('account/identifiers', { identifier: newPhone() }, cookie)
  },
}

/** Wherever somebody who is signed in asks for one to an address of their own. */
const ownDoors: Record<string, (ask: Ask, session: Person) => Promise<{ status: number }>> = {
  'an address that is changed': async (ask, { cookie }) =>
    ask(`account/identifiers/${await idOf(cookie, 'email')}/change`, { identifier: newEmail() }, cookie),
  'an address that is removed': async (ask, { cookie }) =>
    ask(`account/identifiers/${await idOf(cookie, 'phone')}/removal`, {}, cookie),
  'an address that is proven': async (ask, { cookie }) =>
    ask('step-up/address', { identifierId: await idOf(cookie, 'email') }, cookie),
  'an authenticator': async (ask, { cookie }) =>
    ask('account/authenticator/change', { kind: 'bind', identifierId: await idOf(cookie, 'email') }, cookie),
}

const spentBy = (...subject: string[]) =>
  findSpent(api.deps, { name: 'codes-network', most: 600, windowSeconds: 3600 }, subject)

test.each(Object.entries(doors))('%s: whichever of its addresses asks, a /64 is one network', async (_door, act) => {
  const { network, ask } = line()
  for (let times = 1; times <= 2; times++) {
    expect((await act(ask)).status).toBe(200)
    expect(await spentBy(network)).toBe(times)
  }
})

test.each(Object.entries(ownDoors))(
  '%s: a /64 is one network there too, and counted apart for each account',
  async (_door, act) => {
    const { network, ask } = line()
    for (let times = 1; times <= 2; times++) {
      const session = await person()
      expect((await act(ask, session)).status).toBe(200)
      expect(await spentBy(network, session.accountId)).toBe(1)
    }
    expect(await spentBy(network)).toBe(0)
  },
)
