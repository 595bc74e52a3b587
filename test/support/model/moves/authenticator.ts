import { type Answer, callAs, expectOneOf } from '../call.ts'
import {
  bind,
  givenBy,
  newApp,
  noteWrongCode,
  pendingCodeFor,
  phraseFor,
  raise,
  renewPhrase,
  stepOf,
  totpFor,
  tryPhrase,
  tryTotp,
  unbind,
  useCode,
} from '../factor.ts'
import { deliver, readNotices } from '../mail.ts'
import {
  addressFor,
  allowedAs,
  codeFor,
  giveBackOfDay,
  isAnyAt,
  isLetIn,
  LIMITS,
  type Move,
  newFlow,
  pickAt,
  renewSession,
  START_LIMITS,
  sessionFor,
  tryCode,
} from '../move.ts'
import type { AuthenticatorChange as Change, Session, World } from '../world.ts'
import { endOtherDevices, hasFactor, hold, isEstablished, nowOf } from '../world.ts'

const PATH = 'account/authenticator/change'
const PENDING_MS = 900 * 1000
const fresh = { fresh: true }
const seen = (world: World, session: Session) => {
  session.seenAt = nowOf(world)
}
/** Notes that a session that was let in was seen. @returns whether it got what it asked for */
function isGranted(world: World, session: Session, answer: Answer): boolean {
  if (isLetIn(session, answer)) seen(world, session)
  return answer.status === 200
}

const isPossible = ({ authenticatorChanges }: World) => authenticatorChanges.length > 0

/** A session has one under way; beginning again ends the one before. */
function note(world: World, change: Change): void {
  for (const each of world.authenticatorChanges)
    if (each.session.sessionId === change.session.sessionId) each.stage = 'done'
  world.authenticatorChanges.push(change)
}

const begin: Move = {
  name: 'begin to bind, change or remove an authenticator',
  weight: 6,
  isPossible: ({ sessions }) => sessions.length > 0,
  async play(world, dice) {
    const session = dice.pick(world.sessions)
    const { person } = session
    const { owner, address, identifierId } = await addressFor(world, dice, person)
    const fit = person.totp ? (['change', 'remove'] as const) : (['bind'] as const)
    const kind = dice.isOneIn(6) ? dice.pick(['bind', 'change', 'remove'] as const) : dice.pick(fit)
    const answer = await callAs(world, session, 'POST', PATH, { kind, identifierId })
    const isFit = kind === 'bind' ? !person.totp : person.totp && !person.totp.isSuspended
    const toOwn =
      owner !== person || isEstablished(world, person, address)
        ? ['200 code', ...START_LIMITS]
        : ['409 identifier_too_new']
    const sent = owner === person ? toOwn : ['404 not_found']
    const allowed = isFit ? sent : [kind === 'bind' ? '409 totp_enrolled' : '409 totp_not_enrolled']
    expectOneOf('a change of the authenticator', answer, allowedAs(world, session, allowed, fresh))
    if (!isGranted(world, session, answer)) return false
    const flow = { ...newFlow(world, answer.body.flow, address, person), session, kind, pending: {} }
    const change: Change = { ...flow, stage: 'code', until: nowOf(world) + PENDING_MS }
    note(world, change)
    await deliver(world, change, [address])
    return true
  },
}

/** Whether the session that asks has this change under way. */
const isThere = (world: World, { session, stage, until = 0 }: Change, { sessionId }: Session) =>
  session.sessionId === sessionId && stage !== 'done' && nowOf(world) < until

/** Whether everything it rests on is as it was when it began. */
const isUnchanged = ({ person, version, address, kind, session }: Change) =>
  person?.version === version &&
  !person.isFrozen &&
  (kind === 'renew_phrase' ? session.addressProvenAt !== undefined : person.addresses.includes(address))

/** What may be answered to a step; `tried` to one that is there, in its turn, with nothing changed. */
function allowedStep(
  world: World,
  change: Change,
  session: Session,
  stage: Change['stage'],
  tried: string[],
): string[] {
  if (!isThere(world, change, session)) return ['410 flow_ended']
  if (change.stage !== stage) return ['409 wrong_state']
  return isUnchanged(change) ? tried : ['400', '409', '410', '422', '429'] // refused, in one way or another
}

