import { listIdentifiers } from '../../../../server/accounts/list-identifiers.ts'
import { call, callAs, expectOneOf } from '../call.ts'
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
import {
  type Change,
  closeAll,
  have,
  hold,
  isEstablished,
  isMail,
  KEPT_MS,
  type Link,
  nowOf,
  type Person,
  type Session,
  type Standing,
  standingOf,
  type World,
  whyTaken,
} from '../world.ts'

const fresh = { fresh: true }
const seen = (world: World, session: Session) => {
  session.seenAt = nowOf(world)
}

/** The id of an address, which nothing but its own account says; the server refuses it to every other. */
async function idOf({ lane: { deps } }: World, { accountId }: Person, address: string): Promise<string> {
  const all = await listIdentifiers(deps, deps.db, accountId)
  const found = all.find((stored) => stored.address === address)
  if (!found) throw new Error(`${address} is gone without a proof`)
  return found.identifierId
}

const begin: Move = {
  name: 'begin to change or remove an address',
  weight: 5,
  isPossible: ({ sessions }) => sessions.length > 0,
  async play(world, dice) {
    const session = dice.pick(world.sessions)
    const owner = dice.isOneIn(6) ? dice.pick(world.people) : session.person
    const old = dice.pick(owner.addresses)
    const next = dice.isOneIn(3) ? undefined : pickNext(world, old, dice)
    const path = `account/identifiers/${await idOf(world, owner, old)}/${next ? 'change' : 'removal'}`
    const answer = await callAs(world, session, 'POST', path, next ? { identifier: next } : undefined)
    const allowed = owner === session.person ? allowedBegin(world, owner, old, next) : ['404 not_found']
    expectOneOf('a change', answer, allowedAs(world, session, allowed, fresh))
    if (isLetIn(session, answer)) seen(world, session)
    if (answer.status !== 200) return false
    const proof = next ? old : (owner.addresses.find((each) => each !== old) ?? '')
    const flow = { ...newFlow(world, answer.body.flow, old, owner), session, old, proof, next }
    world.changes.push(flow)
    await deliver(world, flow, [proof])
    return true
  },
}

/** Mostly another of its kind, since one of the other kind is refused at once. */
function pickNext({ addresses }: World, old: string, dice: Parameters<Move['play']>[1]): string {
  const alike = addresses.filter((each) => isMail(each) === isMail(old) && each !== old)
  return alike.length > 0 && !dice.isOneIn(5) ? dice.pick(alike) : dice.pick(addresses)
}

function allowedBegin(world: World, person: Person, old: string, next: string | undefined): string[] {
  const sent = ['200 old', ...START_LIMITS]
  if (!next) {
    const other = person.addresses.find((each) => each !== old)
    if (!other) return ['409 last_identifier']
    return isEstablished(world, person, other) ? sent : ['409 identifier_too_new']
  }
  if (isMail(next) !== isMail(old)) return ['400 request_invalid']
  return next === old ? ['409 identifier_same'] : sent
}

/** Whether the session that asks has this change, and it is not over. */
const isThere = (world: World, flow: Change, { sessionId }: Session) =>
  flow.session.sessionId === sessionId && flow.state !== 'done' && !isOver(world, flow)

/** Whether its first code may go to another address. */
const hasOther = ({ state, next, person, proof }: Change): boolean =>
  state === 'code' && next !== undefined && person?.addresses.some((each) => each !== proof) === true

const askAgain: Move = {
  name: 'ask for another code of a change',
  weight: 14,
  isPossible: ({ changes }) => changes.length > 0,
  async play(world, dice) {
    const withOther = world.changes.filter(hasOther)
    const flow = withOther.length > 0 && !dice.isOneIn(3) ? dice.pick(withOther) : dice.pick(world.changes)
    const session = sessionFor(world, flow, dice)
    const toOther = dice.isOneIn(2)
    if (!dice.isOneIn(3)) world.lane.deps.clock.advance(61)
    const path = `account/identifier-changes/${toOther ? 'other-channel' : 'resend'}`
    const answer = await callAs(world, session, 'POST', path, { flow: flow.token })
    const other = flow.person?.addresses.find((each) => each !== flow.proof)
    const isAllowed = !toOther || hasOther(flow)
    const sent = isAllowed ? codeTo(world, flow, toOther ? other : undefined) : ['409 wrong_state']
    const isGivenUp = !toOther && !flow.person?.addresses.includes(flow.proof)
    const allowed = isThere(world, flow, session) && !isGivenUp ? sent : ['410 flow_ended']
    expectOneOf('a code of a change', answer, allowedAs(world, session, allowed, fresh))
    if (isLetIn(session, answer)) seen(world, session)
    if (answer.status !== 200) return false
    if (toOther && other) flow.proof = other
    await deliver(world, flow, flow.state === 'new' ? newMailbox(world, flow) : [flow.proof])
    return true
  },
}

/** What is answered to whoever asks for a code: to another address than the one that is changed, none that is too new. */
function codeTo(world: World, { state, old, person }: Change, other: string | undefined): string[] {
  const isTooNew = other !== undefined && other !== old && person && !isEstablished(world, person, other)
  return isTooNew ? ['409 identifier_too_new'] : [state === 'new' ? '200 new' : '200 old', ...LIMITS]
}

