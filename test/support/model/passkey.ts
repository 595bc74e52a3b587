// What the model believes of passkeys: which answer of which authenticator is good, once, for whom and for what.
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { SoftPasskey, type Telling } from '../soft-authenticator.ts'
import { type Answer, expectOneOf } from './call.ts'
import type { Dice } from './dice.ts'
import { ENDED_MS } from './factor.ts'
import { readNotices } from './mail.ts'
import type { Ceremony, OwnPasskey, Person, Session, Signed, Subject, World } from './world.ts'
import { closeAll, hold, nowOf } from './world.ts'

const CEREMONY_MS = 300 * 1000

/** What the server makes of an answer; of one that is `unread` the challenge is not spent either. */
export type Verdict = 'right' | 'wrong' | 'unread' | 'unknown' | 'suspended' | 'copied'

const REFUSED = {
  wrong: '422 passkey_wrong',
  unread: '422 passkey_wrong',
  unknown: '422 passkey_unknown',
  suspended: '422 passkey_suspended',
  copied: '422 passkey_suspended',
}

/** What may be answered, at a door that nothing else closes. */
export const answeredTo = (verdict: Verdict, right: string): string[] => [
  verdict === 'right' ? right : REFUSED[verdict],
  '429 too_many_attempts',
]

export const usableOf = ({ passkeys }: Person): OwnPasskey[] => passkeys.filter(({ isSuspended }) => !isSuspended)

/** What whoever asks for a passkey of somebody gets. */
export const askedOf = (person: Person): string[] =>
  usableOf(person).length > 0 ? ['200'] : ['409 passkey_not_enrolled']

/** Keeps a challenge that was given. @returns undefined when none was; @throws when it names passkeys of others */
export function keepCeremony(
  world: World,
  subject: Subject,
  answer: Answer,
  allowed: readonly string[],
): Ceremony | undefined {
  if (!expectOneOf(`a challenge for ${subject.purpose}`, answer, allowed) || answer.status !== 200) return undefined
  const { allowCredentials, excludeCredentials } = answer.body
  const listed: string[] = (allowCredentials ?? excludeCredentials).map(({ id }: { id: string }) => id)
  const { person } = subject
  const own = person ? (subject.purpose === 'enrol' ? person.passkeys : usableOf(person)) : []
  const ids = own.map(({ key }) => key.id.toString('base64url'))
  if (listed.toSorted().join() !== ids.toSorted().join()) throw new Error(`asked for passkeys ${listed}, not ${ids}`)
  const ceremony = { ...subject, options: answer.body, startedAt: nowOf(world), isSpent: false }
  world.ceremonies.push(ceremony)
  return ceremony
}

const isFor = (ceremony: Ceremony, { purpose, person, within }: Subject) =>
  ceremony.purpose === purpose && ceremony.person === person && ceremony.within === within

/** The one that was just asked for, one of before that would do, or any. */
export function ceremonyFor({ ceremonies }: World, subject: Subject, asked: Ceremony | undefined, dice: Dice) {
  const open = ceremonies.filter((each) => isFor(each, subject) && !each.isSpent)
  if (!dice.isOneIn(8)) return asked ?? (open.length > 0 ? dice.pick(open) : dice.pick(ceremonies))
  const others = ceremonies.filter((each) => !isFor(each, subject) && !each.isSpent)
  return dice.pick(others.length > 0 && !dice.isOneIn(3) ? others : ceremonies)
}

/** Every key that anybody knows of, and one of nobody. */
function keyFor(world: World, own: readonly OwnPasskey[], dice: Dice): SoftPasskey {
  if (own.length > 0 && !dice.isOneIn(8)) return dice.pick(own).key
  const known = world.people.flatMap(({ passkeys, formerKeys }) => [...passkeys.map(({ key }) => key), ...formerKeys])
  return known.length > 0 && !dice.isOneIn(6) ? dice.pick(known) : new SoftPasskey()
}

const handleOf = ({ accountId }: Person) => Buffer.from(accountId.replaceAll('-', ''), 'hex').toString('base64url')

/** What is wrong in a new passkey or an answer; the signature's is the answer's alone. */
const forgeries: readonly ((key: SoftPasskey) => Partial<Telling>)[] = [
  ({ flags }) => ({ flags: { ...flags, uv: false } }),
  ({ flags }) => ({ flags: { ...flags, up: false } }),
  () => ({ origin: 'https://localhost:4000' }),
  () => ({ rpId: 'example.com' }),
]
const forgeriesOfAnswer: typeof forgeries = [
  ...forgeries,
  ({ flags }) => ({ flags: { ...flags, be: !flags.be, bs: false } }),
  () => ({ type: 'webauthn.create' }),
  () => ({
    signature: (signature) => Buffer.concat([signature.subarray(0, -1), Buffer.of((signature.at(-1) ?? 0) ^ 1)]),
  }),
]
const forgeriesOfNew: typeof forgeries = [
  ...forgeries,
  () => ({ type: 'webauthn.get' }),
  () => ({ attestedId: randomBytes(32) }),
]

