import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, type Api, newEmail, newPhone, verdict, withApi } from '../../test/support/api.ts'
import { addAddress, beginReset } from '../../test/support/recovery.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

const begin = (identifier: string) => api.post('forgot-password', { identifier })

/** An answer without what is random in any: lengths instead. */
function shapeOf({ status, body, headers }: Answer) {
  const { date: _date, 'x-request-id': _id, ...rest } = headers
  const texts = Object.entries(body).map(([key, value]) => [key, key === 'destination' ? value : String(value).length])
  return { status, headers: rest, texts }
}

describe('an address that no account has', () => {
  test.each([
    ['e-mail', newEmail],
    ['phone', newPhone],
  ])('is answered as one that has: %s', async (_name, newAddress) => {
    const known = newAddress()
    const unknown = newAddress()
    await api.account(known)
    const answers = [await begin(known), await begin(unknown)]
    expect(answers.map(verdict)).toEqual(['200', '200'])
    const [first, second] = answers.map(shapeOf)
    expect(second?.headers).toEqual(first?.headers)
    const withoutMask = (shape: typeof first) => shape?.texts.filter(([key]) => key !== 'destination')
    expect(withoutMask(second)).toEqual(withoutMask(first))
    expect(answers[0]?.body).toMatchObject({ state: 'code', actions: ['code', 'resend', 'other_channel'] })
  })

  test('is sent nothing, though the same rows are written', async () => {
    const rows = async () => ({
      recoveries: await api.count('recoveries'),
      codes: await api.count('codes'),
      outbox: await api.count('outbox'),
      budgets: await api.count('budgets'),
    })
    const grown = async (identifier: string) => {
      const before = await rows()
      await beginReset(api, identifier)
      const after = await rows()
      return Object.entries(after).map(([table, count]) => [table, count - before[table as keyof typeof before]])
    }
    const [known, unknown] = [newPhone(), newPhone()]
    await api.account(known)
    const [sms, accounts] = [await api.count('outbox', "state <> 'decoy'"), await api.count('accounts')]
    const grownByUnknown = await grown(unknown)
    expect(await api.count('outbox', "state <> 'decoy'")).toBe(sms)
    expect(await api.messages(unknown)).toEqual([])
    expect(await api.count('accounts')).toBe(accounts)
    api.deps.clock.advance(3700) // the hour's budget row of the known number is spent by its sign-up, and counts anew
    await api.query('DELETE FROM budgets')
    expect((await grown(known)).slice(0, 3)).toEqual(grownByUnknown.slice(0, 3))
    expect(await api.messages(known)).toHaveLength(2)
  })

  test('has its mailbox asked for in the same words when it has been asked about too often', async () => {
    const [known, unknown] = [newEmail(), newEmail()]
    await api.account(known)
    api.deps.clock.advance(25 * 3600)
    for (const address of [known, unknown]) {
      const answers = []
      for (let at = 0; at < 7; at++) answers.push((await begin(address)).body.state)
      expect(answers).toEqual([...Array(6).fill('code'), 'mailbox'])
    }
  })

  test('goes on being nobody’s when somebody signs up with it meanwhile', async () => {
    const address = newEmail()
    const flow = await beginReset(api, address)
    await api.account(address)
    api.deps.clock.advance(61)
    expect(verdict(await api.post('forgot-password/resend', { flow }))).toBe('200')
    expect((await api.messages(address)).filter(({ subject }) => subject.includes('nytt passord'))).toEqual([])
  })
})

describe('where the code goes', () => {
  test('to the stored address, however it was typed', async () => {
    const email = newEmail()
    await api.account(email)
    await beginReset(api, `  ${email.toUpperCase()} `)
    const [message] = await api.messages(email)
    expect(message?.to).toBe(email)
    expect(message?.subject).toContain('nytt passord')
  })

  test('one budget for all spellings of a number', async () => {
    const phone = newPhone()
    await api.account(phone)
    api.deps.clock.advance(25 * 3600)
    const national = phone.slice(3)
    const spellings = [phone, national, `00${phone.slice(1)}`, national.replace(/(...)/g, '$1 '), `+47 (0) ${national}`]
    const answers = []
    for (let at = 0; at < 7; at++) answers.push((await begin(spellings[at % spellings.length] ?? phone)).body.state)
    expect(answers).toEqual([...Array(6).fill('code'), 'mailbox'])
  })

  test.each([
    ['a list of addresses (GitLab CVE-2023-7028)', { identifier: ['a@example.com', 'b@example.com'] }, 'identifier'],
    ['an address with a line break', { identifier: 'a@example.com\r\nBcc: b@example.com' }, 'identifier'],
    ['nothing', {}, 'identifier'],
    ['a country that is none', { identifier: '41234567', country: 'XX' }, 'country'],
    ['a field we do not know', { identifier: 'a@example.com', email: 'b@example.com' }, 'email'],
  ])('%s is a mistake, and nothing is sent', async (_name, body, field) => {
    const before = await api.count('outbox')
    const refused = await api.post('forgot-password', body)
    expect(verdict(refused)).toBe('400 request_invalid')
    expect(refused.body.fields[0].field).toBe(field)
    expect(await api.count('outbox')).toBe(before)
  })

  test('a new code after a minute; the old one is dead, and an earlier wish is told how long to wait', async () => {
    const email = newEmail()
    await api.account(email)
    const flow = await beginReset(api, email)
    const old = await api.code(email)
    const soon = await api.post('forgot-password/resend', { flow })
    expect(verdict(soon)).toBe('429 code_too_soon')
    expect(soon.body.retryAfterSeconds).toBeGreaterThan(50)
    api.deps.clock.advance(61)
    expect(verdict(await api.post('forgot-password/resend', { flow }))).toBe('200')
    const body = { flow, code: old, password: 'en helt annen setning', repeat: 'en helt annen setning' }
    expect(verdict(await api.post('forgot-password/finish', body))).toBe('422 code_replaced')
  })
})

