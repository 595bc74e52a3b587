import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  type Api,
  deviceCookie,
  newEmail,
  newPhone,
  PASSWORD,
  verdict,
  WRONG_PASSWORD,
  withApi,
} from '../../test/support/api.ts'
import { addAddress } from '../../test/support/recovery.ts'
import { settleAfterAnswers } from '../platform/after-answer.ts'
import { policy } from '../platform/policy.ts'
import { countNotice } from './count-notice.ts'
import { countPaidMessage, findSums, sweepPaidMessages } from './count-paid-message.ts'
import { paidAs, type Share } from './paid-message.ts'

let api: Api
beforeEach(async () => {
  api = await withApi()
})
afterEach(() => api.close())

let serial = 0
/** A number of a prefix, had by nobody. */
const sink = (prefix = '+47988') => `${prefix}${String(++serial).padStart(5, '0')}`
const numberOf = (prefix: string, share: Share = 'strangers') => paidAs(share, `${prefix}00000`)

/** Sends so many to one prefix, none of which comes back. */
async function pump(count: number, prefix = '+47988', share: Share = 'strangers'): Promise<string[]> {
  const outcomes = []
  for (let at = 0; at < count; at++) outcomes.push(await countPaidMessage(api.deps, numberOf(prefix, share)))
  return outcomes
}

const sms = async (to: string) => (await api.messages(to)).filter(({ channel }) => channel === 'sms')
const notices = async (to: string) => (await api.messages(to)).filter(({ text }) => text.includes('/not-me#'))
const reset = (identifier: string) => api.post('forgot-password', { identifier })
const from = (at: number) => ({ remoteAddress: `192.0.2.${at}` })

describe('strangers’ numbers', () => {
  test('the 51st of a prefix in an hour is refused, before anybody is asked to work for it', async () => {
    await pump(policy.smsPerPrefixHour)
    const phone = sink()
    expect(verdict(await api.bare('POST', 'sign-up', { identifier: phone }))).toBe('429 sms_limited')
    expect(await sms(phone)).toEqual([])
    expect(await api.count('sign_ups')).toBe(0)
    const other = sink('+47977')
    expect(verdict(await api.post('sign-up', { identifier: other }))).toBe('200')
  })

  test('what was used up between the check and the count is refused too', async () => {
    const phone = sink()
    const asked = await api.bare('POST', 'sign-up', { identifier: phone })
    expect(verdict(asked)).toBe('403 bot_check_required')
    await pump(policy.smsPerPrefixHour - 1)
    const two = await Promise.all([1, 2].map((at) => api.call('POST', 'sign-up', { identifier: sink() }, from(at))))
    expect(two.map(verdict).sort()).toEqual(['200', '429 sms_limited'])
  })

  test('in any hour, whichever minute it begins', async () => {
    await pump(25)
    api.deps.clock.advance(40 * 60)
    expect((await pump(26)).filter((outcome) => outcome === 'sent')).toHaveLength(25)
    api.deps.clock.advance(19 * 60)
    expect(await pump(1)).toEqual(['prefix'])
    api.deps.clock.advance(7 * 60)
    expect(await pump(1)).toEqual(['sent'])
  })

  test('a country has a limit over its prefixes', async () => {
    for (let at = 0; at < 10; at++) await pump(50, `+4790${at}`)
    expect(verdict(await api.bare('POST', 'sign-up', { identifier: sink('+47911') }))).toBe('429 sms_limited')
    expect(verdict(await api.bare('POST', 'sign-up', { identifier: '+46701234567' }))).toBe('403 bot_check_required')
  })

  test('a day has one over all countries', async () => {
    await api.close()
    api = await withApi({ config: { smsPerDay: 4 } })
    expect([...(await pump(2, '+47988')), ...(await pump(1, '+46701'))]).toEqual(['sent', 'sent', 'day'])
    api.deps.clock.advance(25 * 3600)
    expect(await pump(1)).toEqual(['sent'])
  })

  test('codes that come back lift the limit, each counted once', async () => {
    const phones = []
    for (let at = 0; at < 2; at++) phones.push(sink())
    for (const phone of phones) await api.account(phone)
    await settleAfterAnswers()
    const counted = await findSums(api.deps.db, api.deps, numberOf('+47988'))
    expect(counted.prefix).toEqual({ sent: 2, entered: 2 })
    await pump(policy.smsPerPrefixHour - 2)
    expect(await pump(1)).toEqual(['prefix'])
    await api.query(`UPDATE sms_counts SET count = 15 WHERE scope = 'prefix' AND outcome = 'entered'`)
    expect(await pump(1)).toEqual(['sent'])
  })

  test('a right code that came to nothing counts once as well, however often it is tried', async () => {
    const [phone, thief] = [sink(), await api.account(newEmail())]
    const added = await api.post('account/identifiers', { identifier: phone }, thief)
    const code = await api.code(phone)
    await api.account(phone) // meanwhile it became another's
    for (let at = 0; at < 3; at++) await api.post('account/identifiers/code', { flow: added.body.flow, code }, thief)
    await settleAfterAnswers()
    expect((await findSums(api.deps.db, api.deps, numberOf('+47988'))).prefix).toEqual({ sent: 2, entered: 2 })
  })

  test.each([
    ['a new account', async () => api.bare('POST', 'sign-up', { identifier: sink() })],
    [
      'a number added',
      async () => api.post('account/identifiers', { identifier: sink() }, await api.account(newEmail())),
    ],
  ])('%s in a country that is not open is refused, whoever has the number', async (_name, ask) => {
    await api.close()
    api = await withApi({ config: { smsCountries: ['SE', 'DK'] } })
    expect(verdict(await ask())).toBe('422 sms_country_closed')
    expect(await api.count('outbox', "channel = 'sms'")).toBe(0)
  })

  test('whether an account has the number shows in no refusal', async () => {
    const phone = sink()
    await api.account(phone)
    await settleAfterAnswers()
    await api.query('DELETE FROM sms_counts')
    await pump(policy.smsPerPrefixHour)
    const answers = [phone, sink()].map((identifier) => api.bare('POST', 'sign-up', { identifier }))
    const [known, unknown] = (await Promise.all(answers)).map(({ status, body }) => ({ status, code: body.code }))
    expect(known).toEqual(unknown)
  })
})

