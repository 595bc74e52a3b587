// A code on the device that brought the password is counted in the trip that reads what it is compared with.
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Answer, type Api, newEmail, verdict, withApi } from '../../test/support/api.ts'
import { type App, bindAuthenticator, waitingSignIn } from '../../test/support/authenticator.ts'
import { parseDeviceToken } from '../devices/device-secret.ts'
import { DEVICE_COOKIE } from '../devices/http.ts'
import { findKnownDevice } from '../devices/known-devices.ts'
import { findSpent } from '../limits/spend-budget.ts'
import { policy } from '../platform/policy.ts'
import { formatFactorFlow, getFactorFlow } from './factor-flow.ts'

const FIVE = policy.wrongPasswordsBeforeWait

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

const next = (seconds = 30) => api.deps.clock.advance(seconds)
const wrong = (code: string) => String((Number(code) + 1) % 1e6).padStart(6, '0')

let email: string
let app: App
/** Of the session that bound the authenticator. */
let owner: string
/** Two devices that the account knows: what each brings along. */
let mine: string
let other: string
beforeEach(async () => {
  email = newEmail()
  const bound = await bindAuthenticator(api, await api.account(email), email)
  app = bound.app
  owner = bound.cookie
  mine = await newDevice()
  other = await newDevice()
})

const waiting = async (device?: string): Promise<string> =>
  (await waitingSignIn(api, email, device ? { cookie: device } : {})).flow

const totp = (flow: string, code: string, device?: string): Promise<Answer> =>
  api.call('POST', 'sign-in/totp', { flow, code }, device ? { headers: { cookie: device } } : {})

async function newDevice(): Promise<string> {
  next()
  const { headers } = await totp(await waiting(), app.code())
  next()
  const cookies = [headers['set-cookie']].flat() as string[]
  return cookies.find((each) => each.startsWith(DEVICE_COOKIE))?.split(';')[0] as string
}

/** Whose tries they are: a known device's, or without one those that strangers share. */
interface Whose {
  accountId: string
  deviceId?: string
}

async function whose(device?: string): Promise<Whose> {
  const { accountId } = getFactorFlow(api.deps, await waiting())
  const known = await findKnownDevice(api.deps, accountId, parseDeviceToken(device?.split('=')[1]))
  return { accountId, ...(known && { deviceId: known.deviceId }) }
}

interface Tried {
  spent: number
  failures: number
  pending: number
}

async function tried({ accountId, deviceId }: Whose): Promise<Tried> {
  const subject = [accountId, deviceId ?? 'strangers']
  const name = deviceId ? 'totp-device' : 'totp-strangers'
  const spent = await findSpent(api.deps, { name, most: 0, windowSeconds: 0 }, subject)
  const key = api.deps.keys.mac('index', ['attempt', 'totp', ...subject])
  const [row] = await api.query<Tried>('SELECT failures, pending FROM attempts WHERE key = $1', [key])
  return { spent, failures: row?.failures ?? 0, pending: row?.pending ?? 0 }
}

const none: Tried = { spent: 0, failures: 0, pending: 0 }
const one: Tried = { spent: 1, failures: 1, pending: 0 }
const five: Tried = { spent: FIVE, failures: FIVE, pending: 0 }

/** By which ways the database is asked while `work` goes on, and when a code is compared, in order. */
async function waysOf(work: () => Promise<unknown>): Promise<string[]> {
  const { db, keys } = api.deps
  const ways: string[] = []
  const spies = (['query', 'execute', 'inOrder', 'atOnce', 'transaction', 'transactionIf'] as const).map((way) => {
    const ask = db[way] as (...values: unknown[]) => Promise<unknown>
    return vi.spyOn(db, way).mockImplementation((async (...values: unknown[]) => {
      const outcome = await ask(...values)
      ways.push(way === 'atOnce' && outcome === undefined ? 'nothing' : way)
      return outcome
    }) as never)
  })
  const { open } = keys
  const compares = vi.spyOn(keys, 'open').mockImplementation((purpose, ...rest) => {
    if (purpose === 'totp') ways.push('compared')
    return open(purpose, ...rest)
  })
  try {
    await work()
  } finally {
    for (const spy of [...spies, compares]) spy.mockRestore()
  }
  return ways
}

