import { callAs, callAsProgram, expectOneOf } from '../call.ts'
import type { Dice } from '../dice.ts'
import { givenBy, noteWrongCode, totpFor, tryTotp, useCode } from '../factor.ts'
import { allowedAs, isLetIn, isOpen, type Move } from '../move.ts'
import { type Approval, hasFactor, nowOf, type Person, type Session, type World } from '../world.ts'

const PENDING_MS = 600 * 1000
const PROOF_MS = 300 * 1000
const IDLE_MS = 30 * 60 * 1000
const CONTENTS = [
  { kind: 'withdrawal', amount: '0.5', asset: 'BTC', address: 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq' },
  { kind: 'withdrawal', amount: '50', asset: 'BTC', address: 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4' },
]

const isPossible = ({ approvals }: World) => approvals.length > 0
const seen = (world: World, session: Session) => {
  session.seenAt = nowOf(world)
}
let requests = 0

/** Mostly one of those, if there are any. */
export function mostly({ approvals }: World, dice: Dice, isWanted: (approval: Approval) => boolean): Approval {
  const wanted = approvals.filter(isWanted)
  return wanted.length > 0 && !dice.isOneIn(4) ? dice.pick(wanted) : dice.pick(approvals)
}

/** Where it stands now: time ends what is pending or approved. */
function stateOf(world: World, { state, until }: Approval): string {
  const ends = state === 'pending' || state === 'approved'
  return ends && nowOf(world) >= until ? 'expired' : state
}

/** What is in the way of every withdrawal, whatever is proven. */
const isHeld = (world: World, { heldUntil, isLeaving }: Person) => isLeaving || nowOf(world) < heldUntil

const ask: Move = {
  name: 'ask somebody to approve an act',
  weight: 5,
  async play(world, dice) {
    const bound = world.people.filter(hasFactor)
    const person = bound.length > 0 && !dice.isOneIn(4) ? dice.pick(bound) : dice.pick(world.people)
    const before = world.approvals.length > 0 && dice.isOneIn(5) ? dice.pick(world.approvals) : undefined
    const about = before ?? { person, content: dice.pick(CONTENTS), idempotencyKey: `order-${++requests}` }
    const { accountId } = about.person
    const answer = await callAsProgram(
      world,
      'POST',
      'approvals',
      { accountId, content: about.content },
      about.idempotencyKey,
    )
    const state = before ? stateOf(world, before) : 'pending'
    if (!expectOneOf('an approval', answer, [`200 ${state}`])) return false
    if (before) {
      if (answer.body.id !== before.id) throw new Error('asked once more, it is another approval')
      return true
    }
    const nothing = { session: undefined, version: 0, proof: undefined, redeemedWith: undefined }
    world.approvals.push({
      ...about,
      id: answer.body.id,
      state: 'pending',
      until: nowOf(world) + PENDING_MS,
      ...nothing,
    })
    return true
  },
}

/** Mostly a session of the person who is asked. */
export function sessionFor({ sessions }: World, { person }: Approval, dice: Dice): Session {
  const theirs = sessions.filter((each) => each.person === person && isOpen(each))
  return theirs.length > 0 && !dice.isOneIn(4) ? dice.pick(theirs) : dice.pick(sessions)
}

const look: Move = {
  name: 'look at what is to be approved, or say no',
  weight: 5,
  isPossible: ({ approvals, sessions }) => approvals.length > 0 && sessions.length > 0,
  async play(world, dice) {
    const approval = dice.pick(world.approvals)
    const session = sessionFor(world, approval, dice)
    const path = `account/approvals/${approval.id}`
    const isOwn = session.person === approval.person
    const look = await callAs(world, session, 'GET', path)
    const state = isOwn ? `200 ${stateOf(world, approval)}` : '404 not_found'
    expectOneOf('a look at an approval', look, allowedAs(world, session, [state]))
    if (isLetIn(session, look)) seen(world, session)
    if (look.status !== 200 || !dice.isOneIn(4)) return look.status === 200
    const answer = await callAs(world, session, 'POST', `${path}/decline`)
    const isOpen = ['pending', 'declined'].includes(stateOf(world, approval))
    if (!expectOneOf('a no', answer, [isOpen ? '200 declined' : '409 wrong_state'])) return false
    approval.state = 'declined'
    return true
  },
}

const approve: Move = {
  name: 'approve an act with the authenticator',
  weight: 14,
  isPossible: ({ approvals, sessions }) => approvals.length > 0 && sessions.length > 0,
  async play(world, dice) {
    const approval = mostly(world, dice, ({ state, person }) => state === 'pending' && person.totp !== undefined)
    const session = sessionFor(world, approval, dice)
    const { person } = session
    const code = totpFor(world, person, dice)
    const answer = await callAs(world, session, 'POST', `account/approvals/${approval.id}/totp`, { code })
    const refused = refusedApproval(world, approval, person)
    const allowed = refused ?? givenBy(tryTotp(world, person, code), '200 approved')
    expectOneOf('an approval', answer, allowedAs(world, session, allowed))
    if (isLetIn(session, answer)) seen(world, session)
    await noteWrongCode(session, answer)
    if (answer.status !== 200) return false
    useCode(world, person, code)
    noteApproved(world, approval, session)
    return true
  },
}

export function noteApproved(world: World, approval: Approval, session: Session): void {
  const { version } = session.person
  session.wrongCodes = 0
  Object.assign(approval, { state: 'approved', until: nowOf(world) + PROOF_MS, session, version })
  world.reached.add('act approved')
}

/** @returns what is in the way of an approval before its proof is looked at */
export function refusedApproval(world: World, approval: Approval, person: Person): string[] | undefined {
  if (approval.person !== person) return ['404 not_found']
  if (stateOf(world, approval) !== 'pending') return ['409 wrong_state']
  if (!hasFactor(person)) return ['409 factor_required']
  return isHeld(world, person) ? ['409 withdrawals_on_hold'] : undefined
}

const read: Move = {
  name: 'read an approval and its proof',
  weight: 8,
  isPossible,
  isDue: ({ approvals }) => approvals.some(({ state, proof }) => state === 'approved' && !proof),
  async play(world, dice) {
    const approval = mostly(world, dice, ({ state, proof }) => state === 'approved' && !proof)
    const answer = await callAsProgram(world, 'GET', `approvals/${approval.id}`)
    const state = stateOf(world, approval)
    expectOneOf('an approval', answer, [`200 ${state}`])
    const { proof } = answer.body
    if ((proof !== undefined) !== (state === 'approved'))
      throw new Error(`a proof is shown, or none, when it is ${state}`)
    approval.proof ??= proof
    return true
  },
}

const redeem: Move = {
  name: 'redeem the proof of an approval',
  weight: 40,
  isPossible: ({ approvals }) => approvals.some(({ proof }) => proof),
  isDue: ({ approvals }) => approvals.some(({ state, proof }) => state === 'approved' && proof),
  async play(world, dice) {
    const proven = dice.pick(world.approvals.filter(({ proof }) => proof))
    const approval = dice.isOneIn(6) ? dice.pick(world.approvals) : proven
    const { person } = dice.isOneIn(8) ? dice.pick(world.approvals) : approval
    const content = dice.isOneIn(6) ? dice.pick(CONTENTS) : approval.content
    const key = approval.redeemedWith && dice.isOneIn(2) ? approval.redeemedWith : `payout-${++requests}`
    const { accountId } = person
    const body = { accountId, content, proof: proven.proof }
    const answer = await callAsProgram(world, 'POST', `approvals/${approval.id}/redeem`, body, key)
    const isSame = person === approval.person && content === approval.content
    const allowed = isSame ? allowedRedeem(world, approval, key) : ['422 content_differs']
    if (!expectOneOf('a payout', answer, proven === approval ? allowed : ['422 proof_wrong'])) return false
    approval.state = 'redeemed'
    approval.redeemedWith = key
    world.reached.add('approval redeemed')
    return true
  },
}

function allowedRedeem(world: World, approval: Approval, key: string): string[] {
  const { person, session, version, redeemedWith } = approval
  const state = stateOf(world, approval)
  if (state === 'redeemed') return [key === redeemedWith ? '200 redeemed' : '409 approval_spent']
  if (state !== 'approved') return ['409 wrong_state']
  const isVoid = person.version !== version || person.isFrozen || isHeld(world, person) || !session || session.isEnded
  if (isVoid) return ['409 approval_void']
  // The session may have ended by itself meanwhile.
  return nowOf(world) - session.seenAt > IDLE_MS / 2 ? ['200 redeemed', '409 approval_void'] : ['200 redeemed']
}

export const approvalMoves = [ask, look, approve, read, redeem]