describe('the other channel', () => {
  const ask = (flow: string) => api.post('forgot-password/other-channel', { flow })

  test('is the other address of the account, and back', async () => {
    const [email, phone] = [newEmail(), newPhone()]
    await addAddress(api, await api.account(email), phone)
    const flow = await beginReset(api, email)
    const [mails, texts] = [(await api.messages(email)).length, (await api.messages(phone)).length]
    api.deps.clock.advance(61)
    const answer = await ask(flow)
    expect(answer.body).toMatchObject({ channel: 'email', toOther: true })
    expect(await api.messages(phone)).toHaveLength(texts + 1)
    expect(await api.messages(email)).toHaveLength(mails)
    api.deps.clock.advance(61)
    expect((await ask(flow)).body.toOther).toBe(false)
    expect(await api.messages(email)).toHaveLength(mails + 1)
  })

  test('answers the same for two addresses, one, and none', async () => {
    const addresses = [newEmail(), newEmail(), newEmail()]
    const [two = '', one = '', none = ''] = addresses
    await addAddress(api, await api.account(two), newPhone())
    await api.account(one)
    const flows = []
    for (const address of addresses) flows.push(await beginReset(api, address))
    const sent = (await api.messages(one)).length
    api.deps.clock.advance(61)
    const answers = []
    for (const flow of flows) answers.push(shapeOf(await ask(flow)))
    const bare = answers.map(({ texts, ...rest }) => ({
      ...rest,
      texts: texts.filter(([key]) => key !== 'destination'),
    }))
    expect(bare[1]).toEqual(bare[0])
    expect(bare[2]).toEqual(bare[0])
    expect(await api.messages(one)).toHaveLength(sent + 1) // no dead end: there again
    expect(await api.messages(none)).toEqual([])
  })

  test('tells nobody whether two addresses are one customer’s', async () => {
    const [mine, other] = [newEmail(), newPhone()]
    await addAddress(api, await api.account(mine), other)
    const [apart, alone] = [newEmail(), newPhone()]
    await api.account(apart)
    await api.account(alone)
    api.deps.clock.advance(25 * 3600)
    /** Has codes sent to the other address as often as that goes, and then asks by it. */
    const probe = async (email: string, phone: string) => {
      const flow = await beginReset(api, email)
      const states = []
      for (let at = 0; at < 5; at++) {
        api.deps.clock.advance(61)
        const step = at === 0 ? 'other-channel' : 'resend'
        states.push((await api.post(`forgot-password/${step}`, { flow })).body.state)
      }
      for (let at = 0; at < 8; at++) states.push((await begin(phone)).body.state)
      return states
    }
    const ofOne = await probe(mine, other)
    expect(ofOne).toEqual([...Array(11).fill('code'), ...Array(2).fill('mailbox')])
    expect(await probe(apart, alone)).toEqual(ofOne)
    expect(await probe(newEmail(), newPhone())).toEqual(ofOne)
  })
})

test('what names a reset tells nothing: no account id, nothing that two of them share', async () => {
  const email = newEmail()
  await api.account(email)
  const flows = [await beginReset(api, email), await beginReset(api, email)]
  const [one = '', other = ''] = flows.map((flow) => Buffer.from(flow, 'base64url').toString('hex'))
  const [row] = await api.query<{ hex: string }>(
    "SELECT replace(account_id::text, '-', '') AS hex FROM recoveries ORDER BY created_at DESC LIMIT 1",
  )
  expect(one).not.toContain(row?.hex)
  expect(one.slice(10, 74)).not.toBe(other.slice(10, 74))
})