describe('on the device that brought the password', () => {
  it('goes to the database twice: the try is kept before the code is compared, the session after it', async () => {
    const flow = await waiting(mine)
    const ways = await waysOf(async () => expect(verdict(await totp(flow, app.code(), mine))).toBe('200'))
    expect(ways).toEqual(['atOnce', 'compared', 'atOnce'])
    expect(await tried(await whose(mine))).toEqual(none)
  })

  it('a wrong code counts for it alone, and the right one begins its count anew', async () => {
    const [device, strangers] = [await whose(mine), await whose()]
    const before = await tried(strangers)
    const flow = await waiting(mine)
    expect(verdict(await totp(flow, wrong(app.code()), mine))).toBe('422 totp_wrong')
    expect([await tried(device), await tried(strangers)]).toEqual([one, before])
    expect(verdict(await totp(flow, app.code(), mine))).toBe('200')
    expect([await tried(device), await tried(strangers)]).toEqual([none, before])
  })

  it('a code that is used spends none', async () => {
    expect(verdict(await totp(await waiting(mine), app.code(), mine))).toBe('200')
    expect(verdict(await totp(await waiting(mine), app.code(), mine))).toBe('422 totp_used')
    expect(await tried(await whose(mine))).toEqual(none)
  })

  it('a flow that is used spends none, though its code is right', async () => {
    const flow = await waiting(mine)
    expect(verdict(await totp(flow, app.code(), mine))).toBe('200')
    next()
    expect(verdict(await totp(flow, app.code(), mine))).toBe('410 flow_ended')
    expect(await tried(await whose(mine))).toEqual(none)
    expect(verdict(await totp(await waiting(mine), app.code(), mine))).toBe('200')
  })

  it('a flow that was sealed before flows named a device is as good, and counts for the same one', async () => {
    const { flowId, accountId, credentialVersion, client, endsAt } = getFactorFlow(api.deps, await waiting(mine))
    const flow = formatFactorFlow(api.deps, { flowId, accountId, credentialVersion, client, endsAt })
    expect(verdict(await totp(flow, wrong(app.code()), mine))).toBe('422 totp_wrong')
    expect(await tried(await whose(mine))).toEqual(one)
    expect(verdict(await totp(flow, app.code(), mine))).toBe('200')
  })

  it('the wait grows from the fifth wrong one, is told, and spends nothing', async () => {
    const device = await whose(mine)
    const flow = await waiting(mine)
    for (let guess = 0; guess < FIVE; guess++)
      expect(verdict(await totp(flow, wrong(app.code()), mine))).toBe('422 totp_wrong')
    const refused = await totp(flow, app.code(), mine)
    expect(verdict(refused)).toBe('429 too_many_attempts')
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(5)
    expect(await tried(device)).toEqual(five)
    next(11)
    expect(verdict(await totp(flow, app.code(), mine))).toBe('200')
  })

  it('ten wrong ones and no more are looked at; the eleventh hears how long to wait', async () => {
    const most = policy.totpFailuresOfDevice
    const verdicts: string[] = []
    for (let guess = 0; guess < most + 2; guess++) {
      verdicts.push(verdict(await totp(await waiting(mine), wrong(app.code()), mine)))
      next(15 * 60)
    }
    expect(verdicts).toEqual([...Array(most).fill('422 totp_wrong'), '429 totp_used_up', '429 totp_used_up'])
    expect(await tried(await whose(mine))).toEqual({ spent: most, failures: most, pending: 0 })
    const refused = await totp(await waiting(mine), app.code(), mine)
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(29 * 24 * 3600)
  })

  it('of 60 guesses at once five are looked at, and five are counted', async () => {
    const flow = await waiting(mine)
    const answers = await Promise.all(Array.from({ length: 60 }, () => totp(flow, wrong(app.code()), mine)))
    const by = Object.groupBy(answers, verdict)
    expect(Object.keys(by).sort()).toEqual(['422 totp_wrong', '429 too_many_attempts'])
    expect(by['422 totp_wrong']).toHaveLength(FIVE)
    expect(await tried(await whose(mine))).toEqual(five)
  })

  it.each([
    ['one flow', 1],
    ['two flows with one code', 2],
  ])('two tabs at once, %s: one session is opened, and nothing is spent', async (_name, flows) => {
    const tabs = [await waiting(mine), await waiting(mine)].map((flow, _at, all) => (flows === 1 ? all[0] : flow))
    const sessions = await api.count('sessions')
    const answers = await Promise.all(tabs.map((flow) => totp(flow as string, app.code(), mine)))
    const [opened, late] = answers.map(verdict).sort()
    expect([opened, late]).toEqual([
      '200',
      flows === 1 ? expect.stringMatching(/flow_ended|totp_used/) : '422 totp_used',
    ])
    expect(await api.count('sessions')).toBe(sessions + 1)
    expect(await tried(await whose(mine))).toEqual(none)
  })
})

