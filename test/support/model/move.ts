// What a move is, and what several of them believe in common: how codes are tried, and what a session still opens.
import { listIdentifiers } from '../../../server/accounts/list-identifiers.ts'
import { policy } from '../../../server/platform/policy.ts'
import { parseToken } from '../../../server/sessions/token.ts'
import type { Answer } from './call.ts'
import type { Dice } from './dice.ts'
import type { Flow, Person, Session, Share, World } from './world.ts'
import { hasFactor, nowOf } from './world.ts'

/**
 * Something that anybody can do from outside. A new one is written by its side's file in moves/, and listed in moves.ts; the
 * test sees to it that it is granted what it asks for now and then, and that every public call is some move's.
 */
export interface Move {
  name: string
  /** How often it is chosen, beside the others that are possible. */
  weight: number
  /** Absent: always. */
  isPossible?(world: World): boolean
  /** Whether a journey has come as far as this: then it is chosen more often than where it can only be refused. */
  isDue?(world: World): boolean
  /** Plays it, and compares the answer with what the model allows. @returns whether it got what it asked for */
  play(world: World, dice: Dice): Promise<boolean>
}

export const FIRST_PASSWORD = 'riktig hest batteri stift'
export const PASSWORDS = [FIRST_PASSWORD, 'en helt annen setning', 'den tredje setningen'] as const
export const WEAK_PASSWORD = 'kort'

// As promised, not as configured: a figure that changes must fail here.
const CODE_TRIES = 5
const CODE_SECONDS = 600
/** A day, of each share. */
const CODE_TRIES_OF: Record<Share, number> = { strangers: 10, 'signed in': 7, reset: 5, thaw: 5 }
const FLOW_SECONDS = 3600
const IDLE_SECONDS = 30 * 60
const IDLE_SECONDS_OF_APP = 30 * 24 * 3600
const FRESH_SECONDS = 5 * 60
const ADDRESS_SECONDS = 15 * 60
/** How exactly the server knows when a session was last used. */
const TOUCH_SECONDS = 60

/** What may stand in the way of a code, whoever asks. */
export const START_LIMITS = ['429 too_many_codes', '429 sms_limited'] as const
export const LIMITS = [...START_LIMITS, '429 code_too_soon'] as const

export const isOver = (world: World, { startedAt, until }: { startedAt: number; until?: number }): boolean =>
  nowOf(world) >= (until ?? startedAt + FLOW_SECONDS * 1000)

/** Whether the person a flow is about still has the credentials it began under. */
export const isLive = ({ person, version }: Flow): boolean => person !== undefined && person.version === version

export const isStrong = (password: string): boolean => password.length >= policy.passwordMinLengthAlone

/** A flow that the server has just begun; `person` is whom it can change. */
export function newFlow(world: World, token: string, address: string, person: Person | undefined): Flow {
  const now = nowOf(world)
  const code = { code: undefined, replaced: undefined, sentTo: address, issuedAt: now, tries: 0, isConsumed: false }
  return { token, address, startedAt: now, state: 'code', person, version: person?.version ?? 0, ...code }
}

/**
 * What the open code of a flow makes of `code`; `right` only for one that reached a mailbox for this very flow.
 *
 * @param share whose tries it is of; strangers' are those of the flow's address
 */
export function tryCode(world: World, flow: Flow, code: string, share: Share = 'signed in'): string[] {
  const isExpired = nowOf(world) >= flow.issuedAt + CODE_SECONDS * 1000
  if (flow.isConsumed) return ['422 code_used']
  if (flow.tries >= CODE_TRIES) return ['422 code_spent', ...(isExpired ? ['422 code_expired'] : [])]
  if (isExpired) return ['422 code_expired']
  flow.tries++
  if (share === 'strangers' && !spendStrangersTry(world, flow.address)) return ['422 code_spent']
  const isWithin = countOfDay(world, flow, share)
  if (code !== flow.code) return ['422 code_wrong', '422 code_replaced']
  return isWithin ? ['right'] : ['429 too_many_attempts']
}

