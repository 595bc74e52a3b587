import { call, expectOneOf } from '../call.ts'
import { deliver, mailboxOfNew } from '../mail.ts'
import {
  codeFor,
  isOver,
  isStrong,
  keepSession,
  LIMITS,
  type Move,
  newFlow,
  newPassword,
  START_LIMITS,
  tryCode,
} from '../move.ts'
import { nothingBound, nowOf, type World, whyTaken } from '../world.ts'

const FIRST_VERSION = 1
const isPossible = ({ signUps }: World) => signUps.length > 0

const begin: Move = {
  name: 'begin a sign-up',
  weight: 3,
  async play(world, dice) {
    const address = dice.pick(world.addresses)
    const answer = await call(world, 'POST', 'sign-up', { identifier: address })
    if (!expectOneOf('a sign-up', answer, ['200 code', ...START_LIMITS])) return false
    const flow = newFlow(world, answer.body.flow, address, undefined)
    world.signUps.push(flow)
    await deliver(world, flow, mailboxOfNew(world, address))
    return true
  },
}

const resend: Move = {
  name: 'ask for another code of a sign-up',
  weight: 2,
  isPossible,
  async play(world, dice) {
    const flow = dice.pick(world.signUps)
    if (!dice.isOneIn(3)) world.lane.deps.clock.advance(61)
    const answer = await call(world, 'POST', 'sign-up/resend', { flow: flow.token })
    if (isOver(world, flow)) return expectOneOf('a resend', answer, ['410 flow_ended'])
    if (flow.state !== 'code') return expectOneOf('a resend', answer, ['409 wrong_state'])
    if (!expectOneOf('a resend', answer, ['200 code', ...LIMITS])) return false
    await deliver(world, flow, mailboxOfNew(world, flow.address))
    return true
  },
}

const look: Move = {
  name: 'look at a sign-up',
  weight: 1,
  isPossible,
  async play(world, dice) {
    const flow = dice.pick(world.signUps)
    const answer = await call(world, 'POST', 'sign-up/state', { flow: flow.token })
    return expectOneOf('a sign-up', answer, isOver(world, flow) ? ['410 flow_ended'] : [`200 ${flow.state}`])
  },
}

const prove: Move = {
  name: 'prove the address of a sign-up',
  weight: 12,
  isPossible,
  async play(world, dice) {
    const flow = dice.pick(world.signUps)
    const code = codeFor(world, flow, dice)
    const answer = await call(world, 'POST', 'sign-up/code', { flow: flow.token, code })
    if (isOver(world, flow)) return expectOneOf('a proof', answer, ['410 flow_ended'])
    if (flow.state !== 'code') return expectOneOf('a proof', answer, ['409 wrong_state'])
    const tried = tryCode(world, flow, code)
    if (!expectOneOf('a proof', answer, tried[0] === 'right' ? ['200 password'] : tried)) return false
    flow.state = 'password'
    return true
  },
}

const finish: Move = {
  name: 'finish a sign-up',
  weight: 10,
  isPossible,
  async play(world, dice) {
    const flow = dice.pick(world.signUps)
    const password = newPassword(dice)
    const body = { flow: flow.token, password, acceptTerms: true }
    const answer = await call(world, 'POST', 'sign-up/password', body)
    if (isOver(world, flow)) return expectOneOf('the end of a sign-up', answer, ['410 flow_ended'])
    if (flow.state !== 'password') return expectOneOf('the end of a sign-up', answer, ['409 wrong_state'])
    if (!isStrong(password)) return expectOneOf('the end of a sign-up', answer, ['422 password_weak'])
    const taken = whyTaken(world, flow.address)
    const right = taken ? `409 identifier_${taken}` : '201'
    if (!expectOneOf('the end of a sign-up', answer, [right])) return false
    flow.state = 'done'
    const accountId: string = answer.body.account.id
    const standing = { provenAt: nowOf(world), kindSince: nowOf(world) }
    const has = { addresses: [flow.address], standings: new Map([[flow.address, standing]]) }
    const about = { ...has, password, version: FIRST_VERSION, isFrozen: false, isLeaving: false }
    const person = { accountId, ...about, ...nothingBound() }
    world.people.push(person)
    keepSession(world, answer, person, { addressProvenAt: nowOf(world) })
    world.reached.add('account created')
    return true
  },
}

export const signUpMoves = [begin, resend, look, prove, finish]
