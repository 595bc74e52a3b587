// The new password twice, and what can be wrong with it.
import { policy } from '../../../server/platform/policy.ts'
import type { Problem } from '../../api.ts'
import { PasswordField } from '../../parts/field.tsx'
import { passwordError } from '../../parts/password-error.ts'
import type { FieldErrors, Values } from '../../parts/use-form.ts'
import { UserName } from '../../parts/user-name.tsx'
import { fieldErrors, forgotPassword, newPassword } from '../../words/active.ts'

// The same for everybody: a shorter one would tell what the account has bound.
const least = policy.passwordMinLengthAlone

export const NewPasswordFields = ({ userName, errors }: { userName?: string; errors: FieldErrors }) => (
  <>
    <UserName value={userName} />
    <PasswordField
      name="new-password"
      label={forgotPassword.newPassword}
      error={errors['new-password']}
      hint={newPassword.rules(least)}
      autocomplete="new-password"
    />
    <PasswordField name="repeat" label={forgotPassword.repeat} error={errors.repeat} autocomplete="new-password" />
  </>
)

export function checkPasswords(values: Values): Record<string, string> {
  const [password, repeat] = [values('new-password'), values('repeat')]
  const weak = passwordError(password, least)
  const isUnequal = password.normalize('NFC') !== repeat.normalize('NFC')
  return {
    ...(weak ? { 'new-password': weak } : {}),
    ...(repeat ? {} : { repeat: forgotPassword.repeatRequired }),
    ...(repeat && isUnequal ? { repeat: forgotPassword.unequal } : {}),
  }
}

export function placePassword(problem: Problem, values: Values): Record<string, string> {
  const wrong = Object.fromEntries(problem.fields?.map(({ field, code }) => [field, code]) ?? [])
  const typed = values('new-password') || 'x'.repeat(least)
  const weak = wrong.password && passwordError(typed, least, wrong.password)
  return {
    ...(wrong.password ? { 'new-password': weak ?? fieldErrors.invalid } : {}),
    ...(wrong.repeat ? { repeat: forgotPassword.unequal } : {}),
  }
}