const askAgain: Move = {
  name: 'ask for another code of a change of the authenticator',
  weight: 8,
  isPossible,
  async play(world, dice) {
    const change = pickAt(world.authenticatorChanges, 'code', dice)
    const session = sessionFor(world, change, dice)
    if (!dice.isOneIn(3)) world.lane.deps.clock.advance(61)
    const answer = await callAs(world, session, 'POST', `${PATH}/resend`, { flow: change.token })
    const isOwn = change.person?.addresses.includes(change.address) === true
    const sent = isOwn ? ['200 code', ...LIMITS] : ['410 flow_ended']
    const allowed = change.stage === 'code' ? sent : ['409 wrong_state']
    const there = isThere(world, change, session) ? allowed : ['410 flow_ended']
    expectOneOf('a code of a change', answer, allowedAs(world, session, there))
    if (!isGranted(world, session, answer)) return false
    await deliver(world, change, [change.address])
    return true
  },
}

const prove: Move = {
  name: 'prove a change of the authenticator by the codes',
  weight: 10,
  isPossible,
  isDue: ({ authenticatorChanges }) => isAnyAt(authenticatorChanges, 'code'),
  async play(world, dice) {
    const change = pickAt(world.authenticatorChanges, 'code', dice)
    const session = sessionFor(world, change, dice)
    const { person } = change.session
    const code = codeFor(world, change, dice)
    const isBinding = change.kind === 'bind'
    const totp = isBinding || dice.isOneIn(6) ? undefined : totpFor(world, person, dice)
    const body = { flow: change.token, code, ...(totp ? { totp } : {}) }
    const answer = await callAs(world, session, 'POST', `${PATH}/code`, body)
    const isIn = isLetIn(session, answer)
    const allowed = allowedStep(world, change, session, 'code', isIn ? tryBoth(world, change, session, code, totp) : [])
    expectOneOf('a proof of a change', answer, allowedAs(world, session, allowed))
    const isDone = isGranted(world, session, answer)
    await noteWrongCode(session, answer)
    if (!isDone) return false
    change.isConsumed = true
    giveBackOfDay(world, change)
    if (totp) useCode(world, person, totp)
    if (answer.body.state === 'done') {
      change.stage = 'done'
      unbind(world, person)
      hold(world, person, 24)
      renewSession(world, session, answer)
      await readNotices(world)
      world.reached.add('authenticator removed')
    } else {
      const pending = { app: newApp(world, answer.body.key.secret) }
      Object.assign(change, { stage: 'key', until: nowOf(world) + PENDING_MS, pending })
    }
    return true
  },
}

/** What code and code of the authenticator make of it; neither replaces the other. */
function tryBoth(world: World, change: Change, session: Session, code: string, totp: string | undefined): string[] {
  const { kind, stage } = change
  if (stage !== 'code' || !isThere(world, change, session)) return []
  if (kind !== 'bind' && totp === undefined) return ['400 request_invalid']
  const tried = tryCode(world, change, code)
  if (tried[0] !== 'right') return tried
  if (kind === 'bind') return ['200 key']
  const proven = tryTotp(world, change.session.person, totp ?? '')
  if (proven[0] !== 'right') {
    change.tries-- // it was not the code's fault
    giveBackOfDay(world, change)
  }
  return givenBy(proven, kind === 'remove' ? '200 done' : '200 key')
}

const confirmKey: Move = {
  name: 'confirm a new key',
  weight: 10,
  isPossible,
  isDue: ({ authenticatorChanges }) => isAnyAt(authenticatorChanges, 'key'),
  async play(world, dice) {
    const change = pickAt(world.authenticatorChanges, 'key', dice)
    const session = sessionFor(world, change, dice)
    const { pending, kind } = change
    const { person } = change.session
    const code = pendingCodeFor(world, pending, person, dice)
    const answer = await callAs(world, session, 'POST', `${PATH}/key`, { flow: change.token, code })
    const step = pending.app && stepOf(world, { app: pending.app }, code)
    const right = [kind === 'change' ? '200 done' : '200 phrase']
    const tried = step === undefined ? ['422 totp_wrong', '422 totp_late'] : right
    const allowed = allowedStep(world, change, session, 'key', tried)
    expectOneOf('a new key', answer, allowedAs(world, session, allowed))
    if (!isGranted(world, session, answer)) return false
    pending.step = step
    if (kind === 'change') {
      change.stage = 'done'
      bind(world, person, pending)
      hold(world, person, 24)
      renewSession(world, session, answer)
      raise(world, session)
      await readNotices(world)
      world.reached.add('authenticator changed')
    } else {
      pending.phrase = answer.body.phrase.text
      Object.assign(change, { stage: 'phrase', until: nowOf(world) + PENDING_MS })
    }
    return true
  },
}

