import { call, callAs, expectOneOf, newKey, tokenOf } from '../call.ts'
import { isTrusted } from '../factor.ts'
import { allowedAs, isLetIn, isOpen, type Move, mayBeOver, passwordFor, renewSession } from '../move.ts'
import { nowOf, type Session, type World } from '../world.ts'

const isPossible = ({ sessions }: World) => sessions.length > 0
const seen = (world: World, session: Session) => {
  session.seenAt = nowOf(world)
}

const who: Move = {
  name: 'ask who a session is',
  weight: 4,
  isPossible,
  async play(world, dice) {
    const session = dice.pick(world.sessions)
    const answer = await callAs(world, session, 'GET', 'session')
    if (!expectOneOf('a session', answer, allowedAs(world, session, ['200']))) return false
    seen(world, session)
    if (answer.body.account.id !== session.person.accountId) throw new Error('a session of somebody else')
    return true
  },
}

const signOut: Move = {
  name: 'sign out',
  weight: 1,
  isPossible,
  async play(world, dice) {
    const session = dice.pick(world.sessions)
    expectOneOf('a sign-out', await callAs(world, session, 'DELETE', 'session'), ['204'])
    // What is over is not there to be signed out of; its row may still be, to be ended by its id.
    if (isOpen(session)) session.mayRemain = mayBeOver(world, session)
    session.isEnded = true
    return true
  },
}

/** Of one's own sessions by the list, or of anybody's by its id. */
const endOne: Move = {
  name: 'end a session',
  weight: 2,
  isPossible,
  async play(world, dice) {
    const session = dice.pick(world.sessions)
    const list = await callAs(world, session, 'GET', 'sessions')
    if (!expectOneOf('the list of sessions', list, allowedAs(world, session, ['200']))) return false
    seen(world, session)
    const listed: string[] = list.body.sessions.map(({ id }: { id: string }) => id)
    const mine = world.sessions.filter((each) => each.person === session.person && isOpen(each))
    // The app's of the worlds before live on.
    const isNew = ({ createdAt }: { createdAt: string }) => Date.parse(createdAt) >= world.startedAt
    const opened: string[] = list.body.sessions.filter(isNew).map(({ id }: { id: string }) => id)
    const foreign = opened.find((id) => !mine.some(({ sessionId }) => sessionId === id))
    if (foreign) throw new Error('a session in the list that nobody opened')
    const { sessionId } = dice.isOneIn(3) ? dice.pick(world.sessions) : dice.pick(mine)
    const answer = await callAs(world, session, 'DELETE', `sessions/${sessionId}`)
    const { person } = session
    const target = world.sessions.find(
      (each) => each.sessionId === sessionId && each.person === person && (isOpen(each) || each.mayRemain),
    )
    // One whose time is over may still be there to end.
    const allowed = listed.includes(sessionId) ? ['204'] : target ? ['204', '404 not_found'] : ['404 not_found']
    if (!expectOneOf('the end of a session', answer, allowed)) return false
    for (const each of mine) if (each.sessionId === sessionId) each.isEnded = true
    return true
  },
}

const endOthers: Move = {
  name: 'end all other sessions',
  weight: 1,
  isPossible,
  async play(world, dice) {
    const session = dice.pick(world.sessions)
    const answer = await callAs(world, session, 'DELETE', 'sessions')
    if (!expectOneOf('the end of other sessions', answer, allowedAs(world, session, ['204']))) return false
    seen(world, session)
    for (const each of world.sessions)
      if (each.person === session.person && each.sessionId !== session.sessionId) each.isEnded = true
    return true
  },
}

const stepUp: Move = {
  name: 'prove once more who a session is',
  weight: 4,
  isPossible,
  async play(world, dice) {
    const session = dice.pick(world.sessions)
    const password = passwordFor(session.person, dice)
    const answer = await callAs(world, session, 'POST', 'step-up/password', { password })
    const right = password === session.person.password ? '200' : '401 credentials_wrong'
    expectOneOf('a step-up', answer, allowedAs(world, session, [right, '429 too_many_attempts']))
    if (isLetIn(session, answer)) seen(world, session)
    if (answer.status !== 200) return false
    renewSession(world, session, answer)
    world.reached.add('session renewed')
    return true
  },
}

const forgetDevice: Move = {
  name: 'forget a device, or its trust',
  weight: 4,
  isPossible: ({ sessions }) => sessions.some(({ device }) => device),
  async play(world, dice) {
    const known = world.sessions.filter(({ device }) => device)
    // Mostly one that is trusted: few are.
    const trusted = known.filter(({ person, device = '' }) => person.trusted.has(device))
    const session = dice.pick(trusted.length > 0 && !dice.isOneIn(4) ? trusted : known)
    const list = await callAs(world, session, 'GET', 'devices')
    if (!expectOneOf('the list of devices', list, allowedAs(world, session, ['200']))) return false
    seen(world, session)
    const { id } = list.body.devices.find(({ current }: { current: boolean }) => current) ?? {}
    if (!id) throw new Error('a device that signed in is not known')
    const { person, device = '' } = session
    const trust = await callAs(world, session, 'DELETE', `devices/${id}/trust`)
    // One that is over may still be there to end.
    const isOver = person.trusted.has(device) && !isTrusted(world, person, device)
    const expected = person.trusted.has(device) ? ['204'] : ['404 not_found']
    expectOneOf('the end of a trust', trust, isOver ? ['204', '404 not_found'] : expected)
    person.trusted.delete(device)
    if (dice.isOneIn(2)) return true
    const ended = await callAs(world, session, 'DELETE', `devices/${id}`)
    expectOneOf('the end of a device', ended, allowedAs(world, session, ['204'], { fresh: true }))
    if (ended.status !== 204) return true
    person.devices.delete(device)
    for (const each of world.sessions) if (each.person === person && each.device === device) each.isEnded = true
    return true
  },
}

