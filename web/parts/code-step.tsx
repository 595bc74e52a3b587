// The step where a code is entered: used by sign-up and by adding an e-mail or a phone number.
import { useState } from 'preact/hooks'
import { policy } from '../../server/platform/policy.ts'
import { type Answer, call, type Flow, type Problem, serverNow } from '../api.ts'
import { code, fieldErrors } from '../words/active.ts'
import { CodeField } from './code-field.tsx'
import { Countdown, useSecondsLeft } from './countdown.tsx'
import { FormFrame, ProblemAlert, wordsOf } from './form.tsx'
import { GuideLink } from './guide-link.tsx'
import { StepHeading } from './step-heading.tsx'
import { useForm } from './use-form.ts'

export interface OtherChannel {
  name: string
  send(): Promise<Answer<Flow>>
}

interface CodeStepProps<T> {
  flow: Flow
  /** The journey's path: `${path}/code` takes the code, `${path}/resend` sends a new one. */
  path: string
  level: 1 | 2
  /** Why a code is asked for, where a person does not expect it. */
  why?: string
  /** Where the code went, when that is not to be said for certain. */
  sent?: string
  /** What comes of it in the end, where nothing before has said so. */
  effect?: string
  done(value: T): 'leaving' | undefined
  /** A refusal that ends the journey, such as `flow_ended` or `identifier_taken`. */
  ended(problem: Problem): void
  onFlow(flow: Flow): void
  /** The button that sends to another address, in journeys that have one. */
  otherChannel?: OtherChannel | undefined
  /** What is said of a new code, where the old one may go on working. */
  resent?: string
  /** A whole code is sent without a press. */
  sendsItself?: true
  /** `call`, or what sends in its place. */
  reach?: typeof call
}

const digits = policy.codeDigits
/** Of the code that was typed: wrong, expired, replaced, spent, used. */
export const aboutTheCode = /^code_(?!too_soon)/
const endings =
  /^(flow_ended|identifier_(taken|kept|kind_taken)|wrong_state|session_required|step_up_required|totp_enrolled)$/

export function CodeStep<T>(props: CodeStepProps<T>) {
  const { flow, path, level, why, sent, effect, done, ended, sendsItself, reach = call } = props
  const form = useForm<T>({
    check: (values): Record<string, string> =>
      values('code').length === digits ? {} : { code: fieldErrors.codeIncomplete(digits) },
    send: (values) => reach('POST', `${path}/code`, { flow: flow.flow, code: values('code') }),
    done,
    place: (problem): Record<string, string> => {
      if (endings.test(problem.code)) ended(problem)
      if (aboutTheCode.test(problem.code)) return { code: wordsOf(problem.code) }
      return problem.fields?.some(({ field }) => field === 'code') ? { code: fieldErrors.invalid } : {}
    },
  })
  const to = flow.destination ?? ''
  return (
    <>
      <StepHeading level={level}>{code.title}</StepHeading>
      {why && <p>{why}</p>}
      <p>{sent ?? (flow.channel === 'sms' ? code.sentBySms(to) : code.sentByEmail(to))}</p>
      {effect && <p>{effect}</p>}
      <FormFrame form={form} submit={code.confirm}>
        <CodeField digits={digits} error={form.errors.code} sendsItself={sendsItself} />
      </FormFrame>
      <Resend {...props} />
    </>
  )
}

export type ResendProps = Pick<
  CodeStepProps<never>,
  'flow' | 'path' | 'onFlow' | 'ended' | 'otherChannel' | 'resent' | 'reach'
>

/** Help for whoever waits for a code: what to look for, and a new one once the wait is over. */
export function Resend({ flow, path, onFlow, ended, otherChannel, resent = code.resent, reach = call }: ResendProps) {
  const [busy, setBusy] = useState(false)
  const [sent, setSent] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const [waitUntil, setWaitUntil] = useState(0)
  const seconds = useSecondsLeft(Math.max(waitUntil, Date.parse(flow.resendAt ?? '') || 0))

  async function send(ask: OtherChannel['send']) {
    if (busy || seconds) return
    setBusy(true)
    setProblem(undefined)
    const answer = await ask()
    setBusy(false)
    setSent(answer.ok)
    if (answer.ok) onFlow(answer.value)
    else if (endings.test(answer.problem.code)) ended(answer.problem)
    else {
      setProblem(answer.problem)
      setWaitUntil(serverNow() + (answer.problem.retryAfterSeconds ?? 0) * 1000)
    }
  }

  return (
    <div class="resend">
      <h2 class="ds-heading" data-size="2xs">
        {code.helpTitle}
      </h2>
      <p class="small">{flow.channel === 'sms' ? code.helpSms : code.helpEmail}</p>
      {problem && <ProblemAlert problem={problem} />}
      <button
        class="ds-button"
        data-variant="secondary"
        data-fullwidth
        type="button"
        aria-busy={busy}
        aria-disabled={busy || seconds > 0}
        onClick={() => send(() => reach('POST', `${path}/resend`, { flow: flow.flow }))}
      >
        {code.resend}
      </button>
      {otherChannel && (
        <button
          class="ds-button"
          data-variant="tertiary"
          data-fullwidth
          type="button"
          aria-disabled={busy || seconds > 0}
          onClick={() => send(otherChannel.send)}
        >
          {otherChannel.name}
        </button>
      )}
      <p class="small line">
        <Countdown seconds={seconds} words={code.resendIn} />
      </p>
      <p class="ds-sr-only" role="status">
        {sent && resent}
      </p>
      <GuideLink name="no-code">{code.helpMore}</GuideLink>
    </div>
  )
}
