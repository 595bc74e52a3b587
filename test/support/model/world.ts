// What the state-machine test believes about the product: who has which password, whose mailbox got which code, which
// sessions live. It learns codes from the outbox alone, and decides by itself what every call may answer.
import type { FastifyInstance } from 'fastify'
import type { HashedPassword } from '../../../server/passwords/set-password.ts'
import type { Deps } from '../../../server/platform/deps.ts'
import type { App } from '../authenticator-app.ts'
import type { TestClock } from '../database.ts'
import type { DeviceKey } from '../device-key.ts'
import type { SoftPasskey } from '../soft-authenticator.ts'
import type { Tally } from './tally.ts'

export interface Person {
  accountId: string
  addresses: string[]
  /** Since when it has, or last had, each address. */
  standings: Map<string, Standing>
  password: string
  /** When it took the place of another; absent: it is the first. */
  passwordSetAt?: number
  /** Of the credentials: everything that began under an older one is closed. */
  version: number
  isFrozen: boolean
  /** Whether the account is to be deleted. */
  isLeaving: boolean
  /** Cookies of the browsers it is known to sign in with. */
  devices: Set<string>
  /** Those that need not give the second proof: until when, and under which credentials. */
  trusted: Map<string, { until: number; version: number }>
  totp: Authenticator | undefined
  passkeys: OwnPasskey[]
  /** What made the passkeys that it had once. */
  formerKeys: SoftPasskey[]
  /** The Recovery Key Phrase, and those before it. */
  phrase: string | undefined
  spentPhrases: string[]
  /** Until when no withdrawal can be approved, whatever is proven. */
  heldUntil: number
  /** What the rows of authenticator and phrase are called; absent: not looked at since they were changed with their proof. */
  rows: { secretId?: string; phraseId?: string }
}

/** When an address was proven, and since when there has been one of its kind without a break. */
export interface Standing {
  provenAt: number
  kindSince: number
}

export interface Authenticator {
  app: App
  /** Of the last code that was used. */
  lastStep: number
  /** The phrase stood in for it: it proves nothing, and waits to be replaced. */
  isSuspended: boolean
}

/** A passkey as its account knows it. */
export interface OwnPasskey {
  /** What made it, and signs with it. */
  key: SoftPasskey
  passkeyId: string
  name: string
  /** Of the last answer that was taken. */
  count: number
  usedAt: number | undefined
  /** A copy of it was seen: it counts, and proves nothing. */
  isSuspended: boolean
}

/** What a challenge is good for, and nothing else. */
export interface Subject {
  purpose: 'enrol' | 'sign_in' | 'factor' | 'reset' | 'thaw' | 'step_up' | 'approve'
  /** Nobody, for a whole sign-in: whose it is the answer tells. */
  person: Person | undefined
  /** The session or flow, and the act. */
  within: string
}

/** A challenge that was asked for. */
export interface Ceremony extends Subject {
  options: { challenge: string }
  startedAt: number
  /** Looked at, with whatever came. */
  isSpent: boolean
}

/** What was made or signed, and what of it is not as it must be. */
export interface Signed {
  credential: object
  ceremony: Ceremony
  /** The one it says it is of. */
  key: SoftPasskey
  /** Whose it says it is. */
  named: Person | undefined
  counter: number
  isForged: boolean
  /** Another site framed the page: then not even the challenge is looked at. */
  isFramed: boolean
}

/** What somebody has who has nothing but a password. */
export const nothingBound = () => ({
  devices: new Set<string>(),
  trusted: new Map<string, { until: number; version: number }>(),
  totp: undefined,
  passkeys: [] as OwnPasskey[],
  formerKeys: [] as SoftPasskey[],
  phrase: undefined,
  spentPhrases: [] as string[],
  heldUntil: 0,
  rows: {},
})

