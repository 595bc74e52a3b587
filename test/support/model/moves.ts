// Everything anybody can do from outside, in any order, and what the model says each may answer.
import fc from 'fast-check'
import { policy } from '../../../server/platform/policy.ts'
import { type Answer, call, type Flow, nowOf, ownerOf, passwords, readMail, verdict, type World } from './world.ts'

export interface Move {
  name: string
  isPossible(world: World): boolean
  play(world: World): Promise<void>
}

const pick = <T>(list: readonly T[], at: number): T => {
  const picked = list[at % list.length]
  if (picked === undefined) throw new Error('nothing to pick from')
  return picked
}

function expectOneOf(what: string, answer: Answer, allowed: string[]): void {
  if (!allowed.includes(verdict(answer)))
    throw new Error(
      `${what} answered ${verdict(answer)} ${JSON.stringify(answer.body)}; allowed: ${allowed.join(', ')}`,
    )
}

// As promised, not as configured: a figure that changes must fail here.
const CODE_TRIES = 5
const CODE_SECONDS = 600

const LIMITS = ['429 too_many_codes', '429 code_too_soon']
const isOver = (world: World, { startedAt }: Flow) => nowOf(world) >= startedAt + policy.flowTtlSeconds * 1000
const isLive = ({ person, version }: Flow) => person !== undefined && person.version === version

const newFlow = (world: World, token: string, address: string): Flow => {
  const person = ownerOf(world, address)
  const now = nowOf(world)
  const common = { token, address, startedAt: now, issuedAt: now, tries: 0 }
  return {
    ...common,
    state: 'code',
    person,
    version: person?.version ?? 0,
    code: undefined,
    replaced: undefined,
    isConsumed: false,
  }
}

/** What the open code of a flow makes of `code`; 'right' only for one that reached a mailbox for this very flow. */
function tryCode(world: World, flow: Flow, code: string): string[] {
  const isExpired = nowOf(world) >= flow.issuedAt + CODE_SECONDS * 1000
  if (flow.isConsumed || flow.tries >= CODE_TRIES) return ['422 code_spent', ...(isExpired ? ['422 code_expired'] : [])]
  if (isExpired) return ['422 code_expired']
  flow.tries++
  return code === flow.code ? ['right'] : ['422 code_wrong', '422 code_replaced']
}

function codeFor(world: World, flow: Flow, choice: number): string {
  if (choice % 5 === 0 && flow.replaced) return flow.replaced
  if (choice % 3 !== 0 && flow.code) return flow.code
  return choice % 2 === 0 && world.codes.length > 0 ? pick(world.codes, choice) : String(choice % 1e8).padStart(8, '0')
}

async function deliver(world: World, flow: Flow, to: readonly string[]): Promise<void> {
  flow.issuedAt = nowOf(world)
  flow.tries = 0
  flow.replaced = flow.code ?? flow.replaced
  flow.code = undefined
  for (const address of to) {
    const code = await readMail(world, address)
    if (code) flow.code = code
  }
}

const beginReset = (at: number): Move => ({
  name: `begin a reset of address ${at}`,
  isPossible: () => true,
  async play(world) {
    const address = pick(world.addresses, at)
    const answer = await call(world, 'POST', 'forgot-password', { identifier: address })
    expectOneOf('a reset', answer, ['200', '429 too_many_codes'])
    if (answer.status !== 200) return
    const flow = newFlow(world, answer.body.flow, address)
    world.resets.push(flow)
    await deliver(world, flow, flow.person ? [address] : [])
    if (flow.person && !flow.code) throw new Error('no code reached the owner')
  },
})

const askAgain = (at: number, step: 'resend' | 'other-channel', isPatient: boolean): Move => ({
  name: `${isPatient ? 'wait, ' : ''}${step} in reset ${at}`,
  isPossible: ({ resets }) => resets.length > 0,
  async play(world) {
    const flow = pick(world.resets, at)
    if (isPatient) world.lane.deps.clock.advance(policy.codeResendSeconds + 1)
    const answer = await call(world, 'POST', `forgot-password/${step}`, { flow: flow.token })
    if (isOver(world, flow)) return expectOneOf(step, answer, ['410 flow_ended'])
    if (flow.state === 'done') return expectOneOf(step, answer, ['409 wrong_state'])
    expectOneOf(step, answer, ['200', ...LIMITS])
    if (answer.status === 200) await deliver(world, flow, isLive(flow) ? (flow.person?.addresses ?? []) : [])
  },
})

