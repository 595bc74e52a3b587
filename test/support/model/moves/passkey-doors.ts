// Where a passkey proves something: each door asks for an answer to a challenge of its own.
import { type Answer, call, callAs, expectOneOf, newKey } from '../call.ts'
import type { Dice } from '../dice.ts'
import { raise, trust } from '../factor.ts'
import { readNotices } from '../mail.ts'
import { allowedAs, isLetIn, isOver, keepSession, type Move, newPassword, renewSession } from '../move.ts'
import {
  answeredTo,
  askedOf,
  ceremonyFor,
  hasPasskey,
  isAnswering,
  isAsking,
  judge,
  keepCeremony,
  mostlyOfPasskeys,
  noteLook,
  seen,
  sign,
  usePasskey,
} from '../passkey.ts'
import type { Approval, Ceremony, Flow, Person, Session, Signed, Subject, World } from '../world.ts'
import { hasFactor, nowOf } from '../world.ts'
import { mostly, noteApproved, refusedApproval, sessionFor as sessionOfAsked } from './approvals.ts'
import { noteThawed } from './freeze.ts'
import { noteReset, ownsProof, ownsStill } from './recovery.ts'
import { isResetDue, isThawing, isWaiting, refusedReset, resetFor } from './second-factor.ts'

/** Where a passkey is asked for, and its answer looked at. */
interface Door {
  /** What the challenge is for. */
  subject: Subject
  ask(): Promise<Answer>
  /** What may be answered to the asking. */
  asked(): readonly string[]
}

/** Asks at a door, and signs for it as `person`. @returns undefined when nothing was signed */
async function signAt(world: World, dice: Dice, { subject, ask, asked }: Door, person?: Person) {
  let ceremony: Ceremony | undefined
  if (isAsking(world, dice)) {
    const answer = await ask()
    ceremony = keepCeremony(world, subject, answer, asked())
  }
  if (!isAnswering(world, dice)) return undefined
  return sign(world, ceremonyFor(world, subject, ceremony, dice), person, dice)
}

/** The same with a session. */
const doorOf = (world: World, session: Session, path: string, subject: Subject, allowed: () => string[]): Door => ({
  subject,
  async ask() {
    const answer = await callAs(world, session, 'POST', `${path}/options`)
    if (isLetIn(session, answer)) seen(world, session)
    return answer
  },
  asked: () => allowedAs(world, session, allowed()),
})

const deviceOf = ({ sessions }: World, dice: Dice) =>
  sessions.length > 0 && dice.isOneIn(3) ? dice.pick(sessions).device : undefined

const signIn: Move = {
  name: 'sign in with a passkey alone',
  weight: 8,
  isPossible: ({ people, ceremonies }) => people.some(hasPasskey) || ceremonies.length > 0,
  async play(world, dice) {
    const owners = world.people.filter(hasPasskey)
    const person = dice.pick(owners.length > 0 ? owners : world.people)
    const subject = { purpose: 'sign_in', person: undefined, within: '' } as const
    const ask = () => call(world, 'POST', 'sign-in/passkey/options', {})
    const signed = await signAt(world, dice, { subject, ask, asked: () => ['200'] }, person)
    if (!signed) return false
    const { credential, named } = signed
    const trustDevice = dice.isOneIn(3)
    const key = dice.isOneIn(5) ? newKey(world) : undefined
    const body = { credential, trustDevice, client: key ? 'app' : 'web' }
    const answer = await call(world, 'POST', 'sign-in/passkey', body, [deviceOf(world, dice)], { key })
    const verdict = judge(world, subject, signed)
    const right = named?.isFrozen ? '403 account_frozen' : '200 signed_in'
    const isGranted = expectOneOf('a sign-in with a passkey', answer, answeredTo(verdict, right))
    await noteLook(world, subject, signed, verdict, answer)
    if (!isGranted || !named) return false
    await noteSignedIn(world, named, signed, answer, { trustDevice, key })
    world.reached.add('signed in with a passkey alone')
    return true
  },
}

