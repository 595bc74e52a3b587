// What the state-machine test believes about the product: who has which password, whose mailbox got which code, which
// sessions live. It learns codes from the outbox alone, and decides by itself what every call may answer.
import type { FastifyInstance } from 'fastify'
import { addIdentifier } from '../../../server/accounts/add-identifier.ts'
import { createAccount } from '../../../server/accounts/create-account.ts'
import { identifierLookups } from '../../../server/accounts/find-account.ts'
import { canonicalIdentifier } from '../../../server/accounts/identifier.ts'
import { listDemoMessages } from '../../../server/outbox/list-demo-messages.ts'
import { type HashedPassword, insertPassword } from '../../../server/passwords/set-password.ts'
import type { Deps } from '../../../server/platform/deps.ts'
import { newId } from '../../../server/platform/ids.ts'
import { askWithBotCheck } from '../bot-check.ts'
import type { TestClock } from '../database.ts'

export const FIRST_PASSWORD = 'riktig hest batteri stift'
export const passwords = ['en helt annen setning', 'den tredje av setningene', FIRST_PASSWORD] as const

export interface Person {
  accountId: string
  addresses: string[]
  password: string
  /** How often everything older was closed. */
  version: number
  /** Whether the account is to be deleted. */
  isLeaving: boolean
}

/** A reset, a sign-up or an addition under way. */
export interface Flow {
  token: string
  address: string
  startedAt: number
  state: 'code' | 'password' | 'done'
  /** Whom it can change; nobody, for an address that was nobody's. */
  person: Person | undefined
  version: number
  /** The newest code that reached a mailbox for this flow, and when one was last made, known or not. */
  code: string | undefined
  /** The one before it. */
  replaced: string | undefined
  issuedAt: number
  tries: number
  isConsumed: boolean
}

export interface Session {
  cookie: string
  person: Person
  version: number
  provenAt: number
  seenAt: number
  isEnded: boolean
}

/** Worlds one after the other, with a server and a clock of their own. */
export interface Lane {
  app: FastifyInstance
  deps: Deps & { clock: TestClock }
  /** Of FIRST_PASSWORD. */
  hashed: HashedPassword
  /** Two people who go from world to world, each as the last one left them. */
  people: Person[]
}

export interface World {
  lane: Lane
  network: string
  people: Person[]
  /** Addresses of the world, had by somebody or not. */
  addresses: string[]
  resets: Flow[]
  signUps: Flow[]
  additions: (Flow & { session: Session })[]
  sessions: Session[]
  /** Every code any mailbox got, newest last. */
  codes: string[]
}

export interface Answer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape
  body: any
  cookie: string | undefined
}

let serial = 0
const newMail = () => `person${++serial}@example.com`
const newPhone = () => `+479${String(++serial).padStart(7, '0')}`
const DAY_AND_HOUR = 25 * 3600

/**
 * Two people, one of whom has two addresses, and two addresses of nobody; a day later, so that no wait, no flow and no
 * message of the world before is left.
 */
export async function newWorld(lane: Lane): Promise<World> {
  const [kari, ola] = lane.people
  lane.deps.clock.advance(DAY_AND_HOUR)
  const people = [
    kari ?? (await newPerson(lane, [newMail(), newPhone()])),
    ola?.addresses.length === 1 ? ola : await newPerson(lane, [newMail()]),
  ]
  lane.people = people
  const at = ++serial
  return {
    lane,
    network: `10.${(at >> 16) & 255}.${(at >> 8) & 255}.${at & 255}`,
    people: [...people],
    addresses: [...people.flatMap((person) => person.addresses), newMail(), newPhone()],
    resets: [],
    signUps: [],
    additions: [],
    sessions: [],
    codes: [],
  }
}

async function newPerson({ deps, hashed }: Lane, addresses: string[]): Promise<Person> {
  const accountId = newId()
  await deps.db.transaction(async (tx) => {
    const [first = '', ...more] = addresses
    await createAccount(tx, deps, { accountId, identifier: canonicalIdentifier(first), locale: 'nb' })
    await insertPassword(tx, deps, accountId, hashed)
    for (const address of more) await addIdentifier(tx, deps, accountId, canonicalIdentifier(address))
  })
  return { accountId, addresses: [...addresses], password: FIRST_PASSWORD, version: 0, isLeaving: false }
}

export const nowOf = ({ lane }: World): number => lane.deps.clock.now().getTime()
export const ownerOf = ({ people }: World, address: string) => people.find((each) => each.addresses.includes(address))

/** A bot check that is required is solved: what it guards is money, and no privilege. */
export async function call(
  world: World,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: object,
  cookie?: string,
): Promise<Answer> {
  return askWithBotCheck((each) => callBare(world, method, path, each as object | undefined, cookie), body)
}

async function callBare(
  { lane, network }: World,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: object,
  cookie?: string,
): Promise<Answer> {
  const response = await lane.app.inject({
    method,
    url: `/api/v1/${path}`,
    remoteAddress: network,
    headers: cookie ? { cookie } : {},
    ...(body ? { payload: body } : {}),
  })
  const session = response.cookies.find(({ name }) => name === '__Host-portvakt')
  return {
    status: response.statusCode,
    body: response.payload ? response.json() : undefined,
    cookie: session && `${session.name}=${session.value}`,
  }
}

/** Looks into a mailbox. @returns the newest code in it, if it was not there before */
export async function readMail(world: World, address: string): Promise<string | undefined> {
  const { deps } = world.lane
  const messages = await listDemoMessages(deps, identifierLookups(deps.keys, canonicalIdentifier(address)))
  const code = messages.map(({ text }) => /^\d{8}$/m.exec(text)?.[0]).find(Boolean)
  if (!code || world.codes.includes(code)) return undefined
  world.codes.push(code)
  return code
}

/** Status and stable code. */
export const verdict = ({ status, body }: Answer): string => (body?.code ? `${status} ${body.code}` : `${status}`)