interface Finish {
  at: number
  choice: number
  password: string
  isUnequal: boolean
}

const finishReset = ({ at, choice, password, isUnequal }: Finish): Move => ({
  name: `finish reset ${at} with code ${choice}, «${password}»${isUnequal ? ' unequal' : ''}`,
  isPossible: ({ resets }) => resets.length > 0,
  async play(world) {
    const flow = pick(world.resets, at)
    const code = codeFor(world, flow, choice)
    const body = { flow: flow.token, code, password, repeat: isUnequal ? `${password}.` : password }
    const answer = await call(world, 'POST', 'forgot-password/finish', body)
    expectOneOf('a finish', answer, allowedFinish(world, flow, code, password, isUnequal))
    if (answer.cookie) throw new Error('a reset signed somebody in')
    if (answer.status !== 200) return
    if (!flow.person) throw new Error('a password of nobody was changed')
    flow.state = 'done'
    flow.isConsumed = true
    flow.person.password = password
    flow.person.version++
    for (const addition of world.additions) if (addition.person === flow.person) addition.state = 'done'
  },
})

const guess = (at: number, times: number): Move => ({
  name: `guess ${times} times at reset ${at}`,
  isPossible: ({ resets }) => resets.length > 0,
  async play(world) {
    const flow = pick(world.resets, at)
    const code = String(flow.startedAt % 1e8).padStart(8, '0')
    const [password] = passwords
    for (let tried = 0; tried < times; tried++) {
      const body = { flow: flow.token, code, password, repeat: password }
      const answer = await call(world, 'POST', 'forgot-password/finish', body)
      expectOneOf('a guess', answer, allowedFinish(world, flow, code, password, false))
    }
  },
})

function allowedFinish(world: World, flow: Flow, code: string, password: string, isUnequal: boolean): string[] {
  if (isUnequal) return ['400 request_invalid']
  if (isOver(world, flow)) return ['410 flow_ended']
  if (flow.state === 'done') return ['409 wrong_state']
  if (password.length < policy.passwordMinLengthAlone) return ['422 password_weak']
  const tried = tryCode(world, flow, code)
  if (tried[0] !== 'right') return tried
  return [isLive(flow) ? '200' : '410 flow_ended']
}

const beginSignUp = (at: number): Move => ({
  name: `begin a sign-up with address ${at}`,
  isPossible: () => true,
  async play(world) {
    const address = pick(world.addresses, at)
    const answer = await call(world, 'POST', 'sign-up', { identifier: address })
    expectOneOf('a sign-up', answer, ['200', '429 too_many_codes'])
    if (answer.status !== 200) return
    const flow = newFlow(world, answer.body.flow, address)
    world.signUps.push(flow)
    await deliver(world, flow, [address])
    if (flow.person && flow.code) throw new Error('a code of a sign-up with a taken address reached anybody')
  },
})

const proveSignUp = (at: number, choice: number): Move => ({
  name: `prove sign-up ${at} with code ${choice}`,
  isPossible: ({ signUps }) => signUps.length > 0,
  async play(world) {
    const flow = pick(world.signUps, at)
    const code = codeFor(world, flow, choice)
    const answer = await call(world, 'POST', 'sign-up/code', { flow: flow.token, code })
    if (isOver(world, flow)) return expectOneOf('a proof', answer, ['410 flow_ended'])
    if (flow.state !== 'code') return expectOneOf('a proof', answer, ['409 wrong_state'])
    const tried = tryCode(world, flow, code)
    expectOneOf('a proof', answer, tried[0] === 'right' ? ['200'] : tried)
    if (answer.status === 200) flow.state = 'password'
  },
})

const finishSignUp = (at: number, password: string): Move => ({
  name: `finish sign-up ${at} with «${password}»`,
  isPossible: ({ signUps }) => signUps.length > 0,
  async play(world) {
    const flow = pick(world.signUps, at)
    const body = { flow: flow.token, password, acceptTerms: true }
    const answer = await call(world, 'POST', 'sign-up/password', body)
    if (isOver(world, flow)) return expectOneOf('the end of a sign-up', answer, ['410 flow_ended'])
    if (flow.state !== 'password') return expectOneOf('the end of a sign-up', answer, ['409 wrong_state'])
    if (password.length < policy.passwordMinLengthAlone)
      return expectOneOf('the end of a sign-up', answer, ['422 password_weak'])
    const isTaken = ownerOf(world, flow.address) !== undefined
    expectOneOf('the end of a sign-up', answer, [isTaken ? '409 identifier_taken' : '201'])
    if (answer.status !== 201) return
    flow.state = 'done'
    const accountId: string = answer.body.account.id
    const person = { accountId, addresses: [flow.address], password, version: 0, isLeaving: false }
    world.people.push(person)
    remember(world, answer, person.addresses[0] ?? '')
  },
})

