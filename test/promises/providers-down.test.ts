// Promises P4, P11: a mail server or SMS centre that hangs, refuses or is gone shows to nobody outside. If a reset waited for them,
// only an address that an account has would be slow.
import { randomBytes, randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { askWithBotCheck } from '../support/bot-check.ts'
import { call, newNetwork } from '../support/client.ts'
import { type EmptyDatabase, emptyDatabase } from '../support/empty-database.ts'
import { startPeer, until } from '../support/peer.ts'
import { postBytes, type RawAnswer, sendBytes, withoutChance } from '../support/raw-http.ts'
import { type ServerProcess, startServer } from '../support/server-process.ts'
import type { ReceivedSms } from '../support/smpp-server-process.ts'
import type { ReceivedMail } from '../support/smtp-server-process.ts'

const PASSWORD = 'riktig hest batteri stift'
const NEW_PASSWORD = 'en helt annen setning'
/** More than one channel has under way at once, so that the last ones find every place taken. */
const PEOPLE = 10
/** A try of a provider that hangs takes far longer, an answer beside all other tests hardly a tenth. */
const AT_ONCE_MS = 2_000

const addresses = {
  mail: () => `person.${randomBytes(6).toString('hex')}@example.com`,
  SMS: () => `+479${randomInt(1e7).toString().padStart(7, '0')}`,
}
type Channel = keyof typeof addresses

/** A server of its own, whose mails and SMS go through peers that take them, until `fail`. */
async function withServer() {
  const [smtp, smpp] = [await startPeer<ReceivedMail>('smtp-server'), await startPeer<ReceivedSms>('smpp-server')]
  const database = await emptyDatabase()
  const server = await startServer({
    DATABASE_URL: database.url,
    ROOT_KEY: randomBytes(32).toString('hex'),
    TRUSTED_PROXIES: '127.0.0.1',
    SMTP_URL: `smtp://127.0.0.1:${smtp.port}`,
    SMS_URL: `smpp://porten:hemmelig@127.0.0.1:${smpp.port}`,
  })
  onTestFinished(async () => {
    await server.kill()
    await database.drop()
  })
  const textTo = (address: string) =>
    [...smtp.received.map(({ to, text }) => [to[0], text]), ...smpp.received.map(({ to, text }) => [`+${to}`, text])]
      .filter(([to]) => to === address)
      .at(-1)?.[1] ?? ''
  const fail = async (how: keyof typeof downs) => {
    for (const peer of [smtp, smpp]) how === 'gone' ? await peer.kill() : peer.behave(how)
    await sleep(200) // the word has to reach them
  }
  return { server, database, textTo, fail }
}

async function signUp(server: ServerProcess, identifier: string, textTo: (address: string) => string): Promise<void> {
  const { flow } = (await call(server, 'POST', 'sign-up', { identifier })).body
  const code = () => /^\d{8}$/m.exec(textTo(identifier))?.[0]
  await until(() => code() !== undefined)
  await call(server, 'POST', 'sign-up/code', { flow, code: code() })
  const done = await call(server, 'POST', 'sign-up/password', { flow, password: PASSWORD, acceptTerms: true })
  expect(done.status).toBe(201)
}

/** All that an outsider sees; of the address, which is masked, the length. */
const seen = ({ text, ...answer }: RawAnswer) =>
  withoutChance({ ...answer, text: text.replace(/(?<="destination":")[^"]*/, (part) => '#'.repeat(part.length)) })

/** A reset as far as a stranger comes with it, and the other doors that write to an owner. @returns what was seen of each step, and the slowest, in ms */
async function walk({ port }: ServerProcess, identifier: string) {
  const from = `x-forwarded-for: ${newNetwork()}`
  let slowest = 0
  const post = (path: string, body: object) =>
    askWithBotCheck(async (each) => {
      const began = performance.now()
      const answer = await sendBytes(port, postBytes(`/api/v1/${path}`, each, [from]))
      slowest = Math.max(slowest, performance.now() - began)
      return answer
    }, body)
  const ask = (path: string, body: object) => post(`forgot-password${path}`, body)
  const wrong = { identifier, password: 'feil hest batteri stift' }
  const begun = await ask('', { identifier })
  const { flow } = begun.body
  const answers = {
    begun,
    'wrong code': await ask('/finish', { flow, code: '00000000', password: NEW_PASSWORD, repeat: NEW_PASSWORD }),
    state: await ask('/state', { flow }),
    resend: await ask('/resend', { flow }),
    'other channel': await ask('/other-channel', { flow }),
    // Its owner is told that there is an account already, and nobody else is.
    'sign-up': await post('sign-up', { identifier }),
    'sign-in': await post('sign-in', wrong),
    thawing: await post('thaw', wrong),
  }
  const steps = Object.entries(answers).map(([name, answer]) => [name, seen(answer)] as const)
  return { steps: Object.fromEntries(steps), slowest }
}

/** Whether a code has been brought to its provider. */
async function isTried(database: EmptyDatabase): Promise<boolean> {
  const rows = await database.query("SELECT 1 FROM outbox WHERE template = 'recovery_code' AND attempts > 0 LIMIT 1")
  return rows.length > 0
}

const downs = { hang: 'providers that hang', refuse: 'providers that refuse', gone: 'no providers' } as const
const cases = (Object.keys(downs) as (keyof typeof downs)[]).flatMap((how) =>
  (Object.keys(addresses) as Channel[]).map((channel) => [downs[how], channel, how] as const),
)

test.for(cases)(
  'with %s a reset by %s, a sign-up and a sign-in answer as always, at once, for an account and for none',
  async ([words, channel, how]) => {
    const { server, database, textTo, fail } = await withServer()
    const known = Array.from({ length: PEOPLE }, addresses[channel])
    for (const address of known) await signUp(server, address, textTo)
    await fail(how)
    let slowest = 0
    for (const address of known) {
      const [mine, nobodys] = [await walk(server, address), await walk(server, addresses[channel]())]
      expect(mine.steps).toEqual(nobodys.steps)
      expect(Object.values(mine.steps).map(({ status }) => status)).toEqual([200, 422, 200, 429, 429, 200, 401, 200])
      slowest = Math.max(slowest, mine.slowest, nobodys.slowest)
    }
    await until(() => isTried(database))
    console.log(
      `P4: with ${words}, the slowest answer to whoever typed ${channel === 'mail' ? 'a mail address' : 'a number'} took ${Math.round(slowest)} ms`,
    )
    expect(slowest).toBeLessThan(AT_ONCE_MS)
  },
)
