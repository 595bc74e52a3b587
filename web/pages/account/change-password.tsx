// A new password for whoever knows the old one: the old, the new, the new once more.
import { policy } from '../../../server/platform/policy.ts'
import type { call, Problem, Session } from '../../api.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { PasswordField } from '../../parts/field.tsx'
import { FormFrame } from '../../parts/form.tsx'
import { passwordError } from '../../parts/password-error.ts'
import { StepHeading } from '../../parts/step-heading.tsx'
import { useForm, type Values } from '../../parts/use-form.ts'
import { leaveToLogIn } from '../../parts/use-load.ts'
import { accountActs, fieldErrors, forgotPassword, newPassword } from '../../words/active.ts'
import { isProofOld } from './proof.ts'
import { ProofInPlace } from './proof-in-place.tsx'

const holdHours = policy.credentialHoldSeconds / 3600

interface ChangePasswordProps {
  /** When the person last proved themselves: an old proof is asked for anew before anything is typed. */
  authenticatedAt: string
  /** Whether a second factor is bound: the password may be shorter then. */
  hasFactor: boolean
  /** True: it is changed. */
  done(changed: boolean): void
}

export function ChangePassword({ authenticatedAt, hasFactor, done }: ChangePasswordProps) {
  const least = hasFactor ? policy.passwordMinLengthWithSecondFactor : policy.passwordMinLengthAlone
  return (
    <Dialog close={() => done(false)}>
      <ProofInPlace isOld={isProofOld(authenticatedAt)}>
        {(reach) => <NewPassword least={least} reach={reach} done={() => done(true)} />}
      </ProofInPlace>
    </Dialog>
  )
}

interface NewPasswordProps {
  /** Fewest characters. */
  least: number
  /** See `ProofInPlace`. */
  reach: typeof call
  done(): void
}

function NewPassword({ least, reach, done }: NewPasswordProps) {
  const form = useForm<Session>({
    check: (values) => check(values, least),
    send: (values) =>
      reach('POST', '/account/password', {
        current: values('current'),
        password: values('new-password'),
        repeat: values('repeat'),
      }),
    done: () => void done() as undefined,
    place: (problem, values) => {
      if (problem.code === 'session_required') leaveToLogIn()
      return place(problem, values, least)
    },
  })
  return (
    <>
      <StepHeading level={2}>{accountActs.changePassword}</StepHeading>
      <p class="small">{accountActs.changePasswordText(holdHours)}</p>
      <FormFrame form={form} submit={accountActs.changePassword}>
        <PasswordField
          name="current"
          label={accountActs.currentPassword}
          error={form.errors.current}
          autocomplete="current-password"
        />
        <PasswordField
          name="new-password"
          label={forgotPassword.newPassword}
          error={form.errors['new-password']}
          hint={newPassword.rules(least)}
          autocomplete="new-password"
        />
        <PasswordField
          name="repeat"
          label={forgotPassword.repeat}
          error={form.errors.repeat}
          autocomplete="new-password"
        />
      </FormFrame>
    </>
  )
}

function check(values: Values, least: number): Record<string, string> {
  const [password, repeat] = [values('new-password'), values('repeat')]
  const weak = passwordError(password, least)
  const isUnequal = password.normalize('NFC') !== repeat.normalize('NFC')
  return {
    ...(values('current') ? {} : { current: fieldErrors.passwordRequired }),
    ...(weak ? { 'new-password': weak } : {}),
    ...(repeat ? {} : { repeat: forgotPassword.repeatRequired }),
    ...(repeat && isUnequal ? { repeat: forgotPassword.unequal } : {}),
  }
}

function place(problem: Problem, values: Values, least: number): Record<string, string> {
  const wrong = Object.fromEntries(problem.fields?.map(({ field, code }) => [field, code]) ?? [])
  const weak = wrong.password && passwordError(values('new-password'), least, wrong.password)
  return {
    ...(problem.code === 'credentials_wrong' ? { current: accountActs.wrongCurrent } : {}),
    ...(wrong.current ? { current: fieldErrors.invalid } : {}),
    ...(wrong.password ? { 'new-password': weak ?? fieldErrors.invalid } : {}),
    ...(wrong.repeat ? { repeat: forgotPassword.unequal } : {}),
  }
}
