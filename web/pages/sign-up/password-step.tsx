// The last step: a password, explained before anybody fails, and the terms.
import { call, type Problem, type Session } from '../../api.ts'
import { FieldError, PasswordField } from '../../parts/field.tsx'
import { FormFrame } from '../../parts/form.tsx'
import { passwordError } from '../../parts/password-error.ts'
import { StepHeading } from '../../parts/step-heading.tsx'
import { useForm } from '../../parts/use-form.ts'
import { UserName } from '../../parts/user-name.tsx'
import { fieldErrors, newPassword, signUp } from '../../words/active.ts'

interface PasswordStepProps {
  flow: string
  userName?: string
  /** Fewest characters. */
  least: number
  done(session: Session): 'leaving'
  ended(problem: Problem): void
}

export function PasswordStep({ flow, userName, least, done, ended }: PasswordStepProps) {
  const form = useForm<Session>({
    check: (values): Record<string, string> => {
      const password = passwordError(values('password'), least)
      return {
        ...(password ? { password } : {}),
        ...(values('terms') ? {} : { terms: fieldErrors.termsRequired }),
      }
    },
    send: (values) => call('POST', '/sign-up/password', { flow, password: values('password'), acceptTerms: true }),
    done,
    place: (problem, values): Record<string, string> => {
      if (/^(flow_ended|identifier_|wrong_state)/.test(problem.code)) ended(problem)
      const about = problem.fields?.find(({ field }) => field === 'password')
      return about ? { password: passwordError(values('password'), least, about.code) ?? fieldErrors.invalid } : {}
    },
  })
  return (
    <>
      <StepHeading>{signUp.passwordTitle}</StepHeading>
      <FormFrame form={form} submit={signUp.create}>
        <UserName value={userName} />
        <PasswordField error={form.errors.password} hint={newPassword.rules(least)} autocomplete="new-password" />
        <div class="field terms">
          <div class="ds-field">
            <input
              class="ds-input"
              type="checkbox"
              id="terms"
              name="terms"
              value="yes"
              aria-invalid={form.errors.terms ? 'true' : undefined}
              aria-describedby={form.errors.terms ? 'terms-error' : undefined}
            />
            <label class="ds-label" for="terms">
              {signUp.accept}
            </label>
          </div>
          <a class="ds-link small" href="/terms" target="_blank" rel="noopener">
            {signUp.readTerms}
          </a>
          <FieldError name="terms" error={form.errors.terms} />
        </div>
      </FormFrame>
    </>
  )
}
