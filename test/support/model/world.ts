// What the state-machine test believes about the product: who has which password, whose mailbox got which code, which
// sessions live. It learns codes from the outbox alone, and decides by itself what every call may answer.
import type { FastifyInstance } from 'fastify'
import type { HashedPassword } from '../../../server/passwords/set-password.ts'
import type { Deps } from '../../../server/platform/deps.ts'
import type { TestClock } from '../database.ts'
import type { Tally } from './tally.ts'

export interface Person {
  accountId: string
  addresses: string[]
  password: string
  /** Of the credentials: everything that began under an older one is closed. */
  version: number
  isFrozen: boolean
  /** Whether the account is to be deleted. */
  isLeaving: boolean
  /** Cookies of the browsers it is known to sign in with. */
  devices: Set<string>
}

/** A sign-up, a reset, an addition, a change or a thawing under way. */
export interface Flow {
  token: string
  /** As typed. */
  address: string
  startedAt: number
  state: 'code' | 'password' | 'new' | 'done'
  /** Whom it can change; nobody, for an address that was nobody's. */
  person: Person | undefined
  version: number
  /** The newest code that reached a mailbox for this flow, and when one was last made, known or not. */
  code: string | undefined
  /** The one before it. */
  replaced: string | undefined
  /** Where the newest was looked for. */
  sentTo: string
  issuedAt: number
  tries: number
  isConsumed: boolean
}

/** One that belongs to the session that began it. */
export interface OwnFlow extends Flow {
  session: Session
}

/** An address being changed or removed: first the code of `proof`, then for a change the code of `next`. */
export interface Change extends OwnFlow {
  old: string
  proof: string
  next: string | undefined
}

/** A mailbox being proven before a password is looked at. */
export interface Proof {
  token: string
  address: string
  person: Person | undefined
  version: number
  startedAt: number
  state: 'code' | 'proven' | 'used'
  codeTries: number
  passwordTries: number
}

/** The codes that all proofs of one mailbox share: the newest and the one before, both open. */
export interface SharedCode {
  code: string | undefined
  issuedAt: number
  version: number
  isConsumed: boolean
  earlier: { code: string; endsAt: number } | undefined
}

export interface Session {
  cookie: string
  device: string | undefined
  sessionId: string
  person: Person
  version: number
  provenAt: number
  seenAt: number
  isEnded: boolean
}

/** The link of a notice: freezes its account, or puts an address back. */
export interface Link {
  kind: 'not-me' | 'undo'
  token: string
  person: Person
  /** The address that comes back. */
  address: string
  createdAt: number
  isUsed: boolean
}

/** Worlds one after the other, with a server and a clock of their own. */
export interface Lane {
  app: FastifyInstance
  deps: Deps & { clock: TestClock }
  /** Of FIRST_PASSWORD. */
  hashed: HashedPassword
  /** Two people who go from world to world, each as the last one left them; and how often they did. */
  people: Person[]
  worlds: number
  /** The keyed hash an address is found by, see `lookupOf`. */
  lookups: Map<string, Buffer>
  tally: Tally
  /** How often a proof of work was asked for. */
  botChecks: number
}

export interface World {
  lane: Lane
  network: string
  startedAt: number
  people: Person[]
  /** Addresses of the world, had by somebody or not. */
  addresses: string[]
  resets: Flow[]
  signUps: Flow[]
  thaws: Flow[]
  additions: OwnFlow[]
  changes: Change[]
  proofs: Proof[]
  /** By address and account, see `sharedKey`. */
  shared: Map<string, SharedCode>
  sessions: Session[]
  links: Link[]
  /** Addresses kept for somebody after a change: for whom, and until when at least. */
  kept: Map<string, { person: Person; until: number }>
  /** Addresses at which strangers have used their tries up: since when. */
  besieged: Map<string, number>
  /** Every code any mailbox got, newest last. */
  codes: string[]
  mailReadAt: number
  /** Tries of codes, by account: thirty a day. */
  codeTries: Map<Person, number>
  proofTries: number
  /** Privileged outcomes that were reached. */
  reached: Set<string>
  /** Every call and its answer, for whoever reads of a failure. */
  log: string[]
}

export const nowOf = ({ lane }: World): number => lane.deps.clock.now().getTime()
export const ownerOf = ({ people }: World, address: string): Person | undefined =>
  people.find((each) => each.addresses.includes(address))
export const isMail = (address: string): boolean => address.includes('@')

/** Whether nobody but `person` can get this address, since it is somebody's or kept for somebody. */
export function isTaken(world: World, address: string, person?: Person): boolean {
  const owner = ownerOf(world, address)
  const kept = world.kept.get(address)
  return (owner !== undefined && owner !== person) || (kept !== undefined && kept.person !== person)
}

/** Everything that was opened under a person's credentials as they were is closed. */
export function closeAll(world: World, person: Person): void {
  person.version++
  for (const addition of world.additions) if (addition.person === person) addition.state = 'done'
}
