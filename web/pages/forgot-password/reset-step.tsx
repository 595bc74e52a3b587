// The code and the new password, on one screen: the same one whether or not an account has the address.
import { useRef } from 'preact/hooks'
import { policy } from '../../../server/platform/policy.ts'
import { call, type Flow, type Problem } from '../../api.ts'
import { CodeField } from '../../parts/code-field.tsx'
import { aboutTheCode, Resend } from '../../parts/code-step.tsx'
import { FormFrame, wordsOf } from '../../parts/form.tsx'
import { StepHeading } from '../../parts/step-heading.tsx'
import { useForm, type Values } from '../../parts/use-form.ts'
import { fieldErrors, forgotPassword } from '../../words/active.ts'
import { checkPasswords, NewPasswordFields, placePassword } from './new-password-fields.tsx'
import type { NewPassword } from './new-password-step.tsx'

/** Where the reset stands. */
export interface Reached {
  state: string
  /** Absent where the answer that told them got lost. */
  actions?: string[]
}

interface ResetStepProps {
  flow: Flow
  /** It began with the proof of its mailbox: that there is an account is known, and this is another code. */
  isProven: boolean
  /** As it was typed. */
  userName?: string
  onFlow(flow: Flow): void
  /** The reset is done, or waits for another proof: for that the password is sent once more. */
  reached(next: Reached, typed: NewPassword): void
  ended(problem: Problem): void
}

const digits = policy.codeDigits
const holdHours = policy.credentialHoldSeconds / 3600
export function ResetStep({ flow, isProven, userName, onFlow, reached, ended }: ResetStepProps) {
  const typed = useRef<NewPassword>({ password: '', repeat: '' })
  const form = useForm<Reached>({
    check,
    send: (values) => {
      typed.current = { password: values('new-password'), repeat: values('repeat') }
      return call('POST', '/forgot-password/finish', { flow: flow.flow, code: values('code'), ...typed.current })
    },
    done: (next) => void reached(next, typed.current) as undefined,
    place: (problem, values) => {
      if (problem.code === 'flow_ended') ended(problem)
      // An answer that was lost on the way: what was asked for is done.
      if (problem.code === 'wrong_state' && problem.state) reached({ state: problem.state }, typed.current)
      return place(problem, values)
    },
  })
  const to = flow.destination ?? ''
  const usual = flow.channel === 'sms' ? forgotPassword.sentBySms(to) : forgotPassword.sentByEmail(to)
  const sent = isProven ? forgotPassword.sentAfterProof(to) : usual
  return (
    <>
      <StepHeading key={flow.flow}>{forgotPassword.resetTitle}</StepHeading>
      <p>{flow.toOther ? forgotPassword.sentToOther : sent}</p>
      <FormFrame form={form} submit={forgotPassword.send}>
        <CodeField key={flow.flow} digits={digits} error={form.errors.code} />
        <NewPasswordFields userName={userName} errors={form.errors} />
        <p class="small consequences">{forgotPassword.consequences(holdHours)}</p>
      </FormFrame>
      <Resend
        flow={flow}
        path="/forgot-password"
        onFlow={onFlow}
        ended={ended}
        otherChannel={{
          name: flow.toOther ? forgotPassword.backToTyped(to) : forgotPassword.otherChannel,
          send: () => call('POST', '/forgot-password/other-channel', { flow: flow.flow }),
        }}
      />
    </>
  )
}

function check(values: Values): Record<string, string> {
  const isWhole = values('code').length === digits
  return { ...(isWhole ? {} : { code: fieldErrors.codeIncomplete(digits) }), ...checkPasswords(values) }
}

function place(problem: Problem, values: Values): Record<string, string> {
  if (aboutTheCode.test(problem.code)) return { code: wordsOf(problem.code) }
  const isCode = problem.fields?.some(({ field }) => field === 'code')
  return { ...(isCode ? { code: fieldErrors.invalid } : {}), ...placePassword(problem, values) }
}