const signIn = (at: number, password: string): Move => ({
  name: `sign in as address ${at} with «${password}»`,
  isPossible: () => true,
  async play(world) {
    const address = pick(world.addresses, at)
    const answer = await call(world, 'POST', 'sign-in', { identifier: address, password })
    const isRight = ownerOf(world, address)?.password === password
    expectOneOf('a sign-in', answer, [isRight ? '200' : '401 credentials_wrong', '429 too_many_attempts'])
    if (answer.status === 200) remember(world, answer, address)
  },
})

function remember(world: World, { cookie }: Answer, address: string): void {
  const person = ownerOf(world, address)
  if (!cookie || !person) throw new Error('signed in as nobody')
  const now = nowOf(world)
  world.sessions.push({ cookie, person, version: person.version, provenAt: now, seenAt: now, isEnded: false })
}

/** A quiet session may have ended by itself; one that was closed must have. */
function allowedWithSession(world: World, at: number, allowed: string[]): string[] {
  const session = pick(world.sessions, at)
  if (session.isEnded || session.version !== session.person.version) return ['401 session_required']
  const idle = (nowOf(world) - session.seenAt) / 1000
  if (idle > policy.webSessionIdleSeconds - 60) return [...allowed, '401 session_required']
  return allowed
}

const askWho = (at: number): Move => ({
  name: `ask who session ${at} is`,
  isPossible: ({ sessions }) => sessions.length > 0,
  async play(world) {
    const session = pick(world.sessions, at)
    const answer = await call(world, 'GET', 'session', undefined, session.cookie)
    expectOneOf('a session', answer, allowedWithSession(world, at, ['200']))
    if (answer.status !== 200) return
    session.seenAt = nowOf(world)
    if (answer.body.account.id !== session.person.accountId) throw new Error('a session of somebody else')
  },
})

const signOut = (at: number): Move => ({
  name: `sign session ${at} out`,
  isPossible: ({ sessions }) => sessions.length > 0,
  async play(world) {
    const session = pick(world.sessions, at)
    expectOneOf('a sign-out', await call(world, 'DELETE', 'session', undefined, session.cookie), ['204'])
    session.isEnded = true
  },
})

const beginAddition = (at: number, to: number): Move => ({
  name: `begin to add address ${to} with session ${at}`,
  isPossible: ({ sessions }) => sessions.length > 0,
  async play(world) {
    const session = pick(world.sessions, at)
    const address = pick(world.addresses, to)
    const answer = await call(world, 'POST', 'account/identifiers', { identifier: address }, session.cookie)
    const kinds = session.person.addresses.map((each) => each.includes('@'))
    const refusals = ['401 step_up_required', '429 too_many_codes']
    const isFull = kinds.includes(address.includes('@'))
    const isStale = nowOf(world) - session.provenAt > policy.stepUpFreshnessSeconds * 1000
    const allowed = [...(isFull ? ['409 identifier_kind_taken'] : ['200']), ...refusals]
    expectOneOf('an addition', answer, allowedWithSession(world, at, isStale ? ['401 step_up_required'] : allowed))
    if (answer.status !== 200) return
    session.seenAt = nowOf(world)
    const flow = { ...newFlow(world, answer.body.flow, address), person: session.person, session }
    world.additions.push(flow)
    await deliver(world, flow, [address])
    if (flow.code && ownerOf(world, address)) throw new Error('a code for a taken address reached anybody')
  },
})

const proveAddition = (at: number, choice: number): Move => ({
  name: `prove addition ${at} with code ${choice}`,
  isPossible: ({ additions }) => additions.length > 0,
  async play(world) {
    const flow = pick(world.additions, at)
    const code = codeFor(world, flow, choice)
    const { session } = flow
    const body = { flow: flow.token, code }
    const answer = await call(world, 'POST', 'account/identifiers/code', body, session.cookie)
    const which = world.sessions.indexOf(session)
    const isStale = nowOf(world) - session.provenAt > policy.stepUpFreshnessSeconds * 1000
    if (isStale) return expectOneOf('an addition', answer, allowedWithSession(world, which, ['401 step_up_required']))
    const ended = allowedWithSession(world, which, [])
    if (ended.length > 0) return expectOneOf('an addition', answer, ended)
    if (flow.state === 'done' || isOver(world, flow)) return expectOneOf('an addition', answer, ['410 flow_ended'])
    const tried = tryCode(world, flow, code)
    const isTaken = ownerOf(world, flow.address) !== undefined
    const isFull = flow.person?.addresses.some((each) => each.includes('@') === flow.address.includes('@'))
    const right = isTaken ? '409 identifier_taken' : isFull ? '409 identifier_kind_taken' : '201'
    expectOneOf('an addition', answer, tried[0] === 'right' ? [right] : tried)
    if (answer.status !== 201) return
    flow.state = 'done'
    flow.person?.addresses.push(flow.address)
  },
})