/** Makes a passkey: mostly a new one, else one that this or another account has or had, or what was sent before. */
export function makePasskey(world: World, ceremony: Ceremony, dice: Dice): Signed {
  if (world.made.length > 0 && dice.isOneIn(12)) return dice.pick(world.made)
  const own = dice.isOneIn(2) ? (ceremony.person?.passkeys ?? []) : []
  const key = dice.isOneIn(5)
    ? keyFor(world, own, dice)
    : new SoftPasskey({ counts: dice.isOneIn(2), synced: dice.isOneIn(3) })
  const forged = dice.isOneIn(8) ? dice.pick(forgeriesOfNew)(key) : undefined
  const isFramed = dice.isOneIn(24)
  const credential = key.create(ceremony.options, { ...forged, crossOrigin: isFramed })
  const about = { ceremony, key, named: ceremony.person, counter: key.counter }
  const made = { credential, ...about, isForged: forged !== undefined, isFramed }
  world.made.push(made)
  return made
}

/**
 * Signs as somebody: mostly rightly. Now and then it is an answer that was sent before, of another account's passkey, of one
 * that was removed, under another handle, with a counter that did not go on, or made by another key under a right one's id.
 */
export function sign(world: World, ceremony: Ceremony, person: Person | undefined, dice: Dice): Signed {
  if (world.signed.length > 0 && dice.isOneIn(12)) return dice.pick(world.signed)
  const key = keyFor(world, person?.passkeys ?? [], dice)
  const own = person?.passkeys.find((each) => each.key === key)
  const named = dice.isOneIn(12) ? dice.pick([undefined, ...world.people]) : person
  const isStale = own !== undefined && dice.isOneIn(16)
  const isImpostor = dice.isOneIn(16)
  const forged = dice.isOneIn(10) ? dice.pick(forgeriesOfAnswer)(key) : undefined
  const isFramed = dice.isOneIn(24)
  const id = key.id.toString('base64url')
  const signer = isImpostor ? keyFor(world, [], dice) : key
  const told = { id, rawId: id, userHandle: named ? handleOf(named) : null, crossOrigin: isFramed }
  const next = key.counts ? key.counter + 1 : 0
  const counter = isStale ? dice.nat(own.count + 1) : next
  const credential = signer.get(ceremony.options, { ...told, ...forged, counter })
  const isForged = forged !== undefined || signer !== key
  const signed = { credential, ceremony, key, named, counter, isForged, isFramed }
  world.signed.push(signed)
  return signed
}

/** Whether a challenge is open, for this and nothing else. */
const isOpen = (world: World, subject: Subject, { ceremony, isFramed }: Signed) =>
  !isFramed && isFor(ceremony, subject) && !ceremony.isSpent && nowOf(world) < ceremony.startedAt + CEREMONY_MS

export function judgeNew(world: World, subject: Subject, made: Signed): Verdict {
  if (!isOpen(world, subject, made)) return 'unread'
  return made.isForged ? 'wrong' : 'right'
}

/** What an answer proves: that one of the account's own passkeys signed for exactly this, now. */
export function judge(world: World, subject: Subject, signed: Signed): Verdict {
  const { key, named, counter, isForged, ceremony } = signed
  const person = subject.person ?? named
  if (!person || !isOpen(world, subject, signed)) return 'unread'
  if (named && named !== person) return 'wrong'
  const own = ownOf(person, key)
  if (!own) return 'unknown'
  if (isForged) return 'wrong'
  if (own.isSuspended) return 'suspended'
  if (counter > own.count || (counter === 0 && own.count === 0)) return 'right'
  // Of two answers at once the one that comes later is no copy.
  return own.usedAt !== undefined && own.usedAt >= ceremony.startedAt ? 'wrong' : 'copied'
}

const ownOf = (person: Person, key: SoftPasskey) => person.passkeys.find((each) => each.key === key)

/** Notes what the looking at it left, whatever was answered. */
export async function noteLook(
  world: World,
  subject: Subject,
  { ceremony, key, named }: Signed,
  verdict: Verdict,
  answer: Answer,
): Promise<void> {
  if (verdict === 'unread' || answer.status === 429) return
  ceremony.isSpent = true
  const person = subject.person ?? named
  const own = verdict === 'copied' && person && ownOf(person, key)
  if (own) await suspendCopied(world, person, own)
}

/** A copy of it may have been in: all that it could have opened is closed, on every server within 250 ms. */
async function suspendCopied(world: World, person: Person, own: OwnPasskey): Promise<void> {
  own.isSuspended = true
  person.devices.clear()
  closeAll(world, person)
  hold(world, person, 24)
  await readNotices(world)
  await sleep(ENDED_MS)
}

/** An answer was taken, with what it gave. */
export function usePasskey(world: World, person: Person, { key, counter }: Signed): void {
  const own = ownOf(person, key)
  if (!own) throw new Error('an answer of a passkey that nobody has was taken')
  Object.assign(own, { count: counter, usedAt: nowOf(world) })
}

export const hasPasskey = ({ passkeys }: Person) => passkeys.length > 0
export const seen = (world: World, session: Session) => {
  session.seenAt = nowOf(world)
}

/** Mostly one of somebody with a passkey, if there is any. */
export function mostlyOfPasskeys<Each extends { person: Person }>(all: readonly Each[], dice: Dice): Each {
  const theirs = all.filter(({ person }) => hasPasskey(person))
  return theirs.length > 0 && !dice.isOneIn(4) ? dice.pick(theirs) : dice.pick(all)
}

/** A challenge is asked for, and left to whoever finds a use for it; or an old one is answered; mostly the one just asked for. */
export const isAsking = (world: World, dice: Dice) => world.ceremonies.length === 0 || !dice.isOneIn(6)
export const isAnswering = (world: World, dice: Dice) => world.ceremonies.length > 0 && !dice.isOneIn(6)
