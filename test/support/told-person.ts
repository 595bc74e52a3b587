// Somebody with two addresses, whose mails and SMS go through real servers of their own.
import { onTestFinished } from 'vitest'
import { startOutboxWorker } from '../../server/outbox/deliver-messages.ts'
import type { NoticeEvent } from '../../server/outbox/message.ts'
import { openProviders } from '../../server/outbox/providers.ts'
import { secondsAfter } from '../../server/platform/clock.ts'
import { policy } from '../../server/platform/policy.ts'
import { noticeHeadings, notices } from '../../web/words/notices.nb.ts'
import { type Answer, type Api, newEmail, newPhone, PASSWORD, withApi } from './api.ts'
import { startPeer, until } from './peer.ts'
import type { ReceivedSms } from './smpp-server-process.ts'
import type { ReceivedMail } from './smtp-server-process.ts'

export interface Received {
  to: string
  text: string
}

export interface Person {
  api: Api
  email: string
  /** Not the account's until `addPhone`. */
  phone: string
  /** Of the session that goes on. */
  cookie: string
  /** When an account ends that is asked to be deleted at the beginning. */
  deletesAt: Date
  received(): Received[]
  /** Waits until each of these addresses was told of an event. */
  hears(event: NoticeEvent, addresses: readonly string[]): Promise<void>
  /** Puts away what came so far. */
  forget(): void
  /** Sends a body that makes a code go to `to`, and waits for it. */
  prove(to: string, path: string, body: object, cookie?: string): Promise<{ flow: string; code: string }>
  /** Gives the code to the mail address, in the session. @returns its new cookie */
  proveAddress(): Promise<string>
  addPhone(): Promise<Answer>
  /** The same for whatever is to happen after: the notice of it is put away. */
  beReachableTwice(): Promise<void>
  /** The secret of the last «Dette var ikke meg» link that the phone has. */
  link(): string | undefined
}

/** An account of three days ago, to which SMS go freely, signed in, by its e-mail address; its peers, worker and database end with the test. */
export async function withPerson(): Promise<Person> {
  const [smtp, smpp] = [await startPeer<ReceivedMail>('smtp-server'), await startPeer<ReceivedSms>('smpp-server')]
  const smsUrl = `smpp://porten:hemmelig@127.0.0.1:${smpp.port}`
  const api = await withApi({ config: { smtpUrl: `smtp://127.0.0.1:${smtp.port}`, smsUrl } })
  const worker = await startOutboxWorker(api.deps, await openProviders(api.deps.config), { pollMilliseconds: 100 })
  onTestFinished(async () => {
    await worker.stop()
    await api.close()
  })
  const [email, phone] = [newEmail(), newPhone()]
  const received = (): Received[] => [
    ...smtp.received.map(({ to, text }) => ({ to: to[0] ?? '', text })),
    ...smpp.received.map(({ to, text }) => ({ to: to.replace(/^\+?/, '+'), text })),
  ]
  const codes = (to: string) => received().filter((message) => message.to === to && /^\d{8}$/m.test(message.text))
  const prove: Person['prove'] = async (to, path, body, cookie) => {
    const before = codes(to).length
    const { flow } = (await api.post(path, body, cookie)).body
    await until(() => codes(to).length > before)
    return { flow, code: /^\d{8}$/m.exec(codes(to).at(-1)?.text ?? '')?.[0] ?? '' }
  }
  const proof = await prove(email, 'sign-up', { identifier: email })
  await api.post('sign-up/code', proof)
  const first = await api.post('sign-up/password', { flow: proof.flow, password: PASSWORD, acceptTerms: true })
  await api.query(`UPDATE accounts SET created_at = created_at - interval '${policy.youngAccountSeconds} seconds'`)
  const person: Person = {
    api,
    email,
    phone,
    cookie: first.cookie ?? '',
    deletesAt: secondsAfter(api.deps.clock.now(), policy.deletionGraceSeconds),
    received,
    async hears(event, addresses) {
      const about = () => received().filter(isAbout(event, person.deletesAt))
      await until(() => addresses.every((address) => about().some(({ to }) => to === address)))
    },
    forget() {
      for (const peer of [smtp, smpp]) peer.received.length = 0
    },
    prove,
    async proveAddress() {
      const [{ id: identifierId }] = (await api.get('account', person.cookie)).body.identifiers
      const own = await prove(email, 'step-up/address', { identifierId }, person.cookie)
      return (await api.post('step-up/address/code', own, person.cookie)).cookie ?? ''
    },
    async addPhone() {
      const added = await prove(phone, 'account/identifiers', { identifier: phone }, person.cookie)
      return api.post('account/identifiers/code', added, person.cookie)
    },
    async beReachableTwice() {
      await person.addPhone()
      await person.hears('identifier_added', [email, phone])
      person.forget()
    },
    link: () => /\/not-me#([\w-]{43})/.exec(received().findLast(({ to }) => to === phone)?.text ?? '')?.[1],
  }
  return person
}

/** Tells the notice of an event: in a mail its heading, in an SMS its sentence. */
export function isAbout(event: NoticeEvent, deletesAt: Date): (message: Received) => boolean {
  const inNorway = { timeZone: 'Europe/Oslo', day: 'numeric', month: 'numeric', year: 'numeric' } as const
  const days = { until: '', untilDay: '', untilDate: new Intl.DateTimeFormat('nb', inNorway).format(deletesAt) }
  const facts = { brand: 'Portvakt', masked: '', previous: '', count: '5', ...days, holdHours: 24, addedHoldHours: 6 }
  const heading = noticeHeadings[event]
  const { sms } = notices.events[event]
  return ({ text }) => text.includes(heading) || text.includes(sms(facts).trim())
}