const STRANGERS_TRIES = 5
const DAY_MS = 24 * 3600 * 1000

/** Whether whoever has shown nothing but this address may have another code of a reset, or of a thawing, looked at. */
export function isLeftToStrangers(world: World, address: string): boolean {
  const recent = (world.strangersTries.get(address) ?? []).filter((at) => at > nowOf(world) - DAY_MS)
  return recent.length < STRANGERS_TRIES
}

function spendStrangersTry(world: World, address: string): boolean {
  const isLeft = isLeftToStrangers(world, address)
  if (isLeft) world.strangersTries.set(address, [...(world.strangersTries.get(address) ?? []), nowOf(world)])
  return isLeft
}

/** Of the account; past the proof of a mailbox, of the address. */
const dayKey = ({ person, address }: Flow, share: Share) =>
  `${person?.accountId} ${share} ${share === 'reset' ? address : ''}`

/** Counts a try for the account: more than a share holds in a day, and a right code is refused too. */
function countOfDay({ codeTries }: World, flow: Flow, share: Share): boolean {
  const tries = Math.min((codeTries.get(dayKey(flow, share)) ?? 0) + 1, CODE_TRIES_OF[share] + 1)
  codeTries.set(dayKey(flow, share), tries)
  return !flow.person || tries <= CODE_TRIES_OF[share]
}

/** A right code in a session takes none of the day's, nor does one whose try came to nothing for another reason. */
export function giveBackOfDay({ codeTries }: World, flow: Flow): void {
  const key = dayKey(flow, 'signed in')
  codeTries.set(key, (codeTries.get(key) ?? 1) - 1)
}

/** A code that whoever plays might send for a flow: mostly its own, else one that must not do. */
export function codeFor(world: World, { code, replaced }: { code?: string; replaced?: string }, dice: Dice): string {
  const throwOf = dice.nat(10)
  if (throwOf < 6 && code) return code
  if (throwOf < 7 && replaced) return replaced
  if (throwOf < 9 && world.codes.length > 0) return dice.pick(world.codes)
  return String(dice.nat(1e8)).padStart(8, '0')
}

/** Where a code may be asked to go: mostly to an address of one's own, else to anybody's. */
export async function addressFor(world: World, dice: Dice, person: Person) {
  const owner = dice.isOneIn(8) ? dice.pick(world.people) : person
  const { deps } = world.lane
  const { address, identifierId } = dice.pick(await listIdentifiers(deps, deps.db, owner.accountId))
  return { owner, address, identifierId }
}

/** A password that might be tried on a person: mostly their own. */
export const passwordFor = (person: Person | undefined, dice: Dice): string =>
  person && dice.nat(10) < 6 ? person.password : dice.pick(PASSWORDS)

export const newPassword = (dice: Dice): string => (dice.isOneIn(8) ? WEAK_PASSWORD : dice.pick(PASSWORDS))

/**
 * What may be answered to a call with a session: a closed one opens nothing, a quiet one may have ended by itself, and an act
 * that asks for a fresh proof gets none from an old one; nor one that asks for an own address too, most of them without a factor.
 */
export function allowedAs(
  world: World,
  session: Session,
  allowed: readonly string[],
  { fresh = false, addressed = false }: { fresh?: boolean; addressed?: boolean | 'always' } = {},
): string[] {
  if (!isOpen(session) || secondsLeft(world, session) <= 0) return ['401 session_required']
  const maybeEnded = mayBeOver(world, session) ? ['401 session_required'] : []
  // Who has a factor proves themselves by it: the password alone makes nothing fresh.
  const provenAt = hasFactor(session.person) ? session.factorAt : session.provenAt
  const isStale = provenAt === undefined || nowOf(world) - provenAt > FRESH_SECONDS * 1000
  const isUnaddressed =
    (addressed === 'always' || !hasFactor(session.person)) &&
    (session.addressProvenAt === undefined || nowOf(world) - session.addressProvenAt > ADDRESS_SECONDS * 1000)
  const isRefused = (fresh && isStale) || (addressed && isUnaddressed)
  return [...(isRefused ? ['401 step_up_required'] : allowed), ...maybeEnded]
}