describe('on another device than the one that brought the password', () => {
  it.each<[string, string | undefined]>([
    ['without a cookie', undefined],
    ['with a cookie that nobody knows', `${DEVICE_COOKIE}=${'A'.repeat(43)}`],
    ['with a cookie that is none', `${DEVICE_COOKIE}=A`],
  ])('%s: tries are strangers’, and spend nothing of that device’s', async (_name, thief) => {
    const most = policy.totpFailuresBehindPassword
    const device = await whose(mine)
    const verdicts: string[] = []
    for (let guess = 0; guess < most + 1; guess++) {
      verdicts.push(verdict(await totp(await waiting(mine), wrong(app.code()), thief)))
      expect(await tried(device)).toEqual(none)
      next(15 * 60)
    }
    expect(verdicts).toEqual([...Array(most).fill('422 totp_wrong'), '429 totp_used_up'])
    const flow = await waiting(mine)
    expect(verdict(await totp(flow, app.code(), thief))).toBe('429 totp_used_up')
    expect(verdict(await totp(flow, app.code(), mine))).toBe('200')
  })

  it('on another known one: tries are that one’s', async () => {
    const [first, second, strangers] = [await whose(mine), await whose(other), await whose()]
    const before = await tried(strangers)
    const flow = await waiting(mine)
    expect(verdict(await totp(flow, wrong(app.code()), other))).toBe('422 totp_wrong')
    expect([await tried(first), await tried(second), await tried(strangers)]).toEqual([none, one, before])
    expect(verdict(await totp(flow, app.code(), other))).toBe('200')
    expect(await tried(second)).toEqual(none)
  })

  it('a flow that a stranger began: tries are those of the device that goes on with it', async () => {
    const [device, strangers] = [await whose(mine), await whose()]
    const before = await tried(strangers)
    const flow = await waiting()
    expect(verdict(await totp(flow, wrong(app.code()), mine))).toBe('422 totp_wrong')
    expect([await tried(device), await tried(strangers)]).toEqual([one, before])
    expect(verdict(await totp(flow, app.code(), mine))).toBe('200')
  })

  it('guesses at once by two devices and a stranger with one flow: each has five of its own', async () => {
    const tryers = [await whose(mine), await whose(other), await whose()]
    const strangersBefore = (await tried(tryers[2] as Whose)).spent
    const flow = await waiting(mine)
    const who = [mine, other, undefined]
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, at) => totp(flow, wrong(app.code()), who[at % who.length])),
    )
    const looked = who.map((_, at) =>
      answers.filter((answer, of) => of % who.length === at && verdict(answer) === '422 totp_wrong'),
    )
    expect(looked.map(({ length }) => length)).toEqual([FIVE, FIVE, FIVE])
    const spent = await Promise.all(tryers.map(tried))
    expect(spent).toEqual([five, five, { ...five, spent: strangersBefore + FIVE }])
  })
})

