// The frame of every form: fields, what went wrong, and one button.
import type { ComponentChildren } from 'preact'
import type { Problem, ProblemCode } from '../api.ts'
import { common, refusals } from '../words/active.ts'
import { Countdown, useSecondsLeft } from './countdown.tsx'
import { host } from './host.ts'
import { type FieldErrors, type Form, useSlow } from './use-form.ts'

interface FormFrameProps {
  form: Form
  submit: string
  /** Of the button, for what cannot be undone. */
  color?: 'danger'
  children: ComponentChildren
  /** Words of this form for a refusal, where the general ones say too little. */
  words?: ProblemWords
}

/** Words for refusals, besides the general ones: `factorRefusals` where a second proof is asked for. */
export type ProblemWords = Partial<Record<ProblemCode, string>>

const general: ProblemWords = refusals

/** What a refusal says to people. */
export const wordsOf = (code: ProblemCode, words?: ProblemWords): string =>
  words?.[code] ?? general[code] ?? host.refusals[code] ?? refusals.internal

/**
 * A form with its summary, its refusal and its button. Should somebody press Enter before the script has woken,
 * `method=dialog` outside a dialog does nothing: what was typed stays, and gets into no address.
 */
export function FormFrame({ form, submit, color, children, words }: FormFrameProps) {
  const seconds = useSecondsLeft(form.waitUntil)
  // Once the wait is over there is nothing left to say; its room stays, so that the button does not jump from under a hand.
  const isOver = !!form.problem?.retryAfterSeconds && !seconds
  return (
    <form class="form" method="dialog" noValidate onSubmit={form.onSubmit} onInput={form.onInput}>
      {children}
      <ErrorSummary errors={form.errors} />
      {form.problem && <ProblemAlert problem={form.problem} seconds={seconds} isOver={isOver} words={words} />}
      <SubmitButton busy={form.busy} waiting={seconds > 0} color={color}>
        {submit}
      </SubmitButton>
      <div class="bot-check" role="status" />
    </form>
  )
}

function ErrorSummary({ errors }: { errors: FieldErrors }) {
  const all = Object.entries(errors)
  if (all.length < 2) return null
  return (
    <div class="ds-error-summary" tabIndex={-1}>
      <h2 class="ds-heading">{common.summary}</h2>
      <ul class="ds-list">
        {all.map(([name, words]) => (
          <li key={name}>
            <a class="ds-link" href={`#${name}`}>
              {words}
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}

interface ProblemAlertProps {
  problem: Problem
  seconds?: number
  /** Says nothing any more, and keeps its room. */
  isOver?: boolean
  words?: ProblemWords
}

/** What happened and what to do next; the wait counts down; a fault of ours carries its reference for support. */
export function ProblemAlert({ problem, seconds = 0, isOver, words }: ProblemAlertProps) {
  return (
    <div class="ds-alert" data-color="danger" data-over={isOver || undefined} role="alert">
      <p>{wordsOf(problem.code, words)}</p>
      {(seconds > 0 || isOver) && (
        <p>{isOver ? '\u00a0' : <Countdown seconds={seconds} words={common.tryAgainIn} />}</p>
      )}
      {problem.code === 'account_frozen' && (
        <p>
          <a class="ds-link" href="/thaw">
            {common.thaw}
          </a>
        </p>
      )}
      {problem.code === 'internal' && problem.requestId && <p class="small">{common.reference(problem.requestId)}</p>}
    </div>
  )
}

interface SubmitButtonProps {
  busy: boolean
  waiting?: boolean
  color?: 'danger'
  children: ComponentChildren
}

/** The primary button. Disabled for the eye and the ear while busy, yet it keeps the focus. */
export function SubmitButton({ busy, waiting = false, color, children }: SubmitButtonProps) {
  const slow = useSlow(busy)
  return (
    <button
      class="ds-button"
      type="submit"
      data-fullwidth
      data-color={color}
      aria-busy={busy}
      aria-disabled={busy || waiting}
    >
      {slow && <span class="spinner" aria-hidden="true" />}
      {children}
    </button>
  )
}
