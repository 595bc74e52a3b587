import { solve } from '../bot-check.ts'
import { type DeviceKey, deviceKey } from '../device-key.ts'
import { noteCall } from './tally.ts'
import type { Session, World } from './world.ts'

export interface Answer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape
  body: any
  /** Name and value of a session that was handed over, in a cookie or to the app; undefined when none was. */
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

/** What the app sends besides: a proof of its key, and its token. */
interface AsApp {
  key?: Pick<DeviceKey, 'prove'> | undefined
  token?: string
}

/** A public call, from the world's network; a millisecond goes by with each. `cookies` are sent as they are. */
export async function call(
  world: World,
  method: Method,
  path: string,
  body?: object,
  cookies: (string | undefined)[] = [],
  { key, token }: AsApp = {},
): Promise<Answer> {
  const cookie = cookies.filter(Boolean).join('; ')
  const headers: Record<string, string> = {
    ...(cookie ? { cookie } : {}),
    ...(token ? { authorization: `Bearer ${token}` } : {}),
    ...(key ? { dpop: key.prove({ method, path: `/api/v1/${path}`, token }) } : {}),
  }
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
  const answered = response.payload ? response.json() : undefined
  const handed = handedOver(answered, headers.cookie)
  const answer = { status, body: answered, cookie: set(SESSION) ?? handed.cookie, device: set(DEVICE) ?? handed.device }
  noteCall(lane.tally, `${method} /api/v1/${path.replace(ID, '{id}').replace(/\?.*/, '')}`, status)
  world.log.push(
    `${method} ${path} ${JSON.stringify(body ?? {})} ${headers.cookie ?? ''} ${headers.authorization ?? ''} → ${verdict(answer)}`,
  )
  if (answer.body?.code === 'busy') throw new TooBusy()
  if (status >= 500) throw new Error(`the server failed: ${JSON.stringify(answer.body)}`)
  return answer
}

/** What the app gets in the answer itself; what it is known by once alone. */
function handedOver(body: Answer['body'], brought = ''): Pick<Answer, 'cookie' | 'device'> {
  const token: string | undefined = body?.token ?? body?.session?.token
  if (token === undefined) return { cookie: undefined, device: undefined }
  const fresh: string | undefined = body.session?.deviceToken
  const device = fresh ? `${DEVICE}=${fresh}` : brought.split('; ').find((each) => each.startsWith(DEVICE))
  return { cookie: `${SESSION}=${token}`, device }
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

/** The same with what a browser that is signed in sends, or the app. */
export const callAs = (
  world: World,
  session: Session,
  method: Method,
  path: string,
  body?: object,
): Promise<Answer> => {
  const { cookie, device, key } = session
  if (!key) return call(world, method, path, body, [cookie, device])
  return call(world, method, path, body, [device], { key, token: tokenOf(session) })
}

export const tokenOf = ({ cookie }: Session): string => cookie.slice(cookie.indexOf('=') + 1)

/** Of a phone on which the app is new. */
export const newKey = ({ lane: { deps } }: World): DeviceKey =>
  deviceKey({ origin: deps.config.origin, now: () => deps.clock.now() })

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