/** A sign-up, a reset, an addition, a change or a thawing under way. */
export interface Flow {
  token: string
  /** As typed. */
  address: string
  startedAt: number
  state: 'code' | 'password' | 'new' | 'factor' | 'done'
  /** When it ends, if not an hour after it began. */
  until?: number
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
  /** A reset that began with the proof of its mailbox, or a thawing of somebody who is no stranger. */
  isProven?: boolean
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

/** A sign-in or a thawing that waits for the second proof. */
export interface Waiting {
  token: string
  /** What it began as, whatever it is called now. */
  flow: string
  /** Whether the app began it. */
  isApp?: boolean
  /** What the password was brought with to be known by. */
  device?: string | undefined
  person: Person
  version: number
  /** A thawing's. */
  address: string
  until: number
  isUsed: boolean
}

/** An authenticator being bound, changed or removed, or its phrase renewed, by the session that began it. */
export interface AuthenticatorChange extends OwnFlow {
  kind: 'bind' | 'change' | 'remove' | 'renew_phrase'
  stage: 'code' | 'key' | 'phrase' | 'done'
  pending: Pending
}

/** A key and a phrase that open nothing yet. */
export interface Pending {
  app?: App
  step?: number
  phrase?: string
}

/** A lost authenticator being replaced with the phrase. */
export interface Replacing {
  token: string
  begunBy: 'sign-in' | 'forgot-password'
  person: Person
  version: number
  until: number
  stage: 'key' | 'phrase' | 'done'
  pending: Pending
}

/** One act that somebody is asked to approve. */
export interface Approval {
  id: string
  person: Person
  content: object
  idempotencyKey: string
  state: 'pending' | 'approved' | 'declined' | 'redeemed'
  until: number
  /** In which it was approved, and under which credentials. */
  session: Session | undefined
  version: number
  /** As the program read it. */
  proof: string | undefined
  redeemedWith: string | undefined
}

/** Whose tries of an account's codes are counted together. */
export type Share = 'strangers' | 'signed in' | 'reset' | 'thaw'

/** A mailbox being proven before a password is looked at, or before a reset begins. */
export interface Proof {
  purpose: 'sign_in' | 'reset'
  token: string
  address: string
  person: Person | undefined
  /** Its code goes to the account's other address. */
  toOther: boolean
  version: number
  startedAt: number
  state: 'code' | 'proven' | 'used'
  codeTries: number
  passwordTries: number
}

/** The codes that all proofs of one mailbox share which have them sent to the same place: the newest and the one before, both open. */
export interface SharedCode {
  code: string | undefined
  issuedAt: number
  version: number
  isConsumed: boolean
  earlier: { code: string; endsAt: number } | undefined
  /** The one before it, where that was over when this one was made. */
  over: string | undefined
}

export interface Session {
  cookie: string
  /** The app's, without which its token opens nothing; absent: a browser's. */
  key?: DeviceKey | undefined
  device: string | undefined
  sessionId: string
  person: Person
  version: number
  provenAt: number
  /** When a proof of the second kind was given in it. */
  factorAt: number | undefined
  /** When a code to an address of the account was given in it. */
  addressProvenAt: number | undefined
  seenAt: number
  /** Codes of the authenticator in a row, typed for whatever. */
  wrongCodes?: number
  isEnded: boolean
  /** It was signed out of, maybe after it had ended by its time. */
  mayRemain?: boolean
}

/** The link of a notice: freezes its account, or puts an address back. */
export interface Link {
  kind: 'not-me' | 'undo'
  token: string
  person: Person
  /** The address that comes back. */
  address: string
  /** An addition is undone: the address of the other kind goes. */
  takesAway: boolean
  /** Of the address, when the link was sent. */
  standing: Standing
  createdAt: number
  /** When it ends. */
  until: number
  isUsed: boolean
}

/** Worlds one after the other, with a server and a clock of their own. */
export interface Lane {
  app: FastifyInstance
  deps: Deps & { clock: TestClock }
  /** Of FIRST_PASSWORD. */
  hashed: HashedPassword
  /** Of the program that asks for approvals. */
  apiKey: string
  /** Whether there are people with an authenticator, and people with a passkey. */
  isBound: boolean
  hasPasskeys: boolean
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
  /** Codes to an address that the account has, one a session. */
  addressProofs: OwnFlow[]
  changes: Change[]
  waiting: Waiting[]
  thawings: Waiting[]
  authenticatorChanges: AuthenticatorChange[]
  replacings: Replacing[]
  approvals: Approval[]
  /** Challenges that were asked for, the passkeys made and the answers signed for any. */
  ceremonies: Ceremony[]
  made: Signed[]
  signed: Signed[]
  proofs: Proof[]
  /** Those before a reset. */
  mailboxes: Proof[]
  /** By purpose, address, account and where they go, see `sharedKey`. */
  shared: Map<string, SharedCode>
  sessions: Session[]
  links: Link[]
  /** Addresses kept for somebody after a change: for whom, and until when. */
  kept: Map<string, { person: Person; until: number }>
  /** Addresses at which strangers have used their tries up: since when. */
  besieged: Map<string, number>
  /** Every code any mailbox got, newest last. */
  codes: string[]
  mailReadAt: number
  /** Tries of codes in a day, by account and share, see `tryCode`. */
  codeTries: Map<string, number>
  /** When strangers tried codes of resets and of thawings, by the address as it was typed: five in any day. */
  strangersTries: Map<string, number[]>
  proofTries: number
  /** Privileged outcomes that were reached. */
  reached: Set<string>
  /** Every call and its answer, for whoever reads of a failure. */
  log: string[]
}

export const nowOf = ({ lane }: World): number => lane.deps.clock.now().getTime()
export const ownerOf = ({ people }: World, address: string): Person | undefined =>
  people.find((each) => each.addresses.includes(address))
/** Whether the password alone opens nothing. */
export const hasFactor = ({ totp, passkeys }: Person): boolean => totp !== undefined || passkeys.length > 0
/** Those that are tried: those of somebody with a factor more often, since a journey of theirs has more steps. */
export const addressesTried = ({ people, addresses }: World): string[] => [
  ...addresses,
  ...people.filter(hasFactor).flatMap((person) => person.addresses),
]
export const isMail = (address: string): boolean => address.includes('@')

/** An address is somebody's from now on, maybe in the place of one of its kind. */
export function have(world: World, person: Person, address: string, replaced?: string): void {
  const now = nowOf(world)
  const { kindSince = now } = person.standings.get(replaced ?? '') ?? {}
  person.addresses.push(address)
  person.standings.set(address, { provenAt: now, kindSince })
}

export function standingOf({ standings }: Person, address: string): Standing {
  const standing = standings.get(address)
  if (!standing) throw new Error(`${address} was never theirs`)
  return standing
}

/** How long an address that was given up is kept for its account, and one that was added is too new to stand for the owner. */
export const KEPT_MS = 72 * 3600 * 1000

/** Whether a code that opens the account for good goes to this address of theirs. */
export function isEstablished(world: World, person: Person, address: string): boolean {
  const isOld = (each: string) => standingOf(person, each).kindSince <= nowOf(world) - KEPT_MS
  return isOld(address) || !person.addresses.some(isOld)
}

/** Why nobody but `person` can get this address: it is somebody's, or kept for somebody. */
export function whyTaken(world: World, address: string, person?: Person): 'taken' | 'kept' | undefined {
  const owner = ownerOf(world, address)
  if (owner !== undefined && owner !== person) return 'taken'
  const kept = world.kept.get(address)
  return kept !== undefined && kept.person !== person && nowOf(world) < kept.until ? 'kept' : undefined
}

/** No withdrawal is approved for so long. */
export function hold(world: World, person: Person, hours: number): void {
  person.heldUntil = Math.max(person.heldUntil, nowOf(world) + hours * 3600 * 1000)
}

/** Every device is a stranger but the one of this session. */
export function endOtherDevices({ person, device }: Session): void {
  for (const each of person.devices) if (each !== device) person.devices.delete(each)
}

/** Everything that was opened under a person's credentials as they were is closed. */
export function closeAll(world: World, person: Person): void {
  person.version++
  for (const flow of [...world.additions, ...world.changes]) if (flow.person === person) flow.state = 'done'
}
