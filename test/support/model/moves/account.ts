import { callAs, expectOneOf } from '../call.ts'
import { readNotices } from '../mail.ts'
import { allowedAs, isLetIn, isStrong, type Move, newPassword, passwordFor, renewSession } from '../move.ts'
import { closeAll, endOtherDevices, hold, nowOf, type Session, type World } from '../world.ts'

const isPossible = ({ sessions }: World) => sessions.length > 0
const fresh = { fresh: true }
const seen = (world: World, session: Session) => {
  session.seenAt = nowOf(world)
}

const changePassword: Move = {
  name: 'change the password',
  weight: 5,
  isPossible,
  async play(world, dice) {
    const session = dice.pick(world.sessions)
    const { person } = session
    const current = passwordFor(person, dice)
    const password = newPassword(dice)
    const body = { current, password, repeat: password }
    const answer = await callAs(world, session, 'POST', 'account/password', body)
    const right = current === person.password ? '200' : '401 credentials_wrong'
    const allowed = isStrong(password) ? [right, '429 too_many_attempts'] : ['422 password_weak']
    expectOneOf('a new password', answer, allowedAs(world, session, allowed, fresh))
    if (isLetIn(session, answer)) seen(world, session)
    if (answer.status !== 200) return false
    person.password = password
    person.passwordSetAt = nowOf(world)
    hold(world, person, 24)
    endOtherDevices(session)
    closeAll(world, person)
    renewSession(world, session, answer)
    await readNotices(world)
    world.reached.add('password changed')
    return true
  },
}

const changePhrase: Move = {
  name: 'change the phrase that messages begin with',
  weight: 1,
  isPossible,
  async play(world, dice) {
    const session = dice.pick(world.sessions)
    const body = { phrase: dice.pick(['blå hest', 'tre bjørker', null]) }
    const answer = await callAs(world, session, 'PATCH', 'account/phrase', body)
    expectOneOf('a phrase', answer, allowedAs(world, session, ['200', '204'], fresh))
    if (isLetIn(session, answer)) seen(world, session)
    if (answer.status >= 300) return false
    await readNotices(world)
    world.reached.add('phrase changed')
    return true
  },
}

export const accountMoves = [changePassword, changePhrase]
