// Promises P16, P21: every security event reaches every address, once, soon, with a way to say no; and no header moves it.
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { startOutboxWorker } from '../../server/outbox/deliver-messages.ts'
import type { NoticeEvent } from '../../server/outbox/message.ts'
import { openProviders } from '../../server/outbox/providers.ts'
import { policy } from '../../server/platform/policy.ts'
import { notices } from '../../web/words/notices.nb.ts'
import { type Api, newEmail, newPhone, PASSWORD, WRONG_PASSWORD, withApi } from '../support/api.ts'
import { EVIL, variants } from '../support/forged-headers.ts'
import { addPasskey, stepUp } from '../support/passkeys.ts'
import { startPeer, until } from '../support/peer.ts'
import { postBytes, sendBytes } from '../support/raw-http.ts'
import type { ReceivedSms } from '../support/smpp-server-process.ts'
import type { ReceivedMail } from '../support/smtp-server-process.ts'
import { SoftPasskey } from '../support/soft-authenticator.ts'

/** Promise P16. */
const WITHIN_MS = 60_000

interface Received {
  to: string
  text: string
}

/** Somebody with two addresses, whose mails and SMS go through real servers of their own. */
async function withPerson() {
  const [smtp, smpp] = [await startPeer<ReceivedMail>('smtp-server'), await startPeer<ReceivedSms>('smpp-server')]
  const smsUrl = `smpp://porten:hemmelig@127.0.0.1:${smpp.port}`
  const api = await withApi({ config: { smtpUrl: `smtp://127.0.0.1:${smtp.port}`, smsUrl } })
  const worker = await startOutboxWorker(api.deps, await openProviders(api.deps.config), { pollMilliseconds: 100 })
  onTestFinished(async () => {
    await worker.stop()
    await api.close()
  })
  const received = (): Received[] => [
    ...smtp.received.map(({ to, text }) => ({ to: to[0] ?? '', text })),
    ...smpp.received.map(({ to, text }) => ({ to: to.replace(/^\+?/, '+'), text })),
  ]
  const codes = (to: string) => received().filter((message) => message.to === to && /^\d{8}$/m.test(message.text))
  return {
    api,
    received,
    /** Sends a body that makes a code go to `to`, and waits for it. */
    async prove(to: string, path: string, body: object, cookie?: string): Promise<{ flow: string; code: string }> {
      const before = codes(to).length
      const { flow } = (await api.post(path, body, cookie)).body
      await until(() => codes(to).length > before)
      return { flow, code: /^\d{8}$/m.exec(codes(to).at(-1)?.text ?? '')?.[0] ?? '' }
    },
  }
}

/** Tells the notice of an event: in a mail its heading, in an SMS its sentence. */
function isAbout(event: NoticeEvent) {
  const end = Date.now() + policy.deletionGraceSeconds * 1000
  const untilDay = new Intl.DateTimeFormat('nb', { dateStyle: 'long', timeZone: 'Europe/Oslo' }).format(end)
  const days = { until: '', untilDay }
  const facts = { brand: 'Portvakt', masked: '', previous: '', count: '5', ...days, holdHours: 24, addedHoldHours: 6 }
  const { heading, sms } = notices.events[event]
  return ({ text }: Received) => text.includes(heading) || text.includes(sms(facts).trim())
}