async function noteSignedIn(
  world: World,
  person: Person,
  signed: Signed,
  answer: Answer,
  { trustDevice, key }: { trustDevice: boolean; key: Session['key'] },
): Promise<void> {
  usePasskey(world, person, signed)
  const session = keepSession(world, answer, person, { factorAt: nowOf(world), key })
  if (trustDevice) trust(world, person, session)
  await readNotices(world)
}

const signInAfterPassword: Move = {
  name: 'sign in with a passkey after the password',
  weight: 14,
  isPossible: ({ waiting }) => waiting.length > 0,
  async play(world, dice) {
    const flow = mostlyOfPasskeys(world.waiting, dice)
    const { person, token } = flow
    const subject = { purpose: 'factor', person, within: flow.flow } as const
    const ask = () => call(world, 'POST', 'sign-in/passkey/options', { flow: token })
    const ended = () => (isWaiting(world, flow) ? undefined : ['410 flow_ended'])
    const signed = await signAt(world, dice, { subject, ask, asked: () => ended() ?? askedOf(person) }, person)
    if (!signed) return false
    const trustDevice = dice.isOneIn(3)
    const body = { flow: token, credential: signed.credential, trustDevice }
    const key = flow.isApp ? newKey(world) : undefined
    const answer = await call(world, 'POST', 'sign-in/passkey', body, [deviceOf(world, dice)], { key })
    const verdict = judge(world, subject, signed)
    const allowed = ended() ?? answeredTo(verdict, flow.isUsed ? '410 flow_ended' : '200 signed_in')
    const isGranted = expectOneOf('a sign-in with a passkey', answer, allowed)
    if (!ended()) await noteLook(world, subject, signed, verdict, answer)
    if (!isGranted) return false
    flow.isUsed = true
    await noteSignedIn(world, person, signed, answer, { trustDevice, key })
    world.reached.add('signed in with a passkey after the password')
    return true
  },
}

export const stepUp: Move = {
  name: 'prove by a passkey who a session is',
  weight: 5,
  isPossible: ({ people, sessions }) => sessions.length > 0 && people.some(hasPasskey),
  async play(world, dice) {
    const session = mostlyOfPasskeys(world.sessions, dice)
    const { person } = session
    const subject = { purpose: 'step_up', person, within: session.sessionId } as const
    const door = doorOf(world, session, 'step-up/passkey', subject, () => askedOf(person))
    const signed = await signAt(world, dice, door, person)
    if (!signed) return false
    const answer = await callAs(world, session, 'POST', 'step-up/passkey', { credential: signed.credential })
    const verdict = judge(world, subject, signed)
    expectOneOf('a step-up', answer, allowedAs(world, session, answeredTo(verdict, '200')))
    if (isLetIn(session, answer)) {
      seen(world, session)
      await noteLook(world, subject, signed, verdict, answer)
    }
    if (answer.status !== 200) return false
    usePasskey(world, person, signed)
    renewSession(world, session, answer)
    raise(world, session)
    world.reached.add('session raised by a passkey')
    return true
  },
}

const approve: Move = {
  name: 'approve an act with a passkey',
  weight: 14,
  isPossible: ({ approvals, sessions, people }) =>
    approvals.length > 0 && sessions.length > 0 && people.some(hasPasskey),
  async play(world, dice) {
    const approval = mostly(world, dice, ({ state, person }) => state === 'pending' && hasPasskey(person))
    const session = sessionOfAsked(world, approval, dice)
    const { person, sessionId } = session
    const subjectOf = ({ id }: Approval) => ({ purpose: 'approve', person, within: `${sessionId} ${id}` }) as const
    const pathOf = ({ id }: Approval) => `account/approvals/${id}/passkey`
    const refusedOf = (asked: Approval) => refusedApproval(world, asked, person)
    // Now and then what is signed was asked for another act of theirs.
    const others = world.approvals.filter((each) => each !== approval && each.person === person && !refusedOf(each))
    const asked = others.length > 0 && dice.isOneIn(3) ? dice.pick(others) : approval
    const door = doorOf(world, session, pathOf(asked), subjectOf(asked), () => refusedOf(asked) ?? askedOf(person))
    const signed = await signAt(world, dice, door, person)
    if (!signed) return false
    const [subject, path] = [subjectOf(approval), pathOf(approval)]
    const refused = () => refusedOf(approval)
    const answer = await callAs(world, session, 'POST', path, { credential: signed.credential })
    const verdict = judge(world, subject, signed)
    const allowed = refused() ?? answeredTo(verdict, '200 approved')
    expectOneOf('an approval', answer, allowedAs(world, session, allowed))
    if (isLetIn(session, answer)) {
      seen(world, session)
      if (!refused()) await noteLook(world, subject, signed, verdict, answer)
    }
    if (answer.status !== 200) return false
    usePasskey(world, person, signed)
    noteApproved(world, approval, session)
    world.reached.add('act approved with a passkey')
    return true
  },
}

