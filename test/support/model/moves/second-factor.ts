import { type Answer, call, callAs, expectOneOf, newKey } from '../call.ts'
import {
  bind,
  endPasskeys,
  givenBy,
  newApp,
  noteWrongCode,
  pendingCodeFor,
  phraseFor,
  raise,
  stepOf,
  suspend,
  totpFor,
  trust,
  tryPhrase,
  tryTotp,
  useCode,
} from '../factor.ts'
import { readNotices } from '../mail.ts'
import {
  allowedAs,
  deviceFor,
  isAnyAt,
  isLetIn,
  isOver,
  isStrong,
  keepSession,
  type Move,
  newPassword,
  pickAt,
  renewSession,
} from '../move.ts'
import { closeAll, type Flow, hold, nowOf, type Person, type Replacing, type Waiting, type World } from '../world.ts'
import { isThawLive, noteThawed } from './freeze.ts'
import { noteReset, ownsProof, ownsStill } from './recovery.ts'

const PENDING_MS = 900 * 1000

/** Whether a sign-in that waits can still become one. */
export const isWaiting = (world: World, { person, version, until }: Waiting) =>
  nowOf(world) < until && person.version === version && !person.isFrozen

const signInWithTotp: Move = {
  name: 'sign in with the authenticator',
  weight: 14,
  isPossible: ({ waiting }) => waiting.length > 0,
  async play(world, dice) {
    const flow = dice.pick(world.waiting)
    const { person, token } = flow
    const code = totpFor(world, person, dice)
    const trustDevice = dice.isOneIn(3)
    const device = dice.isOneIn(3) ? deviceFor(world, dice, person) : flow.device
    const key = flow.isApp ? newKey(world) : undefined
    const answer = await call(world, 'POST', 'sign-in/totp', { flow: token, code, trustDevice }, [device], { key })
    const right = flow.isUsed ? '410 flow_ended' : '200 signed_in'
    const allowed = isWaiting(world, flow) ? givenBy(tryTotp(world, person, code), right) : ['410 flow_ended']
    if (!expectOneOf('a sign-in with the authenticator', answer, allowed)) return false
    useCode(world, person, code)
    flow.isUsed = true
    const session = keepSession(world, answer, person, { factorAt: nowOf(world), key })
    if (trustDevice) trust(world, person, session)
    await readNotices(world)
    world.reached.add('signed in with the authenticator')
    return true
  },
}

const stepUp: Move = {
  name: 'prove by the authenticator who a session is',
  weight: 5,
  isPossible: ({ sessions }) => sessions.some(({ person }) => person.totp),
  async play(world, dice) {
    const session = dice.pick(world.sessions.filter(({ person }) => person.totp))
    const { person } = session
    const code = totpFor(world, person, dice)
    const answer = await callAs(world, session, 'POST', 'step-up/totp', { code })
    const allowed = givenBy(tryTotp(world, person, code), '200')
    expectOneOf('a step-up', answer, allowedAs(world, session, allowed))
    if (isLetIn(session, answer)) session.seenAt = nowOf(world)
    await noteWrongCode(session, answer)
    if (answer.status !== 200) return false
    useCode(world, person, code)
    renewSession(world, session, answer)
    raise(world, session)
    world.reached.add('session raised')
    return true
  },
}

/** Mostly one that waits for the second proof. */
export function resetFor({ resets }: World, dice: Parameters<Move['play']>[1]): Flow {
  const waiting = resets.filter(({ state }) => state === 'factor')
  return waiting.length > 0 && !dice.isOneIn(5) ? dice.pick(waiting) : dice.pick(resets)
}

/** A reset has come to its second proof, and it is one of somebody who may have it. */
export const isResetDue =
  (hasProof: (person: Person) => boolean): Move['isDue'] =>
  ({ resets }) =>
    resets.some(({ state, person }) => state === 'factor' && person && hasProof(person))

/** @returns what stands in the way of a reset before the proof is looked at */
export function refusedReset(flow: Flow, isOver: boolean, password: string): string[] | undefined {
  if (isOver) return ['410 flow_ended']
  if (flow.state !== 'factor') return ['409 wrong_state']
  if (!ownsStill(flow) || !ownsProof(flow) || flow.person?.isFrozen) return ['410 flow_ended']
  return isStrong(password) ? undefined : ['422 password_weak']
}