test('every event reaches every address, once, within a minute, with a way to say no', async () => {
  const { api, received, prove } = await withPerson()
  const [email, phone, password] = [newEmail(), newPhone(), 'en helt annen setning']
  const proof = await prove(email, 'sign-up', { identifier: email })
  await api.post('sign-up/code', proof)
  const first = await api.post('sign-up/password', { flow: proof.flow, password: PASSWORD, acceptTerms: true })
  let cookie = first.cookie ?? ''
  const passkey = new SoftPasskey()
  let passkeyId = ''
  const link = () => /\/not-me#([\w-]{43})/.exec(received().findLast(({ to }) => to === phone)?.text ?? '')?.[1]
  const acts: Partial<Record<NoticeEvent, () => Promise<{ status: number; cookie?: string | undefined }>>> = {
    async identifier_added() {
      const added = await prove(phone, 'account/identifiers', { identifier: phone }, cookie)
      return api.post('account/identifiers/code', added, cookie)
    },
    phrase_changed: () => api.call('PATCH', 'account/phrase', { phrase: 'blå elg' }, { headers: { cookie } }),
    account_deletion_requested: () => api.post('account/deletion', { password: PASSWORD }, cookie),
    account_deletion_cancelled: () => api.call('DELETE', 'account/deletion', undefined, { headers: { cookie } }),
    new_device: () => api.post('sign-in', { identifier: email, password: PASSWORD }),
    async passkey_added() {
      const added = await addPasskey(api, cookie, passkey)
      passkeyId = added.id
      return added.answer
    },
    async passkey_suspended() {
      passkey.counter = 9
      const stepped = await stepUp(api, cookie, passkey)
      passkey.counter = 0
      const copied = await stepUp(api, stepped.cookie ?? '', passkey)
      expect(copied.body.code).toBe('passkey_suspended')
      return stepped
    },
    passkey_removed: () => api.call('DELETE', `account/passkeys/${passkeyId}`, undefined, { headers: { cookie } }),
    password_changed: () => api.post('account/password', { current: PASSWORD, password, repeat: password }, cookie),
    async failures() {
      for (let n = 0; n < 5; n++) await api.post('sign-in', { identifier: email, password: WRONG_PASSWORD })
      return { status: 200 }
    },
    async password_reset() {
      const reset = await prove(email, 'forgot-password', { identifier: email })
      return api.post('forgot-password/finish', { ...reset, password: PASSWORD, repeat: PASSWORD })
    },
    frozen: () => api.post('not-me', { token: link() }),
    async thawed() {
      return api.post('thaw/code', await prove(phone, 'thaw', { identifier: phone, password: PASSWORD }))
    },
  }
  const events = Object.keys(acts) as NoticeEvent[]
  const took: Record<string, number> = {}
  for (const event of events) {
    const answer = await acts[event]?.()
    expect([event, Math.floor((answer?.status ?? 0) / 100)]).toEqual([event, 2])
    cookie = answer?.cookie ?? cookie
    const answered = performance.now()
    const about = () => received().filter(isAbout(event))
    await until(() => [email, phone].every((address) => about().some(({ to }) => to === address)))
    took[event] = Math.round(performance.now() - answered)
  }
  await sleep(1_000)
  for (const event of events) {
    const about = received().filter(isAbout(event))
    expect([event, about.map(({ to }) => to).sort()]).toEqual([event, [email, phone].sort()])
    for (const { text } of about) expect(text).toContain(event === 'frozen' ? '/thaw' : '/not-me#')
  }
  console.log('P16: milliseconds from the answer to both addresses', took)
  expect(Math.max(...Object.values(took))).toBeLessThan(WITHIN_MS)
})

let api: Api
let port: number
beforeAll(async () => {
  api = await withApi()
  await api.app.listen({ port: 0, host: '127.0.0.1' })
  port = (api.app.server.address() as AddressInfo).port
})
afterAll(() => api.close())

/** A message as its reader has it, but for its secret and the minute. */
const withoutSecrets = (message: object | undefined) =>
  JSON.stringify(message)
    .replaceAll(/#[\w-]{43}/g, '#')
    .replaceAll(/kl\. \d\d\.\d\d/g, '')
    .replaceAll(/"sentAt":"[^"]*"/g, '')

test(`no header of ${variants.length} changes a byte of a notice, or where its link leads (P21)`, async () => {
  const email = newEmail()
  await api.account(email)
  const signIn = (headers: string[]) =>
    sendBytes(port, postBytes('/api/v1/sign-in', { identifier: email, password: PASSWORD }, headers))
  await signIn([])
  const [honest, ...before] = await api.messages(email)
  expect(honest?.text).toContain('http://localhost:4000/not-me#')
  let sent = before.length + 1
  for (const [name, headers] of variants) {
    const { status } = await signIn(headers)
    const messages = await api.messages(email)
    if (status !== 200) expect([name, status, messages.length]).toEqual([name, 400, sent])
    else {
      sent += 1
      expect([name, messages.length]).toEqual([name, sent])
      expect([name, withoutSecrets(messages[0])]).toEqual([name, withoutSecrets(honest)])
      expect(JSON.stringify(messages[0])).not.toContain(EVIL)
    }
  }
})
