// The one door from the pages to the server: JSON in, a value or a problem out. Never throws.
import type { Challenge } from './parts/bot-check-solver.ts'
import { host } from './parts/host.ts'
import type {
  addressRefusals,
  approvalRefusals,
  deviceRefusals,
  factorRefusals,
  passkeyProblems,
  refusals,
  staffRefusals,
} from './words/nb.ts'

/** A refusal code of the server (RFC 9457 `code`), or `network` when no answer came. */
export type ProblemCode =
  | keyof typeof refusals
  | keyof typeof factorRefusals
  | keyof typeof passkeyProblems
  | keyof typeof approvalRefusals
  | keyof typeof deviceRefusals
  | keyof typeof staffRefusals
  | keyof typeof addressRefusals

export interface Problem {
  code: ProblemCode
  fields?: { field: string; code: string }[]
  /** Whole seconds until a new try can succeed. */
  retryAfterSeconds?: number
  state?: string
  /** Of `bot_check_required`. */
  challenge?: Challenge
  /** `step_up_required`: by which proofs the session becomes fresh enough. */
  methods?: Method[]
  requestId?: string
}

/** What proves once more that it is you: the password, a code to an address, or what the account has of the second kind. */
export type Method = 'password' | 'address_code' | 'totp' | 'passkey'

export type Answer<T> = { ok: true; value: T } | { ok: false; problem: Problem }

/** The open step of a sign-up, of a reset, or of adding an identifier. Times are ISO 8601. */
export interface Flow {
  flow: string
  state: string
  /** What may be done in that state, where a journey leaves a choice. */
  actions?: string[]
  channel?: 'email' | 'sms' | 'email_or_sms'
  /** Masked. */
  destination?: string
  resendAt?: string
  expiresAt?: string
  /** Whether the code was last asked for on the account's other address: a reset, the proof of a mailbox before a sign-in. */
  toOther?: boolean
}

export interface Hold {
  reason: string
  endsAt: string
}

export interface Session {
  account: { id: string; identifiers: { kind: 'email' | 'phone'; masked: string }[]; locale: string }
  session: {
    id: string
    client: 'web' | 'app'
    authenticatedAt: string
    /** When a proof of the second kind was last given in it. */
    factorAt: string | null
    /** What the account has of the second kind: while there is one, sensitive acts ask for it. */
    factors: ('totp' | 'passkey')[]
    idleEndsAt: string
    endsAt: string
  }
  holds: Hold[]
}

export interface Passkey {
  id: string
  /** Empty: nothing is known of it. */
  name: string
  createdAt: string
  lastUsedAt: string | null
  suspended: boolean
}

export interface OwnIdentifier {
  id: string
  kind: 'email' | 'phone'
  masked: string
  verifiedAt: string
  /** Whether codes that open the account for good go there. */
  established: boolean
}

export interface Account {
  id: string
  createdAt: string
  identifiers: OwnIdentifier[]
  password: { changedAt: string }
  authenticator: { enrolledAt: string; suspended: boolean } | null
  recoveryKey: { createdAt: string } | null
  passkeys: Passkey[]
  /** What every message from us begins with. */
  phrase: string | null
  /** Codes, most protective first. */
  advice: string[]
  /** `scheduled` has its end. */
  deletion: { state: 'none' | 'scheduled'; actions: string[]; endsAt: string | null }
  /** What to remind of on every page; null: nothing, or not now. */
  reminder: string | null
}

export interface Device {
  id: string
  current: boolean
  client: 'web' | 'app'
  device: { browser?: string | null; system?: string | null }
  /** ISO 3166-1 alpha-2; empty: not known. */
  place: string
  /** Whose network; empty: not known. */
  network: string
  createdAt: string
  lastSeenAt: string
}

/** A browser or app the account was signed in to on before. */
export interface KnownDevice extends Omit<Device, 'createdAt'> {
  firstSeenAt: string
  /** Signs in without the second proof until then. */
  trustedUntil: string | null
}

const patienceMs = 20_000
let skewMs = 0

/** Now by the server's clock, so that countdowns are right on a device whose clock is not. */
export const serverNow = () => Date.now() + skewMs

/** The load may rise while a bot check is made, so that it has to be made once more. */
const mostBotChecks = 3

/**
 * Calls `/api/v1` and gives the value or the problem. No answer within 20 s, or one that is not ours, is `network`. A bot check
 * that is asked for is made, and the call made again with it: whoever calls sees nothing of it but the time.
 */
export async function call<T>(method: string, path: string, body?: object): Promise<Answer<T>> {
  for (let made = 0; ; made++) {
    const answer = await ask<T>(method, path, body)
    if (answer.ok || !answer.problem.challenge || made === mostBotChecks) return answer
    try {
      const { beginBotCheck, finishBotCheck } = await import('./parts/bot-check.ts')
      const botCheck = await finishBotCheck(beginBotCheck(answer.problem.challenge))
      if (!botCheck) return answer
      body = { ...body, botCheck }
    } catch {
      return { ok: false, problem: { code: 'network' } } // its script could not be fetched
    }
  }
}

async function ask<T>(method: string, path: string, body?: object): Promise<Answer<T>> {
  try {
    const response = await host.reach(path, {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(patienceMs),
    })
    const date = Date.parse(response.headers.get('date') ?? '')
    // The header has whole seconds: half a second off on average, and never early enough to matter.
    if (date) skewMs = Math.abs(date - Date.now()) < 2000 ? 0 : date - Date.now()
    if (response.status === 204) return { ok: true, value: undefined as T }
    const answer = await response.json()
    return response.ok ? { ok: true, value: answer } : { ok: false, problem: asProblem(answer, response) }
  } catch {
    return { ok: false, problem: { code: 'network' } }
  }
}

function asProblem(answer: Partial<Problem>, response: Response): Problem {
  const retryAfter = Number(response.headers.get('retry-after'))
  return {
    ...answer,
    code: answer.code ?? (response.status === 503 ? 'busy' : 'internal'),
    retryAfterSeconds: answer.retryAfterSeconds ?? (retryAfter || undefined),
  }
}
