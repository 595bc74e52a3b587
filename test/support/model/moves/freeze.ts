import { type Answer, call, callAs, expectOneOf } from '../call.ts'
import { deliver, readNotices } from '../mail.ts'
import {
  allowedAs,
  codeFor,
  deviceFor,
  isLeftToStrangers,
  isOver,
  LIMITS,
  type Move,
  newFlow,
  passwordFor,
  START_LIMITS,
  tryCode,
} from '../move.ts'
import { keepProof } from '../proof.ts'
import { closeAll, type Flow, hasFactor, hold, nowOf, ownerOf, type Person, type World } from '../world.ts'
import { isBesieged, isKnown, isUsable } from './sign-in.ts'

const freeze: Move = {
  name: 'freeze the own account',
  weight: 4,
  isPossible: ({ sessions }) => sessions.length > 0,
  async play(world, dice) {
    const session = dice.pick(world.sessions)
    const answer = await callAs(world, session, 'POST', 'account/freeze')
    if (!expectOneOf('a freeze', answer, allowedAs(world, session, ['200 frozen']))) return false
    await noteFrozen(world, session.person, 'frozen')
    return true
  },
}

/** Nothing that acted for the account does any more. */
export async function noteFrozen(world: World, person: Person, how: string): Promise<void> {
  person.isFrozen = true
  person.isLeaving = false
  person.devices.clear()
  closeAll(world, person)
  await readNotices(world)
  world.reached.add(how)
}

const freezeByLink: Move = {
  name: 'follow a link that freezes',
  weight: 3,
  isPossible: ({ links }) => links.some(({ kind }) => kind === 'not-me'),
  async play(world, dice) {
    const link = dice.pick(world.links.filter(({ kind }) => kind === 'not-me'))
    const { person, token, until } = link
    const isOpen = (person.isFrozen || !link.isUsed) && nowOf(world) < until
    const look = await call(world, 'POST', 'not-me/look', { token })
    const state = person.isFrozen ? '200 frozen' : '200 open'
    expectOneOf('a look at a link', look, isOpen ? [state] : ['410 link_ended'])
    if (dice.isOneIn(3)) return isOpen
    const answer = await call(world, 'POST', 'not-me', { token })
    if (!expectOneOf('a freeze by link', answer, isOpen ? ['200 frozen'] : ['410 link_ended'])) return false
    link.isUsed = true
    if (!person.isFrozen) await noteFrozen(world, person, 'frozen by link')
    return true
  },
}

const beginThaw: Move = {
  name: 'begin to open a frozen account',
  weight: 4,
  async play(world, dice) {
    const people = world.people.filter(({ isFrozen }) => isFrozen)
    // Mostly of whoever has a factor, if anybody: that way is the longer one.
    const bound = people.filter(hasFactor)
    const frozen = (bound.length > 0 && !dice.isOneIn(4) ? bound : people).flatMap(({ addresses }) => addresses)
    const proven = world.proofs.filter(({ state }) => state === 'proven')
    const proofs = proven.length > 0 && !dice.isOneIn(3) ? proven : world.proofs
    const proof = proofs.length > 0 && !dice.isOneIn(3) ? dice.pick(proofs) : undefined
    const besieged = dice.isOneIn(3) ? [...world.besieged.keys()] : []
    const others = frozen.length > 0 && !dice.isOneIn(4) ? frozen : world.addresses
    const any = besieged.length > 0 ? besieged : others
    const address = proof && !dice.isOneIn(5) ? proof.address : dice.pick(any)
    const owner = ownerOf(world, address)
    const password = passwordFor(owner, dice)
    const device = deviceFor(world, dice, owner)
    const body = { identifier: address, password, ...(proof ? { flow: proof.token } : {}) }
    let isProven = true
    const answer = await call(world, 'POST', 'thaw', body, [device])
    if (proof && isUsable(world, proof, address, owner)) {
      if (!expectOneOf('a thawing with a proof', answer, ['200 code', '429 too_many_codes'])) return false
      // Right or wrong: one of those that the proof gives.
      proof.passwordTries++
      world.reached.add('thawing begun with a proof')
    } else if (isKnown(owner, device)) {
      if (!expectOneOf('a thawing', answer, ['200 code', '429 too_many_codes', '429 too_many_attempts'])) return false
    } else {
      isProven = false
      const allowed = isBesieged(world, address)
        ? ['200 mailbox']
        : [...asStranger(world, address), '429 too_many_attempts']
      if (!expectOneOf('a thawing beside strangers', answer, [...allowed, ...START_LIMITS])) return false
      if (answer.body.state === 'mailbox') return askedForMailbox(world, answer, address)
    }
    const person = owner?.isFrozen && owner.password === password ? owner : undefined
    const flow = { ...newFlow(world, answer.body.flow, address, person), isProven }
    world.thaws.push(flow)
    await deliver(world, flow, person ? [address] : [])
    return true
  },
}

