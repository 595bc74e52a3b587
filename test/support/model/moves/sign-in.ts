import { setTimeout as sleep } from 'node:timers/promises'
import { canonicalIdentifier } from '../../../../server/accounts/identifier.ts'
import { statement } from '../../../../server/platform/db.ts'
import { strangersKey } from '../../../../server/sign-in/allowance.ts'
import { type Answer, call, expectOneOf, newKey } from '../call.ts'
import { isTrusted } from '../factor.ts'
import { readNotices } from '../mail.ts'
import { deviceFor, isOver, keepSession, LIMITS, type Move, passwordFor, START_LIMITS } from '../move.ts'
import { allowedProof, codeOf, keepProof, useShared } from '../proof.ts'
import { addressesTried, hasFactor, nowOf, ownerOf, type Person, type Proof, type World } from '../world.ts'

const DAY_MS = 24 * 3600 * 1000
const FACTOR_MS = 600 * 1000
const FLOW_TRIES = 5

export const signIn: Move = {
  name: 'sign in',
  weight: 7,
  async play(world, dice) {
    const proof = world.proofs.length > 0 && dice.isOneIn(2) ? dice.pick(world.proofs) : undefined
    const tried = [...world.besieged.keys(), ...addressesTried(world)]
    const address = proof && !dice.isOneIn(5) ? proof.address : dice.pick(tried)
    const person = ownerOf(world, address)
    const password = passwordFor(person, dice)
    const device = deviceFor(world, dice, person)
    const key = dice.isOneIn(5) ? newKey(world) : undefined
    const client = key ? 'app' : 'web'
    const body = { identifier: address, password, client, ...(proof ? { flow: proof.token } : {}) }
    const answer = await call(world, 'POST', 'sign-in', body, [device], { key })
    const right = person?.password !== password ? '401 credentials_wrong' : rightFor(world, person, device)
    if (proof && isUsable(world, proof, address, person)) {
      expectOneOf('a sign-in with a proof', answer, [right])
      if (person?.password !== password) proof.passwordTries++
      else if (!person.isFrozen) proof.state = 'used' // «frozen» gives the try back
    } else if (!isKnown(person, device) && isBesieged(world, address)) {
      if (expectOneOf('a sign-in beside strangers', answer, ['200 code', ...START_LIMITS]))
        await keepProof(world, answer, { purpose: 'sign_in', address, person, toOther: false })
      return false
    } else expectOneOf('a sign-in', answer, [right, '429 too_many_attempts'])
    if (answer.status !== 200 || !person) return false
    if (answer.body.state === 'signed_in') keepSession(world, answer, person, { key })
    else keepWaiting(world, answer, person, { isApp: key !== undefined, device })
    await readNotices(world)
    return true
  },
}

/** Where a factor is bound the password opens nothing by itself, but on a device that gave it lately. */
function rightFor(world: World, person: Person, device: string | undefined): string {
  if (person.isFrozen) return '403 account_frozen'
  return hasFactor(person) && !isTrusted(world, person, device) ? '200 factor' : '200 signed_in'
}

function keepWaiting(
  world: World,
  { body, cookie }: Answer,
  person: Person,
  on: { isApp: boolean; device: string | undefined },
): void {
  if (cookie) throw new Error('a password alone signed somebody in')
  const { version } = person
  const until = nowOf(world) + FACTOR_MS
  const token: string = body.flow
  world.waiting.push({ token, flow: token, ...on, person, version, address: '', until, isUsed: false })
}

export const isKnown = (person: Person | undefined, device: string | undefined) =>
  person !== undefined && device !== undefined && person.devices.has(device)
export const isBesieged = (world: World, address: string) =>
  nowOf(world) < (world.besieged.get(address) ?? Number.NEGATIVE_INFINITY) + DAY_MS

/** Whether the proof of a mailbox gives a try of the password yet. */
export function isUsable(world: World, proof: Proof, address: string, person: Person | undefined): boolean {
  const isSame = proof.address === address && proof.person === person && proof.version === (person?.version ?? 1)
  return isSame && proof.state === 'proven' && proof.passwordTries < FLOW_TRIES && !isOver(world, proof)
}

/** Twenty wrong passwords from everywhere, as they are counted; to send them would take longer than the whole sequence. */
const besiege: Move = {
  name: 'strangers use up the tries of an address',
  weight: 1,
  async play(world, dice) {
    const { deps } = world.lane
    const address = dice.pick(world.addresses)
    const now = nowOf(world)
    const [ends, forgotten] = [DAY_MS, 90 * DAY_MS].map((after) => new Date(now + after))
    const key = strangersKey(deps, canonicalIdentifier(address))
    // A right password gives its try back beside its answer: what comes later would wipe these out.
    const giveUpAt = performance.now() + 10_000
    while ((await deps.db.execute(useUp, [key, deps.clock.now(), ends, forgotten])) === 0) {
      if (performance.now() > giveUpAt) throw new Error('a try was not settled')
      await sleep(2)
    }
    world.besieged.set(address, now)
    return true
  },
}

const useUp = statement(
  'model.use-up-stranger-tries',
  `INSERT INTO stranger_tries AS t (key, failures, window_ends_at, in_a_row, told, pending_until, forgotten_at)
   VALUES ($1, 20, $3, 20, 20, $2, $4)
   ON CONFLICT (key) DO UPDATE SET failures = 20, window_ends_at = $3, in_a_row = 20, told = 20, forgotten_at = $4
   WHERE t.pending = 0`,
)

const prove: Move = {
  name: 'prove the mailbox before a sign-in',
  weight: 14,
  isPossible: ({ proofs }) => proofs.length > 0,
  async play(world, dice) {
    const proof = dice.pick(world.proofs)
    const code = codeOf(world, proof, dice)
    const answer = await call(world, 'POST', 'sign-in/code', { flow: proof.token, code })
    if (!expectOneOf('the proof of a mailbox', answer, allowedProof(world, proof, code, '200 password'))) return false
    useShared(world, proof)
    if (proof.state === 'code') proof.state = 'proven'
    world.reached.add('mailbox proven')
    return true
  },
}

const resend: Move = {
  name: 'ask for another code before a sign-in',
  weight: 8,
  isPossible: ({ proofs }) => proofs.length > 0,
  async play(world, dice) {
    const proof = dice.pick(world.proofs)
    if (!dice.isOneIn(3)) world.lane.deps.clock.advance(61)
    const step = dice.pick(['resend', 'other-channel'])
    const answer = await call(world, 'POST', `sign-in/${step}`, { flow: proof.token })
    if (isOver(world, proof)) return expectOneOf(step, answer, ['410 flow_ended'])
    if (!expectOneOf(step, answer, ['200 code', ...LIMITS])) return false
    await keepProof(world, answer, { ...proof, toOther: (step === 'other-channel') !== proof.toOther })
    return true
  },
}

export const signInMoves = [signIn, besiege, prove, resend]
/** What else has its password looked at as a sign-in has. */
export const besiegedMoves = [besiege, prove]