/** One's own is no other's: a code goes there all the same. */
const newMailbox = (world: World, { next = '', person }: Change) =>
  person?.addresses.includes(next) ? [next] : mailboxOfNew(world, next)

const prove: Move = {
  name: 'prove an address that is changed',
  weight: 24,
  isPossible: ({ changes }) => changes.length > 0,
  async play(world, dice) {
    const flow = dice.pick(world.changes)
    const session = sessionFor(world, flow, dice)
    const code = codeFor(world, flow, dice)
    const answer = await callAs(world, session, 'POST', 'account/identifier-changes/code', { flow: flow.token, code })
    const isIn = isLetIn(session, answer)
    const tried = isIn && isThere(world, flow, session) ? tryCode(world, flow, code) : ['410 flow_ended']
    const allowed = tried[0] === 'right' ? [rightOf(world, flow), ...START_LIMITS] : tried
    expectOneOf('a change', answer, allowedAs(world, session, allowed, fresh))
    if (isIn) seen(world, session)
    if (answer.status !== 200) {
      if (START_LIMITS.some((limit) => limit.endsWith(` ${answer.body.code}`))) {
        flow.tries-- // the try was given back
        giveBackOfDay(world, flow)
      }
      return false
    }
    giveBackOfDay(world, flow)
    if (answer.body.state === 'new') {
      Object.assign(flow, { state: 'new', code: undefined, replaced: undefined })
      await deliver(world, flow, newMailbox(world, flow))
      return true
    }
    await apply(world, flow)
    return true
  },
}

function rightOf(world: World, { state, person, proof, next }: Change): string {
  if (!person?.addresses.includes(proof)) return '410 flow_ended'
  if (state === 'code' && next) return '200 new'
  if (!next) return '200 done'
  const taken = whyTaken(world, next, person)
  return taken ? `409 identifier_${taken}` : '200 done'
}

async function apply(world: World, flow: Change): Promise<void> {
  const { person, old, next } = flow
  if (!person) throw new Error('an address of nobody was changed')
  // Whatever else was to become of that address ends with it.
  for (const each of world.changes) if (each.person === person && each.old === old) each.state = 'done'
  person.trusted.clear()
  for (const each of world.sessions) if (each.person === person) each.addressProvenAt = undefined
  hold(world, person, 24)
  person.addresses = person.addresses.filter((each) => each !== old)
  world.kept.set(old, { person, until: nowOf(world) + KEPT_MS })
  const ofNotices = world.links.filter((link) => link.kind === 'not-me' && link.person === person && !link.isUsed)
  for (const link of ofNotices) link.until = Math.min(link.until, nowOf(world) + KEPT_MS)
  if (next) {
    have(world, person, next, old)
    world.kept.delete(next)
  }
  await readNotices(world)
  world.reached.add(next ? 'address changed' : 'address removed')
}

/** Whether it came to the account after the address that a link puts back, and no more than 72 hours before that went. */
const isNewcomer = ({ takesAway, standing, createdAt }: Link, { kindSince }: Standing) =>
  !takesAway && kindSince > Math.max(standing.provenAt, createdAt - KEPT_MS)

const undo: Move = {
  name: 'follow a link that undoes what was done to an address',
  weight: 24,
  isPossible: ({ links }) => links.some(({ kind }) => kind === 'undo'),
  async play(world, dice) {
    const link = dice.pick(world.links.filter(({ kind }) => kind === 'undo'))
    const { person, address, takesAway } = link
    const isSameKind = (each: string) => isMail(each) === isMail(address)
    const hasSomething = !takesAway || (person.addresses.includes(address) && !person.addresses.every(isSameKind))
    const isOpen = !link.isUsed && nowOf(world) < link.until && hasSomething
    const look = await call(world, 'POST', 'undo-change/look', { token: link.token })
    expectOneOf('a look at a link', look, isOpen ? ['200'] : ['410 link_ended'])
    if (dice.isOneIn(3)) return isOpen
    const answer = await call(world, 'POST', 'undo-change', { token: link.token })
    const right = whyTaken(world, address, person) ? '409 identifier_taken' : '200 done'
    if (!expectOneOf('an undoing', answer, isOpen ? [right] : ['410 link_ended'])) return false
    for (const each of world.links) {
      // What undoes an addition is about both kinds.
      const isAbout = takesAway || each.takesAway || isSameKind(each.address)
      const isLater = each.createdAt >= link.createdAt && isAbout
      const isBeside = each.takesAway && (takesAway || isSameKind(each.address))
      const isOver = isLater || isBeside || isNewcomer(link, each.standing)
      // Of the other notices the one that told of this has a link anew.
      const isEnded = each.kind === 'undo' ? isOver : each.token !== link.token
      if (each.person === person && isEnded) each.isUsed = true
    }
    const others = person.addresses.filter((each) => !isSameKind(each) && !isNewcomer(link, standingOf(person, each)))
    if (!takesAway && others.length < person.addresses.filter((each) => !isSameKind(each)).length)
      world.reached.add('newcomer taken away')
    person.addresses = [...(takesAway ? [] : others), address]
    if (!takesAway) person.standings.set(address, link.standing)
    world.kept.delete(address)
    person.devices.clear()
    person.isLeaving = false
    hold(world, person, 24)
    closeAll(world, person)
    await readNotices(world)
    world.reached.add(takesAway ? 'addition undone' : 'address put back')
    return true
  },
}

export const changeMoves = [begin, askAgain, prove, undo]