/** @returns what stands in the way of the asking */
function refusedToAsk(world: World, flow: Flow): string[] | undefined {
  if (isOver(world, flow)) return ['410 flow_ended']
  if (flow.state !== 'factor') return ['409 wrong_state']
  return ownsStill(flow) && ownsProof(flow) && !flow.person?.isFrozen ? undefined : ['410 flow_ended']
}

const reset: Move = {
  name: 'finish a reset with a passkey',
  weight: 6,
  isPossible: ({ resets }) => resets.some(({ person }) => person && hasFactor(person)),
  isDue: isResetDue(hasPasskey),
  async play(world, dice) {
    const flow = resetFor(world, dice)
    const person = flow.person ?? dice.pick(world.people)
    const subject = { purpose: 'reset', person, within: flow.token } as const
    const ask = () => call(world, 'POST', 'forgot-password/passkey/options', { flow: flow.token })
    const asked = () => refusedToAsk(world, flow) ?? askedOf(person)
    const signed = await signAt(world, dice, { subject, ask, asked }, person)
    if (!signed) return false
    const password = newPassword(dice)
    const body = { flow: flow.token, credential: signed.credential, password, repeat: password }
    const answer = await call(world, 'POST', 'forgot-password/passkey', body)
    const verdict = judge(world, subject, signed)
    const refused = refusedReset(flow, isOver(world, flow), password)
    const isGranted = expectOneOf('a reset with a passkey', answer, refused ?? answeredTo(verdict, '200 done'))
    if (!refused) await noteLook(world, subject, signed, verdict, answer)
    if (!isGranted) return false
    usePasskey(world, person, signed)
    await noteReset(world, flow, password, answer)
    world.reached.add('password reset with a passkey')
    return true
  },
}

const thaw: Move = {
  name: 'open a frozen account with a passkey',
  weight: 60,
  isPossible: ({ thawings }) => thawings.length > 0,
  async play(world, dice) {
    const flow = mostlyOfPasskeys(world.thawings, dice)
    const { person, token } = flow
    const subject = { purpose: 'thaw', person, within: flow.flow } as const
    const ask = () => call(world, 'POST', 'thaw/passkey/options', { flow: token })
    const ended = () => (isThawing(world, flow) ? undefined : ['410 flow_ended'])
    const signed = await signAt(world, dice, { subject, ask, asked: () => ended() ?? askedOf(person) }, person)
    if (!signed) return false
    const answer = await call(world, 'POST', 'thaw/passkey', { flow: token, credential: signed.credential })
    const verdict = judge(world, subject, signed)
    const isEnded = ended()
    const isGranted = expectOneOf('a thawing with a passkey', answer, isEnded ?? answeredTo(verdict, '200 done'))
    if (!isEnded) await noteLook(world, subject, signed, verdict, answer)
    if (!isGranted) return false
    usePasskey(world, person, signed)
    await noteThawed(world, person, answer)
    world.reached.add('thawed with a passkey')
    return true
  },
}

export const signInPasskeyMoves = [signIn, signInAfterPassword, stepUp]
export const resetPasskeyMoves = [reset]
export const thawPasskeyMoves = [thaw]
export const approvePasskeyMoves = [approve]
