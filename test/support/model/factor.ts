// What the model believes of proofs of the second kind: which code of an authenticator, which phrase is good, and for what.
import { setTimeout as sleep } from 'node:timers/promises'
import { type App, authenticatorApp } from '../authenticator-app.ts'
import type { Answer } from './call.ts'
import type { Dice } from './dice.ts'
import type { Authenticator, Pending, Person, Session, World } from './world.ts'
import { closeAll, hold, nowOf } from './world.ts'

const STEP_MS = 30_000
const TRUSTED_MS = 30 * 24 * 3600 * 1000
/** As promised: the present code and its neighbours. */
const STEPS = [1, 0, -1]

/** What may stand in the way of any code of an authenticator, and of any phrase. */
export const FACTOR_LIMITS = ['429 too_many_attempts', '429 totp_used_up'] as const

export const presentStep = (world: World): number => Math.floor(nowOf(world) / STEP_MS)

/** The app that a key was put into. */
export const newApp = ({ lane }: World, secret: string): App => authenticatorApp(secret, () => lane.deps.clock.now())

/** The step of which this is a code that may be taken; undefined for any other. */
export function stepOf(world: World, { app }: Pick<Authenticator, 'app'>, code: string): number | undefined {
  const away = STEPS.find((steps) => app.code(steps) === code)
  return away === undefined ? undefined : presentStep(world) + away
}

/** What a code makes of it: `right` only for one of this person's that was never taken. */
export function tryTotp(world: World, { totp }: Person, code: string): string[] {
  if (!totp || totp.isSuspended) return ['409 totp_not_enrolled']
  const step = stepOf(world, totp, code)
  if (step === undefined) return ['422 totp_wrong', '422 totp_late', ...FACTOR_LIMITS]
  return step > totp.lastStep ? ['right'] : ['422 totp_used', ...FACTOR_LIMITS]
}

/** The same for an answer: what `right` gives, which a limit may refuse all the same. */
export const givenBy = (tried: readonly string[], right: string): string[] =>
  tried[0] === 'right' ? [right, ...FACTOR_LIMITS] : [...tried]

/** A code was taken, with what it gave. */
export function useCode(world: World, { totp }: Person, code: string): void {
  const step = totp && stepOf(world, totp, code)
  if (!totp || step === undefined) throw new Error('a code of nobody was taken')
  totp.lastStep = step
}

/** A code that whoever plays might give as this person's: mostly one of theirs that is not used yet. */
export function totpFor(world: World, { totp }: Person, dice: Dice): string {
  const throwOf = dice.nat(12)
  if (totp && throwOf < 8) return freshCode(world, totp)
  if (totp && throwOf === 8) return totp.app.code(totp.lastStep - presentStep(world))
  if (totp && throwOf === 9) return totp.app.code(dice.pick([-4, -2, 2]))
  const all = [...world.people.map((each) => each.totp), ...pendingOf(world).map(({ app }) => app && { app })]
  const known = all.filter((each) => each !== undefined)
  return throwOf < 11 && known.length > 0 ? dice.pick(known).app.code() : String(dice.nat(1e6)).padStart(6, '0')
}

/** A person waits for the next code if need be. */
function freshCode(world: World, { app, lastStep }: Authenticator): string {
  while (presentStep(world) + 1 <= lastStep) world.lane.deps.clock.advance(STEP_MS / 1000)
  return app.code(Math.max(lastStep + 1 - presentStep(world), 0))
}

const pendingOf = ({ authenticatorChanges, replacings }: World): Pending[] =>
  [...authenticatorChanges, ...replacings].map(({ pending }) => pending)

/** A code for a key that is being confirmed. */
export function pendingCodeFor(world: World, { app }: Pending, person: Person, dice: Dice): string {
  return app && !dice.isOneIn(4) ? app.code(dice.pick(STEPS)) : totpFor(world, person, dice)
}