const resetWithTotp: Move = {
  name: 'finish a reset with the authenticator',
  weight: 6,
  isPossible: ({ resets }) => resets.some(({ person }) => person?.totp),
  isDue: isResetDue(({ totp }) => totp !== undefined),
  async play(world, dice) {
    const flow = resetFor(world, dice)
    const person = flow.person ?? dice.pick(world.people)
    const code = totpFor(world, person, dice)
    const password = newPassword(dice)
    const body = { flow: flow.token, code, password, repeat: password }
    const answer = await call(world, 'POST', 'forgot-password/totp', body)
    const refused = refusedReset(flow, isOver(world, flow), password)
    const allowed = refused ?? givenBy(tryTotp(world, person, code), '200 done')
    if (!expectOneOf('a reset with the authenticator', answer, allowed)) return false
    useCode(world, person, code)
    await noteReset(world, flow, password, answer)
    world.reached.add('password reset with the authenticator')
    return true
  },
}

const thawWithTotp: Move = {
  name: 'open a frozen account with the authenticator',
  weight: 60,
  isPossible: ({ thawings }) => thawings.length > 0,
  async play(world, dice) {
    const flow = dice.pick(world.thawings)
    const { person, token } = flow
    const code = totpFor(world, person, dice)
    const answer = await call(world, 'POST', 'thaw/totp', { flow: token, code })
    const allowed = isThawing(world, flow) ? givenBy(tryTotp(world, person, code), '200 done') : ['410 flow_ended']
    if (!expectOneOf('a thawing with the authenticator', answer, allowed)) return false
    useCode(world, person, code)
    await noteThawed(world, person, answer)
    world.reached.add('thawed with the authenticator')
    return true
  },
}

export const isThawing = (world: World, flow: Waiting) => nowOf(world) < flow.until && isThawLive(flow)

const thawWithPhrase: Move = {
  name: 'open a frozen account with the phrase',
  weight: 60,
  isPossible: ({ thawings }) => thawings.length > 0,
  async play(world, dice) {
    const flow = dice.pick(world.thawings)
    const { person, token } = flow
    const phrase = phraseFor(world, person.phrase, dice)
    const answer = await call(world, 'POST', 'thaw/recovery-key', { flow: token, phrase })
    const tried = givenBy(tryPhrase(person.phrase, phrase), '200 done')
    if (!expectOneOf('a thawing with the phrase', answer, isThawing(world, flow) ? tried : ['410 flow_ended']))
      return false
    suspend(world, person)
    await noteThawed(world, person, answer)
    return true
  },
}

const signInWithPhrase: Move = {
  name: 'begin to replace a lost authenticator at a sign-in',
  weight: 8,
  isPossible: ({ waiting }) => waiting.length > 0,
  async play(world, dice) {
    const flow = dice.pick(world.waiting)
    const { person, token } = flow
    const phrase = phraseFor(world, person.phrase, dice)
    const answer = await call(world, 'POST', 'sign-in/recovery-key', { flow: token, phrase })
    const tried = givenBy(tryPhrase(person.phrase, phrase), '200 key')
    if (!expectOneOf('a phrase at a sign-in', answer, isWaiting(world, flow) ? tried : ['410 flow_ended'])) return false
    await noteReplacing(world, person, 'sign-in', answer)
    return true
  },
}

const resetWithPhrase: Move = {
  name: 'finish a reset with the phrase',
  weight: 6,
  isPossible: ({ resets }) => resets.some(({ person }) => person?.totp),
  isDue: isResetDue(({ phrase }) => phrase !== undefined),
  async play(world, dice) {
    const flow = resetFor(world, dice)
    const person = flow.person ?? dice.pick(world.people)
    const phrase = phraseFor(world, person.phrase, dice)
    const password = newPassword(dice)
    const body = { flow: flow.token, phrase, password, repeat: password }
    const answer = await call(world, 'POST', 'forgot-password/recovery-key', body)
    const refused = refusedReset(flow, isOver(world, flow), password)
    const allowed = refused ?? givenBy(tryPhrase(person.phrase, phrase), '200 key')
    if (!expectOneOf('a reset with the phrase', answer, allowed)) return false
    await noteReset(world, flow, password, answer)
    await noteReplacing(world, person, 'forgot-password', answer)
    return true
  },
}

/** The authenticator is suspended, everything is closed, and another key waits to be confirmed. */
async function noteReplacing(
  world: World,
  person: Person,
  begunBy: Replacing['begunBy'],
  { body, cookie }: Answer,
): Promise<void> {
  if (cookie) throw new Error('the phrase alone signed somebody in')
  suspend(world, person)
  closeAll(world, person)
  const { version } = person
  const about = { token: body.flow, begunBy, person, version, until: nowOf(world) + PENDING_MS }
  world.replacings.push({ ...about, stage: 'key', pending: { app: newApp(world, body.key.secret) } })
  await readNotices(world)
}