describe('when something changed between the steps', () => {
  async function end({ deviceId }: Whose): Promise<void> {
    const ended = await api.call('DELETE', `devices/${deviceId}`, undefined, { headers: { cookie: owner } })
    expect(ended.status).toBe(204)
  }

  it('a device that was ended is a stranger', async () => {
    const [device, strangers] = [await whose(mine), await whose()]
    const { spent } = await tried(strangers)
    const flow = await waiting(mine)
    await end(device)
    expect(verdict(await totp(flow, wrong(app.code()), mine))).toBe('422 totp_wrong')
    expect([await tried(device), (await tried(strangers)).spent]).toEqual([none, spent + 1])
    expect(verdict(await totp(flow, app.code(), mine))).toBe('200')
  })

  it('one that was ended and begun anew counts under its new id', async () => {
    const before = await whose(mine)
    const flow = await waiting(mine)
    await end(before)
    expect(verdict(await totp(await waiting(mine), app.code(), mine))).toBe('200')
    next()
    const anew = await whose(mine)
    expect(anew.deviceId).not.toBe(before.deviceId)
    expect(verdict(await totp(flow, wrong(app.code()), mine))).toBe('422 totp_wrong')
    expect([await tried(before), await tried(anew)]).toEqual([none, one])
    expect(verdict(await totp(flow, app.code(), mine))).toBe('200')
  })

  it.each([
    ['frozen', 'UPDATE accounts SET frozen_at = now() WHERE account_id = $1'],
    ['under other credentials', 'UPDATE accounts SET credential_version = 99 WHERE account_id = $1'],
    ['gone', 'DELETE FROM accounts WHERE account_id = $1'],
  ])(
    'an account that is %s: the flow has ended, whatever else is otherwise, and nothing is spent',
    async (_name, change) => {
      const device = await whose(mine)
      const flow = await waiting(mine)
      const rows = () => Promise.all([api.count('attempts'), api.count('budgets')])
      const before = await rows()
      await api.query(change, [device.accountId])
      for (const isSuspended of [false, true]) {
        if (isSuspended)
          await api.query('UPDATE totp_secrets SET suspended_at = now() WHERE account_id = $1', [device.accountId])
        for (const code of [app.code(), wrong(app.code())])
          expect(verdict(await totp(flow, code, mine))).toBe('410 flow_ended')
      }
      expect([await tried(device), await rows()]).toEqual([none, before])
    },
  )

  it.each([
    ['suspended', 'UPDATE totp_secrets SET suspended_at = now() WHERE account_id = $1'],
    ['gone', 'DELETE FROM totp_secrets WHERE account_id = $1'],
  ])(
    'an authenticator that is %s proves nothing and spends nothing, also where there is none left',
    async (_name, change) => {
      const device = await whose(mine)
      const flow = await waiting(mine)
      for (let guess = 0; guess < FIVE; guess++) await totp(flow, wrong(app.code()), mine)
      await api.query(change, [device.accountId])
      for (const seconds of [0, 11]) {
        next(seconds)
        expect(verdict(await totp(flow, app.code(), mine))).toBe('409 totp_not_enrolled')
        expect(await tried(device)).toEqual(five)
      }
    },
  )

  it('a key that does not open is our fault, and spends nothing', async () => {
    const device = await whose(mine)
    const flow = await waiting(mine)
    await api.query('UPDATE totp_secrets SET sealed = substring(sealed FROM 2) WHERE account_id = $1', [
      device.accountId,
    ])
    expect(verdict(await totp(flow, app.code(), mine))).toBe('500 internal')
    expect(await tried(device)).toEqual(none)
  })

  it('a try whose server was killed as it compared is not forgiven', async () => {
    const device = await whose(mine)
    const flow = await waiting(mine)
    const { db, keys } = api.deps
    const { open } = keys
    // Nothing is done after that, not even giving the try back.
    const settles = vi.spyOn(db, 'execute').mockImplementation(() => Promise.resolve(0))
    const compares = vi.spyOn(keys, 'open').mockImplementation((purpose, ...rest) => {
      if (purpose === 'totp') throw new Error('killed')
      return open(purpose, ...rest)
    })
    try {
      expect(verdict(await totp(flow, app.code(), mine))).toBe('500 internal')
    } finally {
      compares.mockRestore()
      settles.mockRestore()
    }
    expect(await tried(device)).toEqual({ spent: 1, failures: 0, pending: 1 })
  })
})
