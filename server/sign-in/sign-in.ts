import { type Account, findAccount } from '../accounts/find-account.ts'
import type { Identifier } from '../accounts/identifier.ts'
import { isTrusted } from '../devices/known-devices.ts'
import type { Asker, StartedProof } from '../mailbox-proof/start-proof.ts'
import { startProof } from '../mailbox-proof/start-proof.ts'
import { tellWrongPasswords } from '../notices/tell-wrong-passwords.ts'
import { verifyPassword } from '../passwords/verify-password.ts'
import { besideAnswer } from '../platform/after-answer.ts'
import type { Deps } from '../platform/deps.ts'
import { blur, evenOut } from '../platform/even-out.ts'
import type { Waiting } from '../platform/password-hasher.ts'
import { Refusal } from '../platform/refusals.ts'
import type { Surroundings } from '../sessions/describe-session.ts'
import type { OpenedSession } from '../sessions/open-session.ts'
import type { Allowance, Tryer } from './allowance.ts'
import { openAllowance } from './allowance.ts'
import { type FactorFlow, newFactorFlow } from './factor-flow.ts'
import type { SignInAction } from './journey.ts'
import { type LookedUp, lookUp } from './look-up.ts'
import type { Opening, SignedInOn } from './open-signed-in.ts'
import { openOnKnownDevice, openSignedIn } from './open-signed-in.ts'
import { waysOn } from './prove-factor.ts'

export interface SignIn extends Tryer, SignedInOn, Asker {
  identifier: Identifier
  password: string
}

export type SignInOutcome =
  | { state: 'signed_in'; opened: OpenedSession & { surroundings: Surroundings } }
  | ({ state: 'code' } & StartedProof)
  | { state: 'factor'; flow: FactorFlow; actions: SignInAction[] }

/**
 * Signs in with an identifier and a password. An unknown account and a wrong password are one refusal, after equal work. The
 * try is counted where no stranger's failures are, if the device is known or the mailbox was proven (see `openAllowance`);
 * a stranger who came after too many wrong ones is asked for that proof, and the password is not looked at.
 *
 * @throws Refusal `credentials_wrong`, `account_frozen` (the password was right), `too_many_attempts`, `busy`,
 *   `bot_check_required`, `too_many_codes`, `flow_ended` (another sign-in used the proof up)
 */
export async function signIn(deps: Deps, request: SignIn): Promise<SignInOutcome> {
  const { identifier } = request
  const began = performance.now()
  const looking = lookUp(deps, identifier, request.deviceSecret) // while the try is being counted
  const refused = new AbortController()
  const verifying = request.flow ? undefined : verifyAhead(deps, request, looking, refused.signal)
  for (const ahead of [looking, verifying]) ahead?.catch(() => {}) // told when it is awaited
  const allowance = await openAllowance(deps, request, looking).catch((error: unknown) => {
    refused.abort()
    throw error
  })
  if (!allowance) {
    const started = await startProof(deps, 'sign_in', identifier, (await looking).profile, request)
    await evenOut(performance.now() - began)
    return { state: 'code', ...started }
  }
  const ways = looking.then((found) => waysAhead(deps, found))
  ways.catch(() => {}) // told when it is awaited
  const { verdict, opened, surroundings } = await evaluate(deps, request, allowance, looking, verifying)
  if (opened) return { state: 'signed_in', opened: { ...opened, surroundings } }
  if (verdict === 'factor' && surroundings.profile) {
    // A proof of the mailbox is worth one sign-in, and says so when it is used up; whatever else was counted is only given back.
    if (request.flow) await allowance.succeed()
    else besideAnswer(deps, () => allowance.succeed())
    const deviceId = (await looking).known?.deviceId
    const flow = newFactorFlow(deps, surroundings.profile, { client: request.client, deviceId })
    return { state: 'factor', flow, actions: (await ways) ?? (await waysOn(deps, surroundings.profile)) }
  }
  if (verdict === 'frozen') {
    // Given back and no more: whoever has the password alone must not wipe out with it what was counted of strangers.
    await allowance.abandon()
    throw new Refusal('account_frozen')
  }
  const telling = await allowance.fail()
  const accountId = surroundings.profile?.accountId
  if (telling && accountId)
    tellWrongPasswords(deps, { ...telling, accountId, event: 'failures', device: request.device })
  await blur() // whoever is right does not wait for it
  throw new Refusal('credentials_wrong')
}

