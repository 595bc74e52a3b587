import { type Answer, call, expectOneOf } from '../call.ts'
import { deliver, readNotices } from '../mail.ts'
import {
  codeFor,
  isLive,
  isOver,
  isStrong,
  LIMITS,
  type Move,
  newFlow,
  newPassword,
  PASSWORDS,
  START_LIMITS,
  tryCode,
} from '../move.ts'
import { addressesTried, closeAll, type Flow, hasFactor, hold, isMail, nowOf, ownerOf, type World } from '../world.ts'

const isPossible = ({ resets }: World) => resets.length > 0

const begin: Move = {
  name: 'begin a reset',
  weight: 5,
  async play(world, dice) {
    const address = dice.pick(addressesTried(world))
    const answer = await call(world, 'POST', 'forgot-password', { identifier: address })
    if (!expectOneOf('a reset', answer, ['200 code', ...START_LIMITS])) return false
    const flow = newFlow(world, answer.body.flow, address, ownerOf(world, address))
    world.resets.push(flow)
    await deliver(world, flow, flow.person ? [address] : [])
    if (flow.person && isMail(address) && !flow.code) throw new Error('no code reached the owner')
    return true
  },
}

const askAgain: Move = {
  name: 'ask for another code of a reset',
  weight: 5,
  isPossible,
  async play(world, dice) {
    const flow = dice.pick(world.resets)
    const step = dice.pick(['resend', 'other-channel'])
    if (!dice.isOneIn(3)) world.lane.deps.clock.advance(61)
    const answer = await call(world, 'POST', `forgot-password/${step}`, { flow: flow.token })
    if (isOver(world, flow)) return expectOneOf(step, answer, ['410 flow_ended'])
    if (flow.state === 'factor' || flow.state === 'done') return expectOneOf(step, answer, ['409 wrong_state'])
    if (!expectOneOf(step, answer, ['200 code', ...LIMITS])) return false
    await deliver(world, flow, ownsStill(flow) ? (flow.person?.addresses ?? []) : [])
    return true
  },
}

/** The code that was right went to an address that is still theirs. */
export const ownsProof = (flow: Flow) => flow.person?.addresses.includes(flow.sentTo) === true

/** Whether a reset can still change anything: the credentials it began under, and the typed address still theirs. */
export const ownsStill = (flow: Flow) => isLive(flow) && flow.person?.addresses.includes(flow.address) === true

const look: Move = {
  name: 'look at a reset',
  weight: 1,
  isPossible,
  async play(world, dice) {
    const flow = dice.pick(world.resets)
    const answer = await call(world, 'POST', 'forgot-password/state', { flow: flow.token })
    return expectOneOf('a reset', answer, isOver(world, flow) ? ['410 flow_ended'] : [`200 ${flow.state}`])
  },
}

const finish: Move = {
  name: 'finish a reset',
  weight: 14,
  isPossible,
  async play(world, dice) {
    const flow = dice.pick(world.resets)
    const code = codeFor(world, flow, dice)
    const password = newPassword(dice)
    const repeat = dice.isOneIn(12) ? `${password}.` : password
    const answer = await call(world, 'POST', 'forgot-password/finish', { flow: flow.token, code, password, repeat })
    const allowed = password === repeat ? allowedFinish(world, flow, code, password) : ['400 request_invalid']
    if (!expectOneOf('the end of a reset', answer, allowed)) return false
    if (answer.body.state === 'done') await noteReset(world, flow, password, answer)
    else
      Object.assign(flow, {
        state: 'factor',
        isConsumed: true,
        until: Math.min(nowOf(world) + PROVEN_MS, flow.startedAt + FLOW_MS),
      })
    return true
  },
}

/** How long a mailbox that was proven waits for the second proof, and how long all of it may take. */
const [PROVEN_MS, FLOW_MS] = [600 * 1000, 3600 * 1000]

/** The password is new, and everything that the old one had opened is closed. */
export async function noteReset(world: World, flow: Flow, password: string, { cookie }: Answer): Promise<void> {
  const { person } = flow
  if (cookie) throw new Error('a reset signed somebody in')
  if (!person) throw new Error('a password of nobody was changed')
  Object.assign(flow, { state: 'done', isConsumed: true })
  person.password = password
  person.devices.clear()
  hold(world, person, 24)
  closeAll(world, person)
  await readNotices(world)
  world.reached.add('password reset')
}

const guess: Move = {
  name: 'guess at a reset until its code is spent',
  weight: 1,
  isPossible: ({ resets }) => resets.some(({ state }) => state === 'code'),
  async play(world, dice) {
    const flow = dice.pick(world.resets.filter(({ state }) => state === 'code'))
    const code = String(nowOf(world) % 1e8).padStart(8, '0')
    const [, password] = PASSWORDS
    for (;;) {
      const answer = await call(world, 'POST', 'forgot-password/finish', {
        flow: flow.token,
        code,
        password,
        repeat: password,
      })
      const allowed = allowedFinish(world, flow, code, password)
      if (expectOneOf('a guess', answer, allowed)) throw new Error('a guess was right')
      if (answer.body.code !== 'code_wrong') return true
    }
  },
}

function allowedFinish(world: World, flow: Flow, code: string, password: string): string[] {
  if (isOver(world, flow)) return ['410 flow_ended']
  if (flow.state !== 'code') return ['409 wrong_state']
  if (!isStrong(password)) return ['422 password_weak']
  const tried = tryCode(world, flow, code)
  if (tried[0] !== 'right') return tried
  if (!ownsStill(flow)) return ['410 flow_ended']
  if (flow.person?.isFrozen) return ['403 account_frozen']
  // With a factor bound, code and new password change nothing yet.
  const right = flow.person && hasFactor(flow.person) ? '200 factor' : '200 done'
  return ownsProof(flow) ? [right] : ['410 flow_ended']
}

export const recoveryMoves = [begin, askAgain, look, finish, guess]
