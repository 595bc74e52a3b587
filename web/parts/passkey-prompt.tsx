// A button that asks the browser for a passkey, and what came of it. What it takes is fetched when it is pressed.
import { useState } from 'preact/hooks'
import { type Problem, serverNow } from '../api.ts'
import { useSecondsLeft } from './countdown.tsx'
import { ProblemAlert, type ProblemWords } from './form.tsx'
import type { Outcome } from './passkey.ts'
import { useSlow } from './use-form.ts'

type Passkeys = typeof import('./passkey.ts')

interface PasskeyPromptProps<T> {
  label: string
  /** Another way is the first. */
  isSecond?: boolean
  ceremony(passkeys: Passkeys): Promise<Outcome<T>>
  /** @returns whether the page sees to the refusal itself: nothing is said here then */
  seeTo?(problem: Problem): boolean
  /** For refusals, besides the general ones. */
  words?: ProblemWords
  /** `leaving` keeps the button busy while the next page loads. */
  done(value: T): 'leaving' | undefined
}

export function PasskeyPrompt<T>({ label, isSecond, ceremony, seeTo, words, done }: PasskeyPromptProps<T>) {
  const [busy, setBusy] = useState(false)
  const [said, setSaid] = useState<Outcome<unknown>>({})
  const slow = useSlow(busy)

  async function press() {
    if (busy) return
    setBusy(true)
    setSaid({})
    const outcome = await load().then((passkeys) => passkeys && ceremony(passkeys))
    if (outcome?.value !== undefined && done(outcome.value)) return
    const isSeenTo = outcome?.problem && seeTo?.(outcome.problem)
    setSaid(isSeenTo ? {} : (outcome ?? { problem: { code: 'network' } }))
    setBusy(false)
  }

  return (
    <>
      <button
        class="ds-button"
        data-variant={isSecond ? 'secondary' : undefined}
        data-fullwidth
        type="button"
        aria-busy={busy}
        aria-disabled={busy}
        onClick={() => void press()}
      >
        {slow && <span class="spinner" aria-hidden="true" />}
        {label}
      </button>
      <PasskeySaid outcome={said} words={words} />
    </>
  )
}

/** What there is to say of a ceremony that came to nothing. */
export function PasskeySaid({ outcome, words }: { outcome: Outcome<unknown>; words?: ProblemWords }) {
  if (outcome.problem) return <Refused problem={outcome.problem} words={words} />
  if (!outcome.words) return null
  return (
    <div class="ds-alert" data-color="warning" role="alert">
      <p>{outcome.words}</p>
      {outcome.elsewhere && (
        <p>
          <a class="ds-link" href={outcome.elsewhere.address} target="_blank" rel="noreferrer">
            {outcome.elsewhere.label}
          </a>
        </p>
      )}
    </div>
  )
}

function Refused({ problem, words }: { problem: Problem; words?: ProblemWords }) {
  const [until] = useState(() => serverNow() + (problem.retryAfterSeconds ?? 0) * 1000)
  return <ProblemAlert problem={problem} seconds={useSecondsLeft(until)} words={words} />
}

/** @returns undefined when it could not be fetched */
const load = (): Promise<Passkeys | undefined> => import('./passkey.ts').catch(() => undefined)
