// The code and the new password, on one screen: the same one whether or not an account has the address.
import { policy } from '../../../server/platform/policy.ts'
import { call, type Flow, type Problem } from '../../api.ts'
import { CodeField } from '../../parts/code-field.tsx'
import { Resend } from '../../parts/code-step.tsx'
import { PasswordField } from '../../parts/field.tsx'
import { FormFrame, wordsOf } from '../../parts/form.tsx'
import { passwordError } from '../../parts/password-error.ts'
import { StepHeading } from '../../parts/step-heading.tsx'
import { useForm, type Values } from '../../parts/use-form.ts'
import { fieldErrors, forgotPassword, signUp } from '../../words/active.ts'

interface ResetStepProps {
  flow: Flow
  onFlow(flow: Flow): void
  /** The reset is done, or waits for another proof. */
  reached(state: string): void
  ended(problem: Problem): void
}

const digits = policy.codeDigits
const least = policy.passwordMinLengthAlone
const holdHours = policy.credentialHoldSeconds / 3600
const aboutTheCode = ['code_wrong', 'code_expired', 'code_replaced', 'code_spent']

export function ResetStep({ flow, onFlow, reached, ended }: ResetStepProps) {
  const form = useForm<{ state: string }>({
    check,
    send: (values) =>
      call('POST', '/forgot-password/finish', {
        flow: flow.flow,
        code: values('code'),
        password: values('new-password'),
        repeat: values('repeat'),
      }),
    done: ({ state }) => void reached(state) as undefined,
    place: (problem, values) => {
      if (problem.code === 'flow_ended') ended(problem)
      // An answer that was lost on the way: what was asked for is done.
      if (problem.code === 'wrong_state' && problem.state) reached(problem.state)
      return place(problem, values)
    },
  })
  const to = flow.destination ?? ''
  const sent = flow.channel === 'sms' ? forgotPassword.sentBySms(to) : forgotPassword.sentByEmail(to)
  const { newPassword: label, repeat } = forgotPassword
  return (
    <>
      <StepHeading>{forgotPassword.resetTitle}</StepHeading>
      <p>{flow.toOther ? forgotPassword.sentToOther : sent}</p>
      <FormFrame form={form} submit={forgotPassword.send}>
        <CodeField digits={digits} error={form.errors.code} />
        <PasswordField
          name="new-password"
          label={label}
          error={form.errors['new-password']}
          hint={signUp.passwordRules(least)}
          autocomplete="new-password"
        />
        <PasswordField name="repeat" label={repeat} error={form.errors.repeat} autocomplete="new-password" />
        <p class="small consequences">{forgotPassword.consequences(holdHours)}</p>
      </FormFrame>
      <Resend
        flow={flow}
        path="/forgot-password"
        onFlow={onFlow}
        ended={ended}
        otherChannel={flow.toOther ? forgotPassword.backToTyped(to) : forgotPassword.otherChannel}
      />
    </>
  )
}

function check(values: Values): Record<string, string> {
  const [password, repeat] = [values('new-password'), values('repeat')]
  const weak = passwordError(password, least)
  const isUnequal = password.normalize('NFC') !== repeat.normalize('NFC')
  return {
    ...(values('code').length === digits ? {} : { code: fieldErrors.codeIncomplete(digits) }),
    ...(weak ? { 'new-password': weak } : {}),
    ...(repeat ? {} : { repeat: forgotPassword.repeatRequired }),
    ...(repeat && isUnequal ? { repeat: forgotPassword.unequal } : {}),
  }
}

function place(problem: Problem, values: Values): Record<string, string> {
  if (aboutTheCode.includes(problem.code)) return { code: wordsOf(problem.code) }
  const wrong = Object.fromEntries(problem.fields?.map(({ field, code }) => [field, code]) ?? [])
  const weak = wrong.password && passwordError(values('new-password'), least, wrong.password)
  return {
    ...(wrong.code ? { code: fieldErrors.invalid } : {}),
    ...(wrong.password ? { 'new-password': weak ?? fieldErrors.invalid } : {}),
    ...(wrong.repeat ? { repeat: forgotPassword.unequal } : {}),
  }
}
