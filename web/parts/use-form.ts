// One way to send a form: check, send once, put every refusal beside its cause, and never lose what was typed.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { type Answer, type Problem, serverNow } from '../api.ts'
import { fieldErrors } from '../words/active.ts'

/** Field name → words. The order is the order of the fields. */
export type FieldErrors = Record<string, string>

export interface FormPlan<T> {
  /** What is wrong before anything is sent. */
  check(values: Values): FieldErrors
  send(values: Values): Promise<Answer<T>>
  /** What follows. `leaving` keeps the form busy while the next page loads. */
  done(value: T, values: Values): 'leaving' | undefined
  /** Places a refusal at the fields that caused it; an empty answer shows it above the button. */
  place?(problem: Problem, values: Values): FieldErrors
}

/** The text of a field as it was typed; an absent one is empty. */
export type Values = (name: string) => string

export interface Form {
  onSubmit(event: SubmitEvent): void
  /** A field that is being mended is no longer wrong. */
  onInput(event: InputEvent): void
  busy: boolean
  errors: FieldErrors
  problem?: Problem
  /** Before this moment (ms since 1970) a new try cannot succeed. */
  waitUntil: number
  clear(): void
}

const spinnerAfterMs = 400

/** True once something has gone on for 400 ms: quick answers flash no spinner. */
export function useSlow(busy: boolean): boolean {
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    setSlow(false)
    if (!busy) return
    const timer = setTimeout(() => setSlow(true), spinnerAfterMs)
    return () => clearTimeout(timer)
  }, [busy])
  return slow && busy
}

/** Runs a form by its plan. While one request is under way, or a wait runs, further submits do nothing. */
export function useForm<T>(plan: FormPlan<T>): Form {
  const [busy, setBusy] = useState(false)
  const [errors, setErrors] = useState<FieldErrors>({})
  const [problem, setProblem] = useState<Problem>()
  const [waitUntil, setWaitUntil] = useState(0)
  const [refusals, setRefusals] = useState(0)
  const under = useRef(false)
  const form = useRef<HTMLFormElement | null>(null)

  // As the words appear, not a frame later, when somebody may be typing elsewhere.
  useLayoutEffect(() => {
    const names = Object.keys(errors)
    const only = names.length === 1 ? form.current?.elements.namedItem(names[0] ?? '') : undefined
    if (only instanceof HTMLElement) only.focus()
    if (names.length > 1) form.current?.querySelector<HTMLElement>('.ds-error-summary')?.focus()
  }, [refusals])

  async function submit(values: Values) {
    const wrong = plan.check(values)
    show(wrong)
    setProblem(undefined)
    if (Object.keys(wrong).length) return
    under.current = true
    setBusy(true)
    const answer = await plan.send(values)
    const leaving = answer.ok ? plan.done(answer.value, values) : refuse(answer.problem, values)
    if (leaving) return
    under.current = false
    setBusy(false)
  }

  function show(wrong: FieldErrors) {
    setErrors(wrong)
    setRefusals((count) => count + 1)
  }

  function refuse(refused: Problem, values: Values): undefined {
    const placed = plan.place?.(refused, values) ?? {}
    show(placed)
    if (!Object.keys(placed).length) setProblem(refused)
    if (refused.retryAfterSeconds) setWaitUntil(serverNow() + refused.retryAfterSeconds * 1000)
  }

  return {
    busy,
    errors,
    problem,
    waitUntil,
    clear: () => {
      setErrors({})
      setProblem(undefined)
    },
    onInput: ({ target }) => {
      const name = (target as HTMLInputElement).name
      if (errors[name]) setErrors(Object.fromEntries(Object.entries(errors).filter(([key]) => key !== name)))
    },
    onSubmit: (event) => {
      event.preventDefault()
      form.current = event.currentTarget as HTMLFormElement
      const data = new FormData(form.current)
      if (!under.current && serverNow() >= waitUntil) void submit((name) => String(data.get(name) ?? ''))
    },
  }
}

/** Words for the identifier when the server found it unusable. */
export function identifierError(problem: Problem, kind: 'email' | 'phone'): FieldErrors {
  const isIt = problem.fields?.some(({ field }) => field === 'identifier' || field === 'country')
  return isIt ? { [kind]: kind === 'email' ? fieldErrors.emailInvalid : fieldErrors.phoneInvalid } : {}
}