interface Evaluated {
  verdict: 'right' | 'wrong' | 'frozen' | 'factor'
  opened?: OpenedSession
  surroundings: Surroundings
}

/** The password alone opens an account without a factor, and one with a factor on a device that gave it lately. */
function asksForFactor({ clock }: Deps, { factors, credentialVersion }: Account, { known }: LookedUp): boolean {
  return factors.length > 0 && !isTrusted(known, credentialVersion, clock.now())
}

/** On a device that the account knows, asked while the password is hashed: nearly always it is right there. */
async function waysAhead(deps: Deps, found: LookedUp): Promise<SignInAction[] | undefined> {
  const { profile, known } = found
  return profile && known && asksForFactor(deps, profile, found) ? waysOn(deps, profile) : undefined
}

const verify = (deps: Deps, { password }: SignIn, { profile, stored }: LookedUp, waiting: Waiting) =>
  verifyPassword(deps, profile?.accountId, password, { stored, ...waiting })

/**
 * Hashes for a device that the account knows while its try is being counted, and the disk waited for: nobody learns what came
 * of it before the count is kept. A try that is refused meanwhile gives its hash up, unless that is at work already. Strangers are
 * counted first, so that a refused try of theirs never costs one; so is everybody while others wait for a hash, or the tries of one
 * device beyond the few that may be under way would take places from them.
 *
 * @returns undefined where nothing was hashed ahead
 */
async function verifyAhead(
  deps: Deps,
  request: SignIn,
  looking: Promise<LookedUp>,
  signal: AbortSignal,
): Promise<boolean | undefined> {
  const found = await looking
  return found.known && deps.hasher.load().waiting === 0 ? verify(deps, request, found, { signal }) : undefined
}

/** Looks at the password, and opens the session if it is right. What goes wrong on our side spends no try. */
async function evaluate(
  deps: Deps,
  request: SignIn,
  allowance: Allowance,
  looking: Promise<LookedUp>,
  verifying: Promise<boolean | undefined> | undefined,
): Promise<Evaluated> {
  try {
    const surroundings = await looking
    const account = surroundings.profile
    const isRight =
      (await verifying) ?? (await verify(deps, request, surroundings, { isStranger: allowance.isStranger }))
    if (!isRight || !account) return { verdict: 'wrong', surroundings }
    if (asksForFactor(deps, account, surroundings))
      return { verdict: account.frozenAt ? 'frozen' : 'factor', surroundings }
    const restsOnTrust = account.factors.length > 0
    const opening: Opening = { ...request, account, allowance, amr: ['pwd'], aal: 1, restsOnTrust }
    // Nearly every sign-in; the long way tells what is otherwise. A proof of the mailbox has its own word for having been used.
    const { known } = request.flow || restsOnTrust ? {} : surroundings
    const atOnce = known && (await deps.db.atOnce((tx) => openOnKnownDevice(tx, deps, opening, known.deviceId)))
    const opened = atOnce ?? (await deps.db.transactionIf((tx) => openSignedIn(tx, deps, opening)))
    if (opened) return { verdict: 'right', opened, surroundings }
    return { verdict: await whatChanged(deps, account, restsOnTrust), surroundings }
  } catch (error) {
    await allowance.abandon()
    throw error
  }
}

/** Said to whoever knows the password, and asked anew: something was otherwise than when this began. */
async function whatChanged(deps: Deps, { accountId, credentialVersion }: Account, restedOnTrust: boolean) {
  const now = await findAccount(deps, accountId)
  if (now?.frozenAt) return 'frozen'
  return restedOnTrust && now?.credentialVersion === credentialVersion ? 'factor' : 'wrong'
}
