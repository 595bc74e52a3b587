// The browser's part of a passkey, by its own JSON methods (WebAuthn L3 §5.1). A script of its own: fetched where one is offered.
import { policy } from '../../server/platform/policy.ts'
import { type Answer, call, type Passkey, type Problem, type Session } from '../api.ts'
import { passkeyProblems } from '../words/active.ts'
import { host } from './host.ts'

/** What a ceremony came to: a value, what to say, a refusal that every page has words for, or nothing when it was stopped. */
export interface Outcome<T> {
  value?: T
  words?: string
  /** Where it can be done, when it cannot be done here. */
  elsewhere?: { address: string; label: string }
  problem?: Problem
}

/** Whether this can be done here, as far as the browser says. A shell's pages are of another origin than the passkeys. */
const isSupported = (): boolean =>
  !host.inBrowser && typeof PublicKeyCredential === 'function' && 'parseRequestOptionsFromJSON' in PublicKeyCredential

export interface SignInWithPasskey {
  /** Of a sign-in whose password was right; absent: the passkey alone. */
  flow?: string | undefined
  trustDevice?: boolean
}

export const signInWithPasskey = ({ flow, trustDevice }: SignInWithPasskey): Promise<Outcome<object>> =>
  prove('/sign-in/passkey', flow ? { flow } : {}, trustDevice ? { trustDevice } : {})

/** Of a reset whose mailbox was proven: the new password comes once more, with the proof. */
export const resetWithPasskey = (flow: string, typed: object): Promise<Outcome<object>> =>
  prove('/forgot-password/passkey', { flow }, typed)

/** Of a frozen account whose password and mailbox were proven. */
export const thawWithPasskey = (flow: string): Promise<Outcome<object>> => prove('/thaw/passkey', { flow })

export const stepUpWithPasskey = (): Promise<Outcome<Session>> => prove('/step-up/passkey')

/** Where the server asks for a passkey for one thing: options and answer below `path`. */
export const proveByPasskey = <T>(path: string): Promise<Outcome<T>> => prove(path)

export const addPasskey = (): Promise<Outcome<{ passkey: Passkey }>> =>
  makeFor({ options: '/account/passkeys/options', answer: '/account/passkeys' })

/** What is said of what went wrong: who has no other way in is told of none. */
export type PasskeyWords = Record<keyof typeof passkeyProblems, string | ((site: string) => string)>

/** The same as `proveByPasskey`, in other words. */
export const proveFor = <T>(path: string, words: PasskeyWords, body?: object): Promise<Outcome<T>> =>
  prove(path, body, {}, undefined, words)

/** Makes a passkey of what the server asks for, and brings it there, with `body` both times. */
export async function makeFor<T>(
  to: { options: string; answer: string },
  body?: object,
  words: PasskeyWords = passkeyProblems,
): Promise<Outcome<T>> {
  if (!isSupported()) return unsupported(words)
  const asked = await call<PublicKeyCredentialCreationOptionsJSON>('POST', to.options, body)
  if (!asked.ok) return refused(asked.problem, words)
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(asked.value)
  const ceremony = () => navigator.credentials.create({ publicKey })
  return finish(to.answer, { ...body }, ceremony, { rpId: asked.value.rp.id, words })
}

/** A challenge is renewed while it waits in a field, well before it ends. */
const renewMs = (policy.passkeyCeremonySeconds - 60) * 1000
const leastRoundMs = 1000

/**
 * Offers passkeys where the browser fills in a field marked `webauthn`, quietly, until stopped.
 *
 * @param tell what came of a passkey that was chosen there
 */
export async function offerInField(signal: AbortSignal, tell: (outcome: Outcome<object>) => void): Promise<void> {
  if (!isSupported() || !(await PublicKeyCredential.isConditionalMediationAvailable?.())) return
  for (;;) {
    const began = performance.now()
    const round = new AbortController()
    const timer = setTimeout(() => round.abort(), renewMs)
    const outcome = await prove<object>('/sign-in/passkey', {}, {}, AbortSignal.any([signal, round.signal]))
    clearTimeout(timer)
    if (signal.aborted) return
    // What the browser says of its own list is no news to whoever is typing; what our server says of a chosen one is.
    if (outcome.value || outcome.problem || outcome.isAnswered) tell(outcome)
    const isOver = outcome.value || outcome.problem || outcome.words === undefined
    if (isOver || performance.now() - began < leastRoundMs) return
  }
}

async function prove<T>(
  path: string,
  body?: object,
  more?: object,
  /** Given: offered in a field, and stopped by this. */
  signal?: AbortSignal,
  words: PasskeyWords = passkeyProblems,
): Promise<Outcome<T> & { isAnswered?: boolean }> {
  if (!isSupported()) return unsupported(words)
  const asked = await call<PublicKeyCredentialRequestOptionsJSON>('POST', `${path}/options`, body)
  // A field that offers nothing is a field as before.
  if (!asked.ok) return signal ? {} : refused(asked.problem, words)
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(asked.value)
  const field = signal ? { signal, mediation: 'conditional' as const } : {}
  const ceremony = () => navigator.credentials.get({ publicKey, ...field })
  return finish(path, { ...body, ...more }, ceremony, { rpId: asked.value.rpId, words })
}

async function finish<T>(
  path: string,
  body: object,
  ceremony: () => Promise<Credential | null>,
  { rpId = '', words }: { rpId?: string | undefined; words: PasskeyWords },
): Promise<Outcome<T> & { isAnswered?: boolean }> {
  let credential: PublicKeyCredential
  try {
    credential = (await ceremony()) as PublicKeyCredential
  } catch (error) {
    return { words: wordsFor((error as DOMException).name, rpId, words) }
  }
  const answer: Answer<T> = await call('POST', path, { ...body, credential: credential.toJSON() })
  if (answer.ok) return { value: answer.value }
  if (answer.problem.code === 'passkey_unknown') forget(rpId, credential.id)
  return { ...refused(answer.problem, words), isAnswered: true }
}

/** So that the device offers it no more (WebAuthn L3 §5.1.10); where it cannot be told, its owner is. */
function forget(rpId: string, credentialId: string): void {
  PublicKeyCredential.signalUnknownCredential?.({ rpId, credentialId }).catch(() => {})
}

function unsupported(words: PasskeyWords): Outcome<never> {
  if (!host.inBrowser) return { words: saying(words.unsupported) }
  const elsewhere = { address: host.inBrowser(), label: saying(words.openBrowser) }
  return { words: saying(words.notInApp), elsewhere }
}

function refused(problem: Problem, words: Partial<Record<string, PasskeyWords[keyof PasskeyWords]>>): Outcome<never> {
  const said = words[problem.code]
  return typeof said === 'string' ? { words: said } : { problem }
}

/** What the browser said, by the name of its error (WebAuthn L3 §5.1.3 and §5.1.4); stopped by the page itself: nothing. */
function wordsFor(error: string, site: string, words: PasskeyWords): string {
  if (error === 'AbortError') return ''
  if (error === 'SecurityError') return saying(words.wrong_site, site)
  if (error === 'InvalidStateError') return saying(words.passkey_enrolled)
  return saying(error === 'NotSupportedError' ? words.unsupported : words.cancelled)
}

const saying = (words: string | ((site: string) => string), site = ''): string =>
  typeof words === 'string' ? words : words(site)