/** A proof that is too old, as the model sees it. */
const isStale = (world: World, { provenAt }: { provenAt: number }) =>
  nowOf(world) - provenAt > policy.stepUpFreshnessSeconds * 1000

const askForDeletion = (at: number, password: string): Move => ({
  name: `ask for the deletion of session ${at}’s account with «${password}»`,
  isPossible: ({ sessions }) => sessions.length > 0,
  async play(world) {
    const session = pick(world.sessions, at)
    const { person } = session
    const answer = await call(world, 'POST', 'account/deletion', { password }, session.cookie)
    const right = person.password === password ? '200' : '401 credentials_wrong'
    const allowed = person.isLeaving ? ['409 wrong_state'] : [right, '429 too_many_attempts']
    const stale = ['401 step_up_required']
    expectOneOf('a deletion', answer, allowedWithSession(world, at, isStale(world, session) ? stale : allowed))
    if (answer.status !== 200) return
    person.isLeaving = true
    person.version++
    const now = nowOf(world)
    Object.assign(session, { cookie: answer.cookie ?? '', version: person.version, provenAt: now, seenAt: now })
    for (const addition of world.additions) if (addition.person === person) addition.state = 'done'
  },
})

const keepAccount = (at: number): Move => ({
  name: `keep the account of session ${at}`,
  isPossible: ({ sessions }) => sessions.length > 0,
  async play(world) {
    const session = pick(world.sessions, at)
    const answer = await call(world, 'DELETE', 'account/deletion', undefined, session.cookie)
    const allowed = isStale(world, session) ? ['401 step_up_required'] : ['200']
    expectOneOf('keeping an account', answer, allowedWithSession(world, at, allowed))
    if (answer.status === 200) session.person.isLeaving = false
  },
})

const wait = (seconds: number): Move => ({
  name: `wait ${seconds} s`,
  isPossible: () => true,
  play: async (world) => world.lane.deps.clock.advance(seconds),
})

const index = fc.nat(7)
const choice = fc.nat(99_999_999)
const password = fc.constantFrom(...passwords, 'kort')

/** One move, of any kind. Those that lead far into a reset come more often. */
export const anyMove: fc.Arbitrary<Move> = fc.oneof(
  { weight: 5, arbitrary: index.map(beginReset) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(index, fc.constantFrom('resend' as const, 'other-channel' as const), fc.boolean())
      .map(([at, step, isPatient]) => askAgain(at, step, isPatient)),
  },
  {
    weight: 8,
    arbitrary: fc.record({ at: index, choice, password, isUnequal: fc.nat(9).map((n) => n === 0) }).map(finishReset),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(index, fc.integer({ min: 4, max: 6 })).map(([at, times]) => guess(at, times)),
  },
  { weight: 2, arbitrary: index.map(beginSignUp) },
  { weight: 2, arbitrary: fc.tuple(index, choice).map(([at, code]) => proveSignUp(at, code)) },
  { weight: 2, arbitrary: fc.tuple(index, password).map(([at, word]) => finishSignUp(at, word)) },
  { weight: 4, arbitrary: fc.tuple(index, password).map(([at, word]) => signIn(at, word)) },
  { weight: 2, arbitrary: index.map(askWho) },
  { weight: 1, arbitrary: index.map(signOut) },
  { weight: 1, arbitrary: fc.tuple(index, index).map(([at, to]) => beginAddition(at, to)) },
  { weight: 1, arbitrary: fc.tuple(index, choice).map(([at, code]) => proveAddition(at, code)) },
  { weight: 1, arbitrary: fc.tuple(index, password).map(([at, word]) => askForDeletion(at, word)) },
  { weight: 1, arbitrary: index.map(keepAccount) },
  { weight: 2, arbitrary: fc.constantFrom(30, 61, 601, 3601, 90_000).map(wait) },
)