describe('a customer’s own number', () => {
  test('gets its codes while its prefix is pumped, two a day whatever happens', async () => {
    const phone = sink()
    await api.account(phone)
    await pump(policy.smsPerPrefixHour)
    await pump(policy.smsPerPrefixHour, '+47988', 'customers')
    const before = (await sms(phone)).length
    for (let at = 0; at < 4; at++) expect(verdict(await reset(phone))).toBe('200')
    expect((await sms(phone)).length - before).toBe(policy.smsOwedPerNumberDay)
  })

  test('is owed as many for its owner alone: strangers who type it use up none of a session’s, nor of a known device’s', async () => {
    const phone = sink()
    const opened = await api.post('sign-up/password', {
      flow: await api.provenFlow(phone),
      password: PASSWORD,
      acceptTerms: true,
    })
    await pump(policy.smsPerPrefixHour, '+47988', 'customers')
    for (let at = 0; at < 4; at++) expect(verdict(await reset(phone))).toBe('200')
    const sent = async (act: () => Promise<unknown>) => {
      const before = (await sms(phone)).length
      await act()
      return (await sms(phone)).length - before
    }
    const identifierId = (await api.get('account', opened.cookie)).body.identifiers[0].id
    const change = () =>
      api.post(`account/identifiers/${identifierId}/change`, { identifier: sink('+47977') }, opened.cookie)
    expect(await sent(() => reset(phone))).toBe(0)
    expect(await sent(change)).toBe(1)
    expect(await sent(() => api.post('forgot-password', { identifier: phone }, deviceCookie(opened)))).toBe(1)
    expect(await sent(change)).toBe(0)
  })

  test('that gets no more today answers as ever, and so does one of nobody', async () => {
    const [phone, nobody] = [sink(), sink()]
    await api.account(phone)
    await pump(policy.smsPerPrefixHour, '+47988', 'customers')
    for (let at = 0; at < 4; at++) {
      const [one, other] = [await reset(phone), await reset(nobody)]
      expect([one.status, Object.keys(one.body)]).toEqual([other.status, Object.keys(other.body)])
    }
    expect(await sms(nobody)).toEqual([])
  })

  test('works also when its country is no longer open', async () => {
    const phone = sink()
    await api.account(phone)
    Object.assign(api.deps.config, { smsCountries: ['SE'] })
    const before = (await sms(phone)).length
    await reset(phone)
    expect((await sms(phone)).length).toBe(before + 1)
  })

  test('whose last code of the day is used up is said to whoever is signed in', async () => {
    const phone = sink()
    const cookie = await api.account(phone)
    await pump(policy.smsPerPrefixHour, '+47988', 'customers')
    const { body } = await api.get('account', cookie)
    const change = () =>
      api.post(`account/identifiers/${body.identifiers[0].id}/change`, { identifier: sink('+47977') }, cookie)
    for (let at = 0; at < policy.smsOwedPerNumberDay; at++) expect(verdict(await change())).toBe('200')
    expect(verdict(await change())).toBe('429 sms_limited')
  })

  test('is proven at sign-in although its prefix is pumped', async () => {
    const phone = sink()
    await api.account(phone)
    await pump(policy.smsPerPrefixHour)
    await pump(policy.smsPerPrefixHour, '+47988', 'customers')
    for (let at = 0; at < 20; at++)
      await api.call('POST', 'sign-in', { identifier: phone, password: WRONG_PASSWORD }, from(100 + at))
    const before = (await sms(phone)).length
    const { body } = await api.call('POST', 'sign-in', { identifier: phone, password: PASSWORD }, from(1))
    expect(body.state).toBe('code')
    expect((await sms(phone)).filter(({ text }) => /^\d{8}$/m.test(text)).length).toBeGreaterThan(0)
    expect((await sms(phone)).length).toBeGreaterThan(before)
  })

  test('gets thirty notices a day by SMS and no more; its mail address gets every one', async () => {
    const [phone, email] = [sink(), newEmail()]
    const cookie = await api.account(email)
    await addAddress(api, cookie, phone)
    api.deps.clock.advance(policy.youngAccountSeconds)
    await api.query('DELETE FROM budgets')
    const before = [(await sms(phone)).length, (await api.messages(email)).length]
    for (let at = 0; at < policy.smsNoticesPerAccountDay + 5; at++)
      await api.call('POST', 'sign-in', { identifier: email, password: PASSWORD }, from(at))
    const [byPhone = 0, byMail = 0] = [(await sms(phone)).length, (await api.messages(email)).length]
    expect(byPhone - (before[0] ?? 0)).toBe(policy.smsNoticesPerAccountDay)
    expect(byMail - (before[1] ?? 0)).toBe(policy.smsNoticesPerAccountDay + 5)
  })

  test('of an account younger than three days gets ten of them a day; mail goes on', async () => {
    const email = newEmail()
    await addAddress(api, await api.account(email), sink())
    const told = async (channel: string) => api.count('outbox', `template = 'notice' AND channel = '${channel}'`)
    const signInOften = async () => {
      const before = [await told('sms'), await told('email')] as const
      for (let at = 0; at < 15; at++)
        await api.call('POST', 'sign-in', { identifier: email, password: PASSWORD }, from(at))
      return [(await told('sms')) - before[0], (await told('email')) - before[1]]
    }
    await api.query('DELETE FROM budgets')
    expect(await signInOften()).toEqual([policy.smsNoticesPerYoungAccountDay, 15])
    api.deps.clock.advance(policy.youngAccountSeconds - 120)
    expect(await signInOften()).toEqual([policy.smsNoticesPerYoungAccountDay, 15])
    api.deps.clock.advance(120)
    expect(await signInOften()).toEqual([15, 15])
  })

  test('gets its notices whatever others have used up, and they use up nobody’s codes', async () => {
    const phone = sink()
    await api.account(phone)
    for (let at = 0; at < policy.smsNoticesPerPrefixHour; at++) await countNotice(api.deps, sink())
    await pump(policy.smsPerPrefixHour)
    await pump(policy.smsPerPrefixHour, '+47988', 'customers')
    await api.call('POST', 'sign-in', { identifier: phone, password: PASSWORD }, from(1))
    expect(await notices(phone)).toHaveLength(1)
    await settleAfterAnswers()
    const sent = async (share: Share) => (await findSums(api.deps.db, api.deps, numberOf('+47988', share))).prefix.sent
    expect(await sent('notices')).toBe(policy.smsNoticesPerPrefixHour + 1)
    expect(await sent('customers')).toBe(policy.smsPerPrefixHour)
  })
})