/** What a phrase makes of it: `right` only for the one that the person has now. */
export function tryPhrase(own: string | undefined, phrase: string): string[] {
  if (phrase.endsWith(MISTYPED)) return ['422 recovery_key_mistyped']
  if (own !== undefined && phrase === own) return ['right']
  return ['422 recovery_key_wrong', '422 recovery_key_spent', ...FACTOR_LIMITS]
}

/** Not a symbol of a phrase. */
const MISTYPED = 'U'

/** A phrase that whoever plays might give as `own`: mostly that, else one of before, of somebody else, or mistyped. */
export function phraseFor(world: World, own: string | undefined, dice: Dice): string {
  if (own && !dice.isOneIn(4)) return own
  const all = world.people.flatMap(({ phrase, spentPhrases }) => [phrase, ...spentPhrases])
  const known = [...all, ...pendingOf(world).map(({ phrase }) => phrase)].filter((each) => each !== undefined)
  const [some] = known.length > 0 ? [dice.pick(known)] : []
  if (some && !dice.isOneIn(4)) return some
  return `${(some ?? `rkp1${'-0000'.repeat(9)}`).slice(0, -1)}${MISTYPED}`
}

/** Whether a device gave the second proof lately, under these credentials. */
export function isTrusted(world: World, person: Person, device: string | undefined): boolean {
  if (!device || !person.devices.has(device)) return false
  const trust = person.trusted.get(device)
  return trust !== undefined && trust.version === person.version && nowOf(world) < trust.until
}

/** The phrase stood in for the authenticator, which proves nothing from then on; no passkey is left, for one may be lost with it. */
export function suspend(world: World, person: Person): void {
  if (person.totp) person.totp.isSuspended = true
  endPasskeys(person)
  hold(world, person, 24)
  world.reached.add('phrase used')
}

/** Another key is the person's, and another phrase with it if there is one; everything of before is closed. */
export function bind(world: World, person: Person, { app, step, phrase }: Pending): void {
  if (!app || step === undefined) throw new Error('a key that was not confirmed is bound')
  person.totp = { app, lastStep: step, isSuspended: false }
  person.rows.secretId = undefined
  if (phrase) renewPhrase(person, phrase)
  closeAll(world, person)
}

export function unbind(world: World, person: Person): void {
  person.totp = undefined
  endUselessPasskeys(person)
  person.rows = {}
  renewPhrase(person, undefined)
  closeAll(world, person)
}

export function renewPhrase(person: Person, phrase: string | undefined): void {
  if (person.phrase) person.spentPhrases.push(person.phrase)
  person.phrase = phrase
  person.rows.phraseId = undefined
}

export function endPasskeys(person: Person): void {
  person.formerKeys.push(...person.passkeys.map(({ key }) => key))
  person.passkeys = []
}

/** With the last factor that works go the passkeys that are suspended. */
export function endUselessPasskeys(person: Person): void {
  if (!person.totp && person.passkeys.every(({ isSuspended }) => isSuspended)) endPasskeys(person)
}

/** This device need not give the second proof for a while. */
export function trust(world: World, person: Person, { device }: Session): void {
  if (device) person.trusted.set(device, { until: nowOf(world) + TRUSTED_MS, version: person.version })
}

/** The session proved the second kind just now. */
export const raise = (world: World, session: Session): void => {
  session.factorAt = nowOf(world)
  session.wrongCodes = 0
}

/** As promised: a session ends by so many wrong codes in a row. */
const WRONG_IN_A_SESSION = 5
/** As promised, too: on every server within 250 ms. */
export const ENDED_MS = 250

/** Counts a code of the authenticator that was typed in a session. */
export async function noteWrongCode(session: Session, { body }: Answer): Promise<void> {
  if (body?.code !== 'totp_wrong' && body?.code !== 'totp_late') return
  session.wrongCodes = (session.wrongCodes ?? 0) + 1
  if (session.wrongCodes < WRONG_IN_A_SESSION) return
  session.isEnded = true
  await sleep(ENDED_MS)
}
