import { type Answer, callAs, expectOneOf } from '../call.ts'
import type { Dice } from '../dice.ts'
import { endUselessPasskeys, raise } from '../factor.ts'
import { readNotices } from '../mail.ts'
import { allowedAs, isLetIn, type Move, renewSession } from '../move.ts'
import {
  answeredTo,
  ceremonyFor,
  hasPasskey,
  isAnswering,
  isAsking,
  judgeNew,
  keepCeremony,
  makePasskey,
  mostlyOfPasskeys,
  noteLook,
  seen,
} from '../passkey.ts'
import type { Ceremony, OwnPasskey, Person, Session, Signed, World } from '../world.ts'
import { closeAll, endOtherDevices, hold } from '../world.ts'
import { stepUp } from './passkey-doors.ts'

const PATH = 'account/passkeys'
const MOST = 20
const fresh = { fresh: true }
const adding = { fresh: true, addressed: true }

const add: Move = {
  name: 'add a passkey',
  weight: 10,
  isPossible: ({ sessions }) => sessions.length > 0,
  async play(world, dice) {
    const asking = dice.pick(world.sessions)
    const asked = isAsking(world, dice) ? await askToMake(world, asking) : undefined
    if (!isAnswering(world, dice)) return asked !== undefined
    const session = dice.isOneIn(8) ? dice.pick(world.sessions) : asking
    const { person } = session
    const subject = { purpose: 'enrol', person, within: session.sessionId } as const
    const made = makePasskey(world, ceremonyFor(world, subject, asked, dice), dice)
    const name = dice.pick([undefined, 'min mobil', 'arbeid', ' '])
    const answer = await callAs(world, session, 'POST', PATH, {
      credential: made.credential,
      ...(name ? { name } : {}),
    })
    const isNamed = name !== ' '
    const verdict = judgeNew(world, subject, made)
    const allowed = isNamed ? answeredTo(verdict, added(person, made)) : ['400 request_invalid']
    expectOneOf('a new passkey', answer, allowedAs(world, session, allowed, adding))
    if (isLetIn(session, answer)) {
      seen(world, session)
      if (isNamed) await noteLook(world, subject, made, verdict, answer)
    }
    if (answer.status !== 201) return false
    keepPasskey(person, made, name, answer)
    await noteAdded(world, session, answer)
    return true
  },
}

async function askToMake(world: World, session: Session): Promise<Ceremony | undefined> {
  const { person, sessionId } = session
  const answer = await callAs(world, session, 'POST', `${PATH}/options`)
  const right = person.passkeys.length < MOST ? '200' : '409 too_many_passkeys'
  const allowed = allowedAs(world, session, [right], adding)
  if (isLetIn(session, answer)) seen(world, session)
  return keepCeremony(world, { purpose: 'enrol', person, within: sessionId }, answer, allowed)
}

function added({ passkeys }: Person, { key }: Signed): string {
  if (passkeys.length >= MOST) return '409 too_many_passkeys'
  return passkeys.some((own) => own.key === key) ? '409 passkey_enrolled' : '201'
}

function keepPasskey(person: Person, { key, counter }: Signed, typed: string | undefined, { body }: Answer): void {
  const { id: passkeyId, name }: { id: string; name: string } = body.passkey
  if (typed && name !== typed) throw new Error(`a passkey is called ${name}, not ${typed}`)
  person.passkeys.push({ key, passkeyId, name, count: counter, usedAt: undefined, isSuspended: false })
}

/** With the first factor all ends that the password alone had opened, devices too; with another the trust in devices. */
async function noteAdded(world: World, session: Session, answer: Answer): Promise<void> {
  const { person } = session
  if (person.passkeys.length === 1 && !person.totp) {
    closeAll(world, person)
    endOtherDevices(session)
  } else person.trusted.clear()
  renewSession(world, session, answer)
  raise(world, session)
  hold(world, person, 6)
  await readNotices(world)
  world.reached.add('passkey added')
}

/** One's own, now and then of somebody else, or one that is gone: of which nothing is known here. */
function idFor({ people }: World, own: readonly OwnPasskey[], dice: Dice): string {
  const [some] = own.length > 0 ? [dice.pick(own)] : []
  const all = people.flatMap(({ passkeys }) => passkeys)
  const any = all.length > 0 ? dice.pick(all) : undefined
  const nobodys = '00000000-0000-4000-8000-000000000000'
  return (dice.isOneIn(4) ? any : some)?.passkeyId ?? nobodys
}

const look: Move = {
  name: 'look at the passkeys, or rename one',
  weight: 3,
  isPossible: ({ sessions }) => sessions.length > 0,
  async play(world, dice) {
    const session = mostlyOfPasskeys(world.sessions, dice)
    const { person } = session
    const list = await callAs(world, session, 'GET', PATH)
    if (!expectOneOf('the list of passkeys', list, allowedAs(world, session, ['200']))) return false
    seen(world, session)
    expectList(person, list)
    if (dice.isOneIn(2)) return true
    const id = idFor(world, person.passkeys, dice)
    const own = person.passkeys.find(({ passkeyId }) => passkeyId === id)
    const name = dice.pick(['min mobil', 'gammel mobil', ' '])
    const answer = await callAs(world, session, 'PATCH', `${PATH}/${id}`, { name })
    const allowed = name === ' ' ? ['400 request_invalid'] : [own ? '200' : '404 not_found']
    if (!expectOneOf('another name', answer, allowedAs(world, session, allowed, fresh)) || !own) return false
    own.name = name
    return true
  },
}

function expectList({ passkeys }: Person, { body }: Answer): void {
  type Listed = { id: string; name: string; suspended: boolean }
  const listed = body.passkeys.map(({ id, name, suspended }: Listed) => `${id} ${name} ${suspended}`)
  const own = passkeys.map(({ passkeyId, name, isSuspended }) => `${passkeyId} ${name} ${isSuspended}`)
  if (listed.toSorted().join() !== own.toSorted().join()) throw new Error(`passkeys ${listed} are listed, not ${own}`)
}

const remove: Move = {
  name: 'remove a passkey',
  weight: 5,
  isPossible: ({ people, sessions }) => sessions.length > 0 && people.some(hasPasskey),
  async play(world, dice) {
    const session = mostlyOfPasskeys(world.sessions, dice)
    const { person } = session
    const id = idFor(world, person.passkeys, dice)
    const own = person.passkeys.find(({ passkeyId }) => passkeyId === id)
    const answer = await callAs(world, session, 'DELETE', `${PATH}/${id}`)
    expectOneOf('a removal', answer, allowedAs(world, session, [own ? '200' : '404 not_found'], fresh))
    if (isLetIn(session, answer)) seen(world, session)
    if (answer.status !== 200 || !own) return false
    person.formerKeys.push(own.key)
    person.passkeys = person.passkeys.filter((each) => each !== own)
    endUselessPasskeys(person)
    closeAll(world, person)
    renewSession(world, session, answer)
    hold(world, person, 24)
    await readNotices(world)
    world.reached.add('passkey removed')
    return true
  },
}

export const passkeyMoves = [add, look, remove, stepUp]