/** Whoever has shown nothing else is led to the mailbox once the address was sent its share, or was guessed at too often. */
const asStranger = (world: World, address: string) => [
  ...(isLeftToStrangers(world, address) ? ['200 code'] : []),
  '200 mailbox',
]

async function askedForMailbox(world: World, answer: Answer, address: string): Promise<false> {
  await keepProof(world, answer, { purpose: 'sign_in', address, person: ownerOf(world, address), toOther: false })
  return false
}

export const isThawLive = ({ person, version, address }: Pick<Flow, 'person' | 'version' | 'address'>) =>
  person?.version === version && person.isFrozen && person.addresses.includes(address)

const resendThaw: Move = {
  name: 'ask for another code of a thawing',
  weight: 2,
  isPossible: ({ thaws }) => thaws.length > 0,
  async play(world, dice) {
    const flow = dice.pick(world.thaws)
    if (!dice.isOneIn(3)) world.lane.deps.clock.advance(61)
    const answer = await call(world, 'POST', 'thaw/resend', { flow: flow.token })
    const goesOn = flow.isProven ? ['200 code'] : asStranger(world, flow.address)
    const allowed = isOver(world, flow) ? ['410 flow_ended'] : [...goesOn, ...LIMITS]
    if (!expectOneOf('a resend', answer, allowed)) return false
    if (answer.body.state === 'mailbox') return askedForMailbox(world, answer, flow.address)
    await deliver(world, flow, isThawLive(flow) ? [flow.address] : [])
    return true
  },
}

const finishThaw: Move = {
  name: 'open a frozen account',
  weight: 14,
  isPossible: ({ thaws }) => thaws.length > 0,
  async play(world, dice) {
    const flow = dice.pick(world.thaws)
    const code = codeFor(world, flow, dice)
    const answer = await call(world, 'POST', 'thaw/code', { flow: flow.token, code })
    if (!expectOneOf('the end of a thawing', answer, allowedThaw(world, flow, code))) return false
    const { token, person, version, address, startedAt } = flow
    if (!person) throw new Error('an account of nobody was opened')
    flow.isConsumed = true
    if (answer.body.state === 'done') await noteThawed(world, person, answer)
    else if (answer.body.state === 'waiting') world.reached.add('a thawing that waits for the age of its password')
    else {
      const until = Math.min(nowOf(world) + PROVEN_MS, startedAt + FLOW_MS)
      world.thawings.push({ token: answer.body.flow, flow: token, person, version, address, until, isUsed: false })
    }
    return true
  },
}

/** How long password and code wait for the second proof, and how long all of it may take. */
const [PROVEN_MS, FLOW_MS] = [600 * 1000, 3600 * 1000]

/** The account is open again, and nobody is signed in. */
export async function noteThawed(world: World, person: Person, { cookie }: Answer): Promise<void> {
  if (cookie) throw new Error('a thawing signed somebody in')
  person.isFrozen = false
  hold(world, person, 24)
  closeAll(world, person)
  await readNotices(world)
  world.reached.add('thawed')
}

function allowedThaw(world: World, flow: Flow, code: string): string[] {
  if (isOver(world, flow)) return ['410 flow_ended']
  const tried = tryCode(world, flow, code, flow.isProven ? 'thaw' : 'strangers')
  if (tried[0] !== 'right') return tried
  if (!flow.person || !isThawLive(flow)) return ['410 flow_ended']
  if (isPasswordTooNew(world, flow.person)) return ['200 waiting']
  // With a factor bound, password and code open nothing yet.
  return [hasFactor(flow.person) ? '200 factor' : '200 done']
}

const NEW_PASSWORD_MS = 72 * 3600 * 1000

/** Whoever set it may not be the owner. */
const isPasswordTooNew = (world: World, { passwordSetAt }: Person) =>
  passwordSetAt !== undefined && nowOf(world) < passwordSetAt + NEW_PASSWORD_MS

export const freezeMoves = [freeze, freezeByLink, beginThaw, resendThaw, finishThaw]
