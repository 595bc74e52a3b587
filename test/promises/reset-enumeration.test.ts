// Promise P4: no answer in a reset tells whether an address has an account. Their times: enumeration-time.test.ts.
import { randomInt } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, type Api, newEmail, newPhone, withApi } from '../support/api.ts'
import { besiegeResets } from '../support/besieged.ts'
import { addAddress } from '../support/recovery.ts'

const ROUNDS = 40
const STEPS = [
  'begin',
  'wrong code',
  'resend',
  'other channel',
  'state',
  'asked for the mailbox',
  'wrong code of the mailbox',
  'state of the mailbox',
  'another for the mailbox',
  'other channel for the mailbox',
] as const

type Step = (typeof STEPS)[number]
type Kind = 'known' | 'unknown'
const channels = { email: newEmail, phone: newPhone }
type Channel = keyof typeof channels

let api: Api
const addresses: Record<Channel, Record<Kind, string[]>> = {
  email: { known: [], unknown: [] },
  phone: { known: [], unknown: [] },
}
beforeAll(async () => {
  api = await withApi()
  for (const [channel, other] of [
    ['email', 'phone'],
    ['phone', 'email'],
  ] as const)
    for (let at = 0; at < 20; at++) {
      const [known, unknown] = [channels[channel](), channels[channel]()]
      addresses[channel].known.push(known)
      addresses[channel].unknown.push(unknown)
      const cookie = await api.account(known)
      if (at % 2) await addAddress(api, cookie, channels[other]())
    }
})
afterAll(() => api.close())

/** All that an outsider sees but what is random in every answer, of which the length. */
function seen({ status, body, headers, cookie }: Answer): string {
  const { date: _date, 'x-request-id': _id, ...rest } = headers
  const lengths = Object.entries(body).map(([key, value]) => [key, key === 'destination' ? '' : String(value).length])
  return JSON.stringify({ status, rest: { ...rest, 'content-length': '' }, lengths, cookie, code: body.code })
}

async function walk(pool: string[], round: number): Promise<Record<Step, Answer>> {
  const identifier = pool[round % pool.length] ?? ''
  const remoteAddress = `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`
  const ask = (path: string, body: object) => api.call('POST', path, body, { remoteAddress })
  const begin = await ask('forgot-password', { identifier })
  const { flow } = begin.body
  const password = 'en helt annen setning'
  const wrong = await ask('forgot-password/finish', { flow, code: '00000000', password, repeat: password })
  const state = await ask('forgot-password/state', { flow })
  api.deps.clock.advance(61)
  const resend = await ask('forgot-password/resend', { flow })
  api.deps.clock.advance(61)
  const other = await ask('forgot-password/other-channel', { flow })
  await besiegeResets(api.deps, identifier)
  api.deps.clock.advance(301) // the code of the round before is no longer young
  const asked = await ask('forgot-password/resend', { flow })
  const mailbox = { flow: asked.body.flow }
  const wrongMailbox = await ask('forgot-password/code', { ...mailbox, code: '00000000' })
  const stateMailbox = await ask('forgot-password/state', mailbox)
  api.deps.clock.advance(61)
  const another = await ask('forgot-password/resend', mailbox)
  const otherMailbox = await ask('forgot-password/other-channel', mailbox)
  expect(asked.body.state).toBe('mailbox')
  return {
    begin,
    'wrong code': wrong,
    state,
    resend,
    'other channel': other,
    'asked for the mailbox': asked,
    'wrong code of the mailbox': wrongMailbox,
    'state of the mailbox': stateMailbox,
    'another for the mailbox': another,
    'other channel for the mailbox': otherMailbox,
  }
}

test.each(Object.keys(channels) as Channel[])('the answers are the same: by %s', async (channel) => {
  const views = Object.fromEntries(STEPS.map((step) => [step, { known: new Set(), unknown: new Set() }]))
  for (let round = 0; round < ROUNDS; round++) {
    for (const kind of ['known', 'unknown'] as const) {
      const walked = await walk(addresses[channel][kind], round)
      for (const step of STEPS) views[step]?.[kind].add(seen(walked[step]))
    }
    // Before an address is asked about again: what stands before the mailbox is tried out in all steps.
    if (round % 10 === 9) {
      api.deps.clock.advance(25 * 3600)
      await api.query('DELETE FROM budgets')
    }
  }
  for (const step of STEPS)
    expect([step, ...(views[step]?.unknown ?? [])]).toEqual([step, ...(views[step]?.known ?? [])])
})