const anotherPhrase: Move = {
  name: 'ask for another phrase before it is entered back',
  weight: 4,
  isPossible,
  isDue: ({ authenticatorChanges }) => isAnyAt(authenticatorChanges, 'phrase'),
  async play(world, dice) {
    const change = pickAt(world.authenticatorChanges, 'phrase', dice)
    const session = sessionFor(world, change, dice)
    const answer = await callAs(world, session, 'POST', `${PATH}/new-phrase`, { flow: change.token })
    // Shown to whoever holds the session, also when it is good for nothing any more.
    const there = change.stage === 'phrase' ? ['200 phrase'] : ['409 wrong_state']
    const allowed = isThere(world, change, session) ? there : ['410 flow_ended']
    expectOneOf('another phrase', answer, allowedAs(world, session, allowed))
    if (!isGranted(world, session, answer)) return false
    change.pending.phrase = answer.body.phrase.text
    return true
  },
}

const enterBack: Move = {
  name: 'enter a phrase back',
  weight: 10,
  isPossible,
  isDue: ({ authenticatorChanges }) => isAnyAt(authenticatorChanges, 'phrase'),
  async play(world, dice) {
    const change = pickAt(world.authenticatorChanges, 'phrase', dice)
    const session = sessionFor(world, change, dice)
    const { pending, kind } = change
    const { person } = change.session
    const phrase = phraseFor(world, pending.phrase, dice)
    const answer = await callAs(world, session, 'POST', `${PATH}/phrase`, { flow: change.token, phrase })
    const tried = tryPhrase(pending.phrase, phrase)
    const allowed = allowedStep(world, change, session, 'phrase', tried[0] === 'right' ? ['200 done'] : tried)
    expectOneOf('a phrase that is entered back', answer, allowedAs(world, session, allowed))
    if (!isGranted(world, session, answer)) return false
    change.stage = 'done'
    if (kind === 'renew_phrase') {
      renewPhrase(person, pending.phrase)
      person.trusted.clear()
      for (const each of world.authenticatorChanges) if (each.person === person) each.stage = 'done'
    } else {
      bind(world, person, pending)
      if (person.passkeys.length === 0) endOtherDevices(session)
      hold(world, person, 6)
      renewSession(world, session, answer)
      raise(world, session)
    }
    await readNotices(world)
    world.reached.add(kind === 'renew_phrase' ? 'phrase renewed' : 'authenticator bound')
    return true
  },
}

const renew: Move = {
  name: 'begin to renew the phrase',
  weight: 4,
  isPossible: ({ sessions }) => sessions.length > 0,
  async play(world, dice) {
    const session = dice.pick(world.sessions)
    const { person } = session
    const answer = await callAs(world, session, 'POST', 'account/recovery-key')
    const right = person.totp && !person.totp.isSuspended ? '200 phrase' : '409 totp_not_enrolled'
    // Only a proof of the second kind makes it fresh, whatever the account has: one that was removed since is such a proof yet.
    const allowed = hasFactor(person) ? [right] : ['401 step_up_required', '409 totp_not_enrolled']
    const asked = hasFactor(person) ? ({ fresh: true, addressed: 'always' } as const) : {}
    expectOneOf('a new phrase', answer, allowedAs(world, session, allowed, asked))
    if (!isGranted(world, session, answer)) return false
    const kind = 'renew_phrase' as const
    const flow = { ...newFlow(world, answer.body.flow, '', person), session, kind }
    const pending = { phrase: answer.body.phrase.text }
    note(world, { ...flow, stage: 'phrase', until: nowOf(world) + PENDING_MS, pending })
    return true
  },
}

const look: Move = {
  name: 'look at a change of the authenticator, or stop it',
  weight: 5,
  isPossible: ({ sessions }) => sessions.length > 0,
  async play(world, dice) {
    const session = dice.pick(world.sessions)
    const answer = await callAs(world, session, 'GET', PATH)
    const change = world.authenticatorChanges.find((each) => isThere(world, each, session))
    const states = [`200 ${change?.stage ?? 'none'}`]
    if (!expectOneOf('a change of the authenticator', answer, allowedAs(world, session, states))) return false
    seen(world, session)
    if (answer.body.phrase) throw new Error('a phrase was shown again')
    if (!dice.isOneIn(3) || world.authenticatorChanges.length === 0) return true
    // Mostly the one under way; else any, which is there no more, or another session's.
    const stopped = change && !dice.isOneIn(4) ? change : dice.pick(world.authenticatorChanges)
    expectOneOf('the end of a change', await callAs(world, session, 'DELETE', `${PATH}?flow=${stopped.token}`), ['204'])
    if (stopped === change) change.stage = 'done'
    return true
  },
}

export const authenticatorMoves = [begin, askAgain, prove, confirmKey, anotherPhrase, enterBack, renew, look]
