import { callAs, expectOneOf } from '../call.ts'
import { readNotices } from '../mail.ts'
import { allowedAs, isLetIn, type Move, passwordFor, renewSession } from '../move.ts'
import { closeAll, endOtherDevices, hold, nowOf, type World } from '../world.ts'

const isPossible = ({ sessions }: World) => sessions.length > 0
const fresh = { fresh: true }

const ask: Move = {
  name: 'ask for the own account to be deleted',
  weight: 4,
  isPossible,
  async play(world, dice) {
    const session = dice.pick(world.sessions)
    const { person } = session
    const password = passwordFor(person, dice)
    const answer = await callAs(world, session, 'POST', 'account/deletion', { password })
    const right = person.password === password ? '200' : '401 credentials_wrong'
    const allowed = person.isLeaving ? ['409 wrong_state'] : [right, '429 too_many_attempts']
    expectOneOf('a deletion', answer, allowedAs(world, session, allowed, fresh))
    if (isLetIn(session, answer)) session.seenAt = nowOf(world)
    if (answer.status !== 200) return false
    person.isLeaving = true
    endOtherDevices(session)
    closeAll(world, person)
    renewSession(world, session, answer)
    await readNotices(world)
    world.reached.add('deletion asked for')
    return true
  },
}

const keep: Move = {
  name: 'keep an account that is to be deleted',
  weight: 4,
  isPossible,
  async play(world, dice) {
    const session = dice.pick(world.sessions)
    const answer = await callAs(world, session, 'DELETE', 'account/deletion')
    expectOneOf('keeping an account', answer, allowedAs(world, session, ['200'], fresh))
    if (isLetIn(session, answer)) session.seenAt = nowOf(world)
    if (answer.status !== 200) return false
    if (session.person.isLeaving) {
      world.reached.add('account kept')
      hold(world, session.person, 24)
    }
    session.person.isLeaving = false
    await readNotices(world)
    return true
  },
}

export const deletionMoves = [ask, keep]
