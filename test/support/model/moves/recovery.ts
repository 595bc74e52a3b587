import { besiegeResets } from '../../besieged.ts'
import { type Answer, call, expectOneOf } from '../call.ts'
import { deliver, readNotices } from '../mail.ts'
import {
  codeFor,
  isLeftToStrangers,
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
import { allowedProof, codeOf, keepProof, useShared } from '../proof.ts'
import {
  addressesTried,
  closeAll,
  type Flow,
  hasFactor,
  hold,
  isMail,
  nowOf,
  ownerOf,
  type Proof,
  type World,
} from '../world.ts'

const isPossible = ({ resets }: World) => resets.length > 0

const begin: Move = {
  name: 'begin a reset',
  weight: 5,
  async play(world, dice) {
    const address = dice.pick(addressesTried(world))
    const answer = await call(world, 'POST', 'forgot-password', { identifier: address })
    const allowed = ['200 mailbox', ...(isLeftToStrangers(world, address) ? ['200 code'] : [])]
    if (!expectOneOf('a reset', answer, [...allowed, ...START_LIMITS])) return false
    if (answer.body.state === 'mailbox') return askedForMailbox(world, answer, address)
    const flow = newFlow(world, answer.body.flow, address, ownerOf(world, address))
    world.resets.push(flow)
    await deliver(world, flow, flow.person ? [address] : [])
    if (flow.person && isMail(address) && !flow.code) throw new Error('no code reached the owner')
    return true
  },
}

/** Strangers asked or guessed too often: a reset begins with the proof of its mailbox, by whoever has the address now. */
async function askedForMailbox(world: World, answer: Answer, address: string): Promise<false> {
  const person = ownerOf(world, address)
  await keepProof(world, answer, { purpose: 'reset', address, person, toOther: false })
  return false
}

const besiege: Move = {
  name: 'strangers guess at the resets of an address',
  weight: 2,
  async play(world, dice) {
    const address = dice.pick(world.addresses)
    await besiegeResets(world.lane.deps, address)
    world.strangersTries.set(address, Array(10).fill(nowOf(world)))
    return true
  },
}

const prove: Move = {
  name: 'prove the mailbox before a reset',
  weight: 10,
  isPossible: ({ mailboxes }) => mailboxes.length > 0,
  async play(world, dice) {
    const proof = dice.pick(world.mailboxes)
    const code = codeOf(world, proof, dice)
    const answer = await call(world, 'POST', 'forgot-password/code', { flow: proof.token, code })
    if (!expectOneOf('the proof before a reset', answer, allowedMailbox(world, proof, code))) return false
    const { address, person } = proof
    if (!person) throw new Error('a mailbox of nobody was proven')
    useShared(world, proof)
    const flow = { ...newFlow(world, answer.body.flow, address, person), isProven: true }
    world.resets.push(flow)
    await deliver(world, flow, [address])
    if (isMail(address) && !flow.code) throw new Error('no code reached the owner')
    world.reached.add('mailbox proven before a reset')
    return true
  },
}

function allowedMailbox(world: World, proof: Proof, code: string): string[] {
  const allowed = allowedProof(world, proof, code, '200 code')
  const isRight = allowed[0] === '200 code' || allowed[0] === '422 code_used'
  if (!isRight) return allowed
  const { person, address, version } = proof
  const isTheirs = person?.version === version && person.addresses.includes(address)
  return isTheirs ? [...allowed, '429 too_many_codes'] : ['410 flow_ended', '429 too_many_attempts']
}

const askForMailboxAgain: Move = {
  name: 'ask for another code before a reset',
  weight: 6,
  isPossible: ({ mailboxes }) => mailboxes.length > 0,
  async play(world, dice) {
    const proof = dice.pick(world.mailboxes)
    if (!dice.isOneIn(3)) world.lane.deps.clock.advance(61)
    const step = dice.pick(['resend', 'other-channel'])
    const answer = await call(world, 'POST', `forgot-password/${step}`, { flow: proof.token })
    if (isOver(world, proof)) return expectOneOf(step, answer, ['410 flow_ended'])
    if (!expectOneOf(step, answer, ['200 mailbox', ...LIMITS])) return false
    await keepProof(world, answer, { ...proof, toOther: (step === 'other-channel') !== proof.toOther })
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
    const isLeft = flow.isProven || isLeftToStrangers(world, flow.address)
    const allowed = [...(isLeft ? ['200 code'] : []), ...(flow.isProven ? [] : ['200 mailbox'])]
    if (!expectOneOf(step, answer, [...allowed, ...LIMITS])) return false
    if (answer.body.state === 'mailbox') return askedForMailbox(world, answer, flow.address)
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
  person.passwordSetAt = nowOf(world)
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
  const tried = tryCode(world, flow, code, flow.isProven ? 'reset' : 'strangers')
  if (tried[0] !== 'right') return tried
  if (!ownsStill(flow)) return ['410 flow_ended']
  if (flow.person?.isFrozen) return ['403 account_frozen']
  // With a factor bound, code and new password change nothing yet.
  const right = flow.person && hasFactor(flow.person) ? '200 factor' : '200 done'
  return ownsProof(flow) ? [right] : ['410 flow_ended']
}

export const recoveryMoves = [begin, besiege, prove, askForMailboxAgain, askAgain, look, finish, guess]
/** The shortest way to its second proof. */
export const straightResetMoves = [begin, finish]