describe('a number that no account has', () => {
  test('gets no SMS by a reset, a sign-in or an opening, however often it is asked for', async () => {
    const phones = Array.from({ length: 5 }, () => sink())
    for (const phone of phones) {
      const { body } = await reset(phone)
      api.deps.clock.advance(61)
      await api.post('forgot-password/other-channel', { flow: body.flow })
      const thawing = (await api.post('thaw', { identifier: phone, password: PASSWORD })).body
      api.deps.clock.advance(61)
      expect(verdict(await api.post('thaw/resend', { flow: thawing.flow }))).toBe('200')
      for (let at = 0; at < 21; at++)
        await api.call('POST', 'sign-in', { identifier: phone, password: WRONG_PASSWORD }, from(at))
      const proof = await api.call('POST', 'sign-in', { identifier: phone, password: PASSWORD }, from(99))
      expect(proof.body.state).toBe('code')
      api.deps.clock.advance(61)
      for (const step of ['resend', 'other-channel'])
        await api.call('POST', `sign-in/${step}`, { flow: proof.body.flow }, from(99))
    }
    expect(await api.count('outbox', "state <> 'decoy'")).toBe(0)
    expect(await api.count('sms_counts', "share <> 'nobody'")).toBe(0)
  })
})

describe('what operators see', () => {
  const metric = async (name: string) => {
    const text = await api.metrics()
    return text.split('\n').filter((line) => line.startsWith(`portvakt_sms_${name}`))
  }

  test('counts by country, refusals by reason, and an alarm that goes on and off by itself', async () => {
    await pump(policy.smsPerPrefixHour)
    expect(await metric('alarm{reason="limit"}')).toEqual(['portvakt_sms_alarm{reason="limit"} 0'])
    expect(await metric('alarm{reason="few_entered"}')).toEqual(['portvakt_sms_alarm{reason="few_entered"} 1'])
    await pump(3)
    expect(await metric('sent')).toEqual(['portvakt_sms_sent{share="strangers",country="NO"} 50'])
    expect(await metric('refused')).toEqual(['portvakt_sms_refused{share="strangers",country="NO",reason="prefix"} 3'])
    expect(await metric('day_used_ratio{share="strangers"}')).toEqual([
      'portvakt_sms_day_used_ratio{share="strangers"} 0.02',
    ])
    expect(await metric('alarm{reason="limit"}')).toEqual(['portvakt_sms_alarm{reason="limit"} 1'])
    api.deps.clock.advance(70 * 60)
    expect((await metric('alarm')).every((line) => line.endsWith(' 0'))).toBe(true)
    expect(await metric('sent')).toEqual([])
  })
})

