import { solve } from '../bot-check.ts'
import { noteCall } from './tally.ts'
import type { Session, World } from './world.ts'

export interface Answer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape
  body: any
  /** Name and value of a session that was handed over; undefined when none was. */
  cookie: string | undefined
  device: string | undefined
}

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

const ID = /[0-9a-f]{8}-[0-9a-f-]{27}|(?<=approvals\/)[\w-]{43}/
const SESSION = '__Host-portvakt'
const DEVICE = '__Host-portvakt-device'

/** The machine was so busy that a connection took five seconds: what was done of the call nobody knows. */
export class TooBusy extends Error {}

/** Some proofs of work are left: a call without goes no further, whatever else it brings. */
const LEFT = 8

/** A public call, from the world's network; a millisecond goes by with each. `cookies` are sent as they are. */
export async function call(
  world: World,
  method: Method,
  path: string,
  body?: object,
  cookies: (string | undefined)[] = [],
): Promise<Answer> {
  const cookie = cookies.filter(Boolean).join('; ')
  const headers: Record<string, string> = cookie ? { cookie } : {}
  const answer = await callOnce(world, method, path, body, headers)
  if (answer.body?.code !== 'bot_check_required' || ++world.lane.botChecks % LEFT === 0) return answer
  return callOnce(world, method, path, { ...body, botCheck: solve(answer.body.challenge) }, headers)
}

async function callOnce(
  world: World,
  method: Method,
  path: string,
  body: object | undefined,
  headers: Record<string, string>,
): Promise<Answer> {
  const { lane, network } = world
  lane.deps.clock.advance(0.001)
  const response = await lane.app.inject({
    method,
    url: `/api/v1/${path}`,
    remoteAddress: network,
    headers,
    ...(body ? { payload: body } : {}),
  })
  const set = (wanted: string) => {
    const found = response.cookies.find(({ name, value }) => name === wanted && value)
    return found && `${found.name}=${found.value}`
  }
  const status = response.statusCode
  const answer = {
    status,
    body: response.payload ? response.json() : undefined,
    cookie: set(SESSION),
    device: set(DEVICE),
  }
  noteCall(lane.tally, `${method} /api/v1/${path.replace(ID, '{id}')}`, status)
  world.log.push(`${method} ${path} ${JSON.stringify(body ?? {})} ${headers.cookie ?? ''} → ${verdict(answer)}`)
  if (answer.body?.code === 'busy') throw new TooBusy()
  if (status >= 500) throw new Error(`the server failed: ${JSON.stringify(answer.body)}`)
  return answer
}

/** The same by the program of an exchange, with its key; a request that changes something has a name. */
export const callAsProgram = (
  world: World,
  method: Method,
  path: string,
  body?: object,
  idempotencyKey?: string,
): Promise<Answer> =>
  callOnce(world, method, path, body, {
    authorization: `Bearer ${world.lane.apiKey}`,
    ...(idempotencyKey ? { 'idempotency-key': idempotencyKey } : {}),
  })

/** The same with what a browser that is signed in sends. */
export const callAs = (world: World, session: Session, method: Method, path: string, body?: object): Promise<Answer> =>
  call(world, method, path, body, [session.cookie, session.device])

/** Status and stable code, or the state that a success leads to where it says one. */
export function verdict({ status, body }: Answer): string {
  const word = status < 300 ? body?.state : body?.code
  return word ? `${status} ${word}` : `${status}`
}

/** @throws when the answer is none of those that the model allows; a proof of work may be asked for at any time */
export function expectOneOf(what: string, answer: Answer, allowed: readonly string[]): boolean {
  if (answer.body?.code === 'bot_check_required') return false
  const isAllowed = allowed.includes(verdict(answer)) || allowed.includes(String(answer.status))
  if (!isAllowed)
    throw new Error(`${what} answered ${verdict(answer)} ${JSON.stringify(answer.body)}; allowed: ${allowed}`)
  return answer.status < 300
}
