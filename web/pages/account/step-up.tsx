import { call, type Session } from '../../api.ts'
import { PasswordField } from '../../parts/field.tsx'
import { FormFrame } from '../../parts/form.tsx'
import { StepHeading } from '../../parts/step-heading.tsx'
import { useForm } from '../../parts/use-form.ts'
import { leaveToLogIn } from '../../parts/use-load.ts'
import { fieldErrors, security } from '../../words/active.ts'

/** Asks for the password once more, because what follows needs a fresh proof. */
export function StepUp({ done }: { done(): Promise<void> }) {
  const form = useForm<Session>({
    check: (values): Record<string, string> => (values('password') ? {} : { password: fieldErrors.passwordRequired }),
    send: (values) => call('POST', '/step-up/password', { password: values('password') }),
    done: () => {
      void done()
      return 'leaving'
    },
    place: (problem): Record<string, string> => {
      if (problem.code === 'session_required') leaveToLogIn()
      return problem.code === 'credentials_wrong' ? { password: security.wrongPassword } : {}
    },
  })
  return (
    <>
      <StepHeading level={2}>{security.stepUpTitle}</StepHeading>
      <p>{security.stepUpText}</p>
      <FormFrame form={form} submit={security.stepUpSubmit}>
        <PasswordField error={form.errors.password} autocomplete="current-password" />
      </FormFrame>
    </>
  )
}