const secondsLeft = (world: World, { seenAt, key }: Session): number =>
  (key ? IDLE_SECONDS_OF_APP : IDLE_SECONDS) - (nowOf(world) - seenAt) / 1000

/** Whether a session may have ended by its time: when it was last seen is written down only now and then. */
export const mayBeOver = (world: World, session: Session): boolean => secondsLeft(world, session) <= TOUCH_SECONDS

/** Whether nothing closed a session; it may have ended by its time. */
export const isOpen = ({ isEnded, version, person }: Session): boolean => !isEnded && version === person.version

/** Whether the gate let the call through to what it asks for. */
export const isLetIn = (session: Session, { status, body }: Answer): boolean => {
  const isIn = body?.code !== 'session_required' && body?.code !== 'step_up_required'
  if (isIn && !isOpen(session)) throw new Error(`a closed session was let in: ${status}`)
  return isIn
}

/** Who goes on with a flow: mostly the session that began it, else another of the same person or of anybody. */
export function sessionFor(world: World, { session }: { session: Session }, dice: Dice): Session {
  if (!dice.isOneIn(3)) return session
  const theirs = world.sessions.filter((each) => each.person === session.person && isOpen(each))
  return theirs.length > 0 && !dice.isOneIn(3) ? dice.pick(theirs) : dice.pick(world.sessions)
}

/** What a browser or an app brings along to be known by: mostly what `person` is known by, else what anybody is, or nothing. */
export function deviceFor(world: World, dice: Dice, person: Person | undefined): string | undefined {
  const own = [...(person?.devices ?? [])]
  if (own.length > 0 && !dice.isOneIn(3)) return dice.pick(own)
  return world.sessions.length > 0 && dice.isOneIn(2) ? dice.pick(world.sessions).device : undefined
}

/** Somebody was signed in: as `person`, and with a token of their account. */
export function keepSession(
  world: World,
  { cookie, device }: Answer,
  person: Person | undefined,
  { factorAt, addressProvenAt, key }: Partial<Pick<Session, 'factorAt' | 'addressProvenAt' | 'key'>> = {},
): Session {
  const token = parseToken(cookie?.split('=')[1] ?? '')
  if (!cookie || !token || token.accountId !== person?.accountId) throw new Error('signed in as nobody')
  const now = nowOf(world)
  const { sessionId } = token
  const times = { provenAt: now, factorAt, addressProvenAt, seenAt: now, version: person.version }
  const session = { cookie, key, device, sessionId, person, isEnded: false, ...times }
  if (device) person.devices.add(device)
  world.sessions.push(session)
  world.reached.add('signed in')
  return session
}

/** A session goes on under a new token; the old one is kept, as one that has ended. */
export function renewSession(world: World, session: Session, { cookie }: Answer): void {
  if (!cookie || cookie === session.cookie) throw new Error('the token was not renewed')
  world.sessions.push({ ...session, isEnded: true })
  const now = nowOf(world)
  Object.assign(session, { cookie, provenAt: now, seenAt: now, version: session.person.version })
}

/** Whether any has come to this stage. */
export const isAnyAt = <Flow extends { stage: string }>(flows: readonly Flow[], stage: Flow['stage']): boolean =>
  flows.some((each) => each.stage === stage)

/** Mostly one whose turn it is, so that journeys of many steps are finished; now and then any. */
export function pickAt<Flow extends { stage: string }>(flows: readonly Flow[], stage: Flow['stage'], dice: Dice): Flow {
  const ready = flows.filter((each) => each.stage === stage)
  return ready.length > 0 && !dice.isOneIn(5) ? dice.pick(ready) : dice.pick(flows)
}
