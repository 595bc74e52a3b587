// A code to one's own address, which a first factor, a further address and a new phrase ask for.
import { callAs, expectOneOf } from '../call.ts'
import { deliver } from '../mail.ts'
import {
  addressFor,
  allowedAs,
  codeFor,
  giveBackOfDay,
  isLetIn,
  isLive,
  LIMITS,
  type Move,
  newFlow,
  sessionFor,
  tryCode,
} from '../move.ts'
import { isEstablished, nowOf, type OwnFlow, type Session, type World } from '../world.ts'

const PATH = 'step-up/address'

/** A session's goes on: a new code takes the place of the one before, whatever address that went to, under the credentials of now. */
function flowOf(world: World, flow: OwnFlow): OwnFlow {
  const { token, address, version, session } = flow
  const known = world.addressProofs.find((each) => each.session.sessionId === session.sessionId)
  if (!known) world.addressProofs.push(flow)
  return known ? Object.assign(known, { token, address, version }) : flow
}

const send: Move = {
  name: 'ask for a code to an own address',
  weight: 4,
  isPossible: ({ sessions }) => sessions.length > 0,
  async play(world, dice) {
    const session = dice.pick(world.sessions)
    const { person } = session
    const { owner, address, identifierId } = await addressFor(world, dice, person)
    const isAgain = dice.isOneIn(3)
    if (isAgain) world.lane.deps.clock.advance(61)
    const answer = isAgain
      ? await callAs(world, session, 'POST', `${PATH}/resend`, { flow: identifierId })
      : await callAs(world, session, 'POST', PATH, { identifierId })
    const toOwn =
      owner !== person || isEstablished(world, person, address) ? ['200 code', ...LIMITS] : ['409 identifier_too_new']
    const allowed = owner === person ? toOwn : ['404 not_found']
    expectOneOf('a code to an own address', answer, allowedAs(world, session, allowed, { fresh: true }))
    if (isLetIn(session, answer)) session.seenAt = nowOf(world)
    if (answer.status !== 200) return false
    const flow = flowOf(world, { ...newFlow(world, identifierId, address, person), session })
    await deliver(world, flow, [address])
    return true
  },
}

const prove: Move = {
  name: 'prove an own address',
  weight: 10,
  isPossible: ({ addressProofs }) => addressProofs.length > 0,
  async play(world, dice) {
    const flow = dice.pick(world.addressProofs)
    const session = sessionFor(world, flow, dice)
    const code = codeFor(world, flow, dice)
    const answer = await callAs(world, session, 'POST', `${PATH}/code`, { flow: flow.token, code })
    const isIn = isLetIn(session, answer)
    if (isIn) session.seenAt = nowOf(world)
    const allowed = isIn ? tryProof(world, flow, session, code) : []
    expectOneOf('the proof of an own address', answer, allowedAs(world, session, allowed))
    if (answer.status !== 200) return false
    const { cookie } = answer
    if (!cookie || cookie === session.cookie) throw new Error('the token was not renewed')
    world.sessions.push({ ...session, isEnded: true })
    Object.assign(session, { cookie, addressProvenAt: nowOf(world) })
    flow.isConsumed = true
    giveBackOfDay(world, flow)
    world.reached.add('own address proven')
    return true
  },
}

/** Each session has one code, to one address; and the address has to be the account's still. */
function tryProof(world: World, { token, address }: OwnFlow, session: Session, code: string): string[] {
  if (!session.person.addresses.includes(address)) return ['404 not_found']
  const own = world.addressProofs.find((each) => each.session.sessionId === session.sessionId)
  if (!own) return ['422 code_spent']
  // With the credentials all codes ended; what was given up and added again is another address.
  if (!isLive(own)) return ['404 not_found', '422', '429 too_many_attempts']
  const tried = tryCode(world, own, own.token === token ? code : 'of another')
  return tried[0] === 'right' ? ['200'] : tried
}

export const addressProofMoves = [send, prove]
