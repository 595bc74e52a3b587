import { callAs, expectOneOf } from '../call.ts'
import { deliver, mailboxOfNew, readNotices } from '../mail.ts'
import {
  allowedAs,
  codeFor,
  giveBackOfDay,
  isLetIn,
  isOver,
  LIMITS,
  type Move,
  newFlow,
  START_LIMITS,
  sessionFor,
  tryCode,
} from '../move.ts'
import { have, hold, isMail, nowOf, type Session, type World, whyTaken } from '../world.ts'

const isPossible = ({ sessions }: World) => sessions.length > 0
const fresh = { fresh: true, addressed: true }
const seen = (world: World, session: Session) => {
  session.seenAt = nowOf(world)
}

const beginAddition: Move = {
  name: 'begin to add an address',
  weight: 5,
  isPossible,
  async play(world, dice) {
    const withRoom = world.sessions.filter(({ person }) => person.addresses.length === 1)
    const session = withRoom.length > 0 && !dice.isOneIn(4) ? dice.pick(withRoom) : dice.pick(world.sessions)
    const { person } = session
    const others = world.addresses.filter((each) => !person.addresses.some((own) => isMail(own) === isMail(each)))
    const address = others.length > 0 && !dice.isOneIn(4) ? dice.pick(others) : dice.pick(world.addresses)
    const answer = await callAs(world, session, 'POST', 'account/identifiers', { identifier: address })
    const isFull = person.addresses.some((each) => isMail(each) === isMail(address))
    const allowed = isFull ? ['409 identifier_kind_taken'] : ['200 code', ...START_LIMITS]
    expectOneOf('an addition', answer, allowedAs(world, session, allowed, fresh))
    if (isLetIn(session, answer)) seen(world, session)
    if (answer.status !== 200) return false
    const flow = { ...newFlow(world, answer.body.flow, address, person), session }
    world.additions.push(flow)
    await deliver(world, flow, mailboxOfNew(world, address))
    return true
  },
}

const resendAddition: Move = {
  name: 'ask for another code of an addition',
  weight: 6,
  isPossible: ({ additions }) => additions.length > 0,
  async play(world, dice) {
    const flow = dice.pick(world.additions)
    const session = sessionFor(world, flow, dice)
    if (!dice.isOneIn(3)) world.lane.deps.clock.advance(61)
    const answer = await callAs(world, session, 'POST', 'account/identifiers/resend', { flow: flow.token })
    const isOwn = flow.session.sessionId === session.sessionId
    const allowed =
      isOwn && flow.state === 'code' && !isOver(world, flow) ? ['200 code', ...LIMITS] : ['410 flow_ended']
    expectOneOf('a resend', answer, allowedAs(world, session, allowed, fresh))
    if (isLetIn(session, answer)) seen(world, session)
    if (answer.status !== 200) return false
    await deliver(world, flow, mailboxOfNew(world, flow.address))
    return true
  },
}

const proveAddition: Move = {
  name: 'prove an address that is added',
  weight: 14,
  isPossible: ({ additions }) => additions.length > 0,
  async play(world, dice) {
    const flow = dice.pick(world.additions)
    const session = sessionFor(world, flow, dice)
    const code = codeFor(world, flow, dice)
    const answer = await callAs(world, session, 'POST', 'account/identifiers/code', { flow: flow.token, code })
    const { person } = session
    const isIn = isLetIn(session, answer)
    const isOwn = flow.session.sessionId === session.sessionId
    const isOpen = isOwn && flow.state === 'code' && !isOver(world, flow)
    const tried = isIn && isOpen ? tryCode(world, flow, code) : ['410 flow_ended']
    const isFull = person.addresses.some((each) => isMail(each) === isMail(flow.address))
    const taken = whyTaken(world, flow.address, person)
    const right = taken ? `409 identifier_${taken}` : isFull ? '409 identifier_kind_taken' : '201'
    const allowed = tried[0] === 'right' ? [right] : tried
    expectOneOf('an addition', answer, allowedAs(world, session, allowed, fresh))
    if (isIn) seen(world, session)
    if (answer.status !== 201) return false
    flow.state = 'done'
    giveBackOfDay(world, flow)
    have(world, person, flow.address)
    person.trusted.clear()
    hold(world, person, 6)
    world.kept.delete(flow.address)
    await readNotices(world)
    world.reached.add('address added')
    return true
  },
}

export const additionMoves = [beginAddition, resendAddition, proveAddition]