/** What shows a person their own account shows them no other. */
const readAccount: Move = {
  name: 'read an account',
  weight: 2,
  isPossible,
  async play(world, dice) {
    const session = dice.pick(world.sessions)
    const account = await callAs(world, session, 'GET', 'account')
    if (!expectOneOf('an account', account, allowedAs(world, session, ['200']))) return false
    seen(world, session)
    if (account.body.id !== session.person.accountId) throw new Error('an account of somebody else')
    if (account.body.identifiers.length !== session.person.addresses.length) throw new Error('addresses nobody proved')
    if (account.body.passkeys.length !== session.person.passkeys.length) throw new Error('passkeys nobody added')
    return expectOneOf('activity', await callAs(world, session, 'GET', 'account/activity'), ['200'])
  },
}

const changeLocale: Move = {
  name: 'change the language',
  weight: 1,
  isPossible,
  async play(world, dice) {
    const session = dice.pick(world.sessions)
    const answer = await callAs(world, session, 'PATCH', 'account', { locale: dice.pick(['nb', 'nn', 'en']) })
    if (!expectOneOf('a language', answer, allowedAs(world, session, ['200', '204']))) return false
    seen(world, session)
    return true
  },
}

const putOffReminder: Move = {
  name: 'put the reminder off',
  weight: 1,
  isPossible,
  async play(world, dice) {
    const session = dice.pick(world.sessions)
    const answer = await callAs(world, session, 'POST', 'account/reminder/snooze')
    if (!expectOneOf('a reminder', answer, allowedAs(world, session, ['200', '204']))) return false
    seen(world, session)
    return true
  },
}

/** What is fixed, and said to everybody. */
const readPolicy: Move = {
  name: 'read the policy',
  weight: 1,
  async play(world) {
    return expectOneOf('the policy', await call(world, 'GET', 'policy'), ['200'])
  },
}

/** A code of an authenticator that the account has not: whatever it is, it raises no session. */
const stepUpWithNoFactor: Move = {
  name: 'prove by an authenticator that is not there',
  weight: 1,
  isPossible: ({ sessions }) => sessions.some(({ person }) => !person.totp),
  async play(world, dice) {
    const session = dice.pick(world.sessions.filter(({ person }) => !person.totp))
    const code = String(dice.nat(1e6)).padStart(6, '0')
    const answer = await callAs(world, session, 'POST', 'step-up/totp', { code })
    if (answer.cookie) throw new Error('an authenticator that is not there raised a session')
    const isRefused = !expectOneOf('a step-up', answer, allowedAs(world, session, ['409 totp_not_enrolled']))
    if (isLetIn(session, answer)) seen(world, session)
    return !isRefused
  },
}

/** A proof lasts a minute, either way. */
const LATE_SECONDS = 62

/** The token of the app, copied: with no proof of its key, or with one of something else. */
const useStolenToken: Move = {
  name: 'use a token of the app without its key',
  weight: 3,
  isPossible: ({ sessions }) => sessions.some(({ key }) => key),
  async play(world, dice) {
    const session = dice.pick(world.sessions.filter(({ key }) => key))
    const path = dice.pick(['session', 'sessions', 'account'])
    const token = tokenOf(session)
    const of = { method: 'GET', path: `/api/v1/${path}`, token }
    const iat = Math.floor(nowOf(world) / 1000) + dice.pick([-LATE_SECONDS, LATE_SECONDS])
    const prove = session.key?.prove
    const proof = dice.pick<() => string | undefined>([
      () => undefined,
      () => newKey(world).prove(of),
      () => prove?.({ ...of, method: 'POST' }),
      () => prove?.({ ...of, path: '/api/v1/devices' }),
      () => prove?.({ ...of, token: undefined }),
      () => prove?.({ ...of, token: 'A'.repeat(token.length) }),
      () => prove?.(of, { claims: { iat } }),
    ])
    const forged = proof()
    const key = forged === undefined ? undefined : { prove: () => forged }
    const answer = await call(world, 'GET', path, undefined, [session.device], { key, token })
    return !expectOneOf('a stolen token', answer, allowedAs(world, session, ['401 device_proof_required']))
  },
}

/** A token that was never anybody's, and none at all. */
const strangerKnocks: Move = {
  name: 'knock without a session',
  weight: 1,
  async play(world, dice) {
    const cookie = dice.isOneIn(2) ? undefined : `__Host-portvakt=${'A'.repeat(dice.pick([85, 86, 43]))}`
    const path = dice.pick(['session', 'sessions', 'devices', 'account', 'account/activity'])
    return !expectOneOf('a stranger', await call(world, 'GET', path, undefined, [cookie]), ['401 session_required'])
  },
}

export const sessionMoves = [
  who,
  signOut,
  endOne,
  endOthers,
  stepUp,
  forgetDevice,
  readAccount,
  changeLocale,
  putOffReminder,
  readPolicy,
  stepUpWithNoFactor,
  useStolenToken,
  strangerKnocks,
]