/** Where it is gone on with: mostly where it began. */
const pathOf = ({ begunBy }: Replacing, dice: Parameters<Move['play']>[1], step: string) =>
  `${dice.isOneIn(8) ? dice.pick(['sign-in', 'forgot-password'] as const) : begunBy}/recovery-key/${step}`

/** What may be answered to a step of a replacing; `right` is what it says if nothing has changed since. */
function allowedStep(world: World, flow: Replacing, path: string, stage: 'key' | 'phrase', tried: string[]): string[] {
  const isThere = path.startsWith(flow.begunBy) && flow.stage !== 'done' && nowOf(world) < flow.until
  if (!isThere) return ['410 flow_ended']
  return flow.stage === stage ? tried : ['409 wrong_state']
}

const isUnchanged = ({ person, version }: Replacing) => person.version === version && !person.isFrozen

const confirmKey: Move = {
  name: 'confirm the key that replaces a lost one',
  weight: 10,
  isPossible: ({ replacings }) => replacings.length > 0,
  isDue: ({ replacings }) => isAnyAt(replacings, 'key'),
  async play(world, dice) {
    const flow = pickAt(world.replacings, 'key', dice)
    const { pending, person, token } = flow
    const path = pathOf(flow, dice, 'key')
    const code = pendingCodeFor(world, pending, person, dice)
    const answer = await call(world, 'POST', path, { flow: token, code })
    const step = pending.app && stepOf(world, { app: pending.app }, code)
    const right = isUnchanged(flow) ? '200 phrase' : '410 flow_ended'
    const tried = step === undefined ? ['422 totp_wrong', '422 totp_late'] : [right]
    if (!expectOneOf('a new key', answer, allowedStep(world, flow, path, 'key', tried))) return false
    Object.assign(flow, { stage: 'phrase', until: nowOf(world) + PENDING_MS })
    Object.assign(pending, { step, phrase: answer.body.phrase.text })
    return true
  },
}

const anotherPhrase: Move = {
  name: 'ask for another phrase of a replacing',
  weight: 10,
  isPossible: ({ replacings }) => replacings.length > 0,
  isDue: ({ replacings }) => isAnyAt(replacings, 'phrase'),
  async play(world, dice) {
    const flow = pickAt(world.replacings, 'phrase', dice)
    const path = pathOf(flow, dice, 'new-phrase')
    const answer = await call(world, 'POST', path, { flow: flow.token })
    // Shown to whoever holds the flow, also when it is good for nothing any more.
    if (!expectOneOf('another phrase', answer, allowedStep(world, flow, path, 'phrase', ['200 phrase']))) return false
    flow.pending.phrase = answer.body.phrase.text
    return true
  },
}

const enterBack: Move = {
  name: 'replace a lost authenticator',
  weight: 10,
  isPossible: ({ replacings }) => replacings.length > 0,
  isDue: ({ replacings }) => isAnyAt(replacings, 'phrase'),
  async play(world, dice) {
    const flow = pickAt(world.replacings, 'phrase', dice)
    const { pending, person, token, begunBy } = flow
    const path = pathOf(flow, dice, 'phrase')
    const phrase = phraseFor(world, pending.phrase, dice)
    const device = world.sessions.length > 0 && dice.isOneIn(3) ? dice.pick(world.sessions).device : undefined
    const answer = await call(world, 'POST', path, { flow: token, phrase }, [device])
    const done = begunBy === 'sign-in' ? '200 signed_in' : '200 done'
    const tried = tryPhrase(pending.phrase, phrase)
    const right = isUnchanged(flow) ? [done] : ['410 flow_ended']
    const allowed = tried[0] === 'right' ? right : tried
    if (!expectOneOf('a new phrase', answer, allowedStep(world, flow, path, 'phrase', allowed))) return false
    flow.stage = 'done'
    bind(world, person, pending)
    endPasskeys(person)
    hold(world, person, 24)
    for (const each of person.devices) if (each !== device) person.devices.delete(each)
    if (begunBy === 'sign-in') keepSession(world, answer, person, { factorAt: nowOf(world) })
    else if (answer.cookie) throw new Error('a reset signed somebody in')
    await readNotices(world)
    world.reached.add('authenticator replaced')
    return true
  },
}

const replacingMoves = [confirmKey, anotherPhrase, enterBack]
export const signInFactorMoves = [signInWithTotp, stepUp, signInWithPhrase, ...replacingMoves]
export const resetFactorMoves = [resetWithTotp, resetWithPhrase, ...replacingMoves]
export const thawFactorMoves = [thawWithTotp, thawWithPhrase]