test('notices by SMS are counted by prefix, country and day, and ring the alarm when many go to one prefix', async () => {
  const metric = async (name: string) =>
    (await api.metrics()).split('\n').filter((line) => line.startsWith(`portvakt_sms_${name}`))
  const cookies: string[] = []
  for (let at = 0; at < 3; at++) cookies.push(await api.account(sink()))
  const words = (at: number) => `ord ${'abcdefghijklmnopqrst'[at]}`
  const tellAll = async (times: number, first = 0) => {
    for (const cookie of cookies)
      for (let at = first; at < first + times; at++)
        await api.call('PATCH', 'account/phrase', { phrase: words(at) }, { headers: { cookie } })
    await settleAfterAnswers()
  }
  await tellAll(9)
  expect(await metric('sent{share="notices"')).toEqual(['portvakt_sms_sent{share="notices",country="NO"} 27'])
  expect(await metric('day_used_ratio{share="notices"}')).toEqual([
    `portvakt_sms_day_used_ratio{share="notices"} ${27 / api.deps.config.smsPerDay}`,
  ])
  expect(await metric('alarm{reason="notices"}')).toEqual(['portvakt_sms_alarm{reason="notices"} 0'])
  await tellAll(5, 9)
  expect(await metric('alarm')).toEqual(
    expect.arrayContaining([
      'portvakt_sms_alarm{reason="notices"} 1',
      'portvakt_sms_alarm{reason="limit"} 0',
      'portvakt_sms_alarm{reason="few_entered"} 0',
    ]),
  )
  expect(await metric('entered_ratio{share="notices"')).toEqual([])
  api.deps.clock.advance(70 * 60)
  expect(await metric('alarm{reason="notices"}')).toEqual(['portvakt_sms_alarm{reason="notices"} 0'])
})

test('counts are forgotten when their day is over, and no sooner', async () => {
  await pump(2)
  api.deps.clock.advance(24 * 3600)
  await sweepPaidMessages(api.deps)
  expect(await api.count('sms_counts')).toBeGreaterThan(0)
  api.deps.clock.advance(3 * 3600)
  await sweepPaidMessages(api.deps)
  expect(await api.count('sms_counts')).toBe(0)
})

test('no number is kept, only what thousands of them begin with', async () => {
  const phone = newPhone()
  await api.flow(phone)
  const [row] = await api.query<{ all: string }>(`SELECT string_agg(sms_counts::text, ' ') AS all FROM sms_counts`)
  expect(row?.all).toContain(phone.slice(0, 6))
  expect(row?.all).not.toContain(phone.slice(0, 7))
})
