// The new password by itself: typed again after a reload, or chosen anew after it was found too weak.
import type { Problem } from '../../api.ts'
import { FormFrame, ProblemAlert } from '../../parts/form.tsx'
import { StepHeading } from '../../parts/step-heading.tsx'
import { useForm } from '../../parts/use-form.ts'
import { forgotPassword } from '../../words/active.ts'
import { checkPasswords, NewPasswordFields, placePassword } from './new-password-fields.tsx'

export interface NewPassword {
  password: string
  repeat: string
}

interface NewPasswordStepProps {
  userName?: string
  refused?: Problem
  done(typed: NewPassword): void
}

export function NewPasswordStep({ userName, refused, done }: NewPasswordStepProps) {
  const form = useForm<NewPassword>({
    check: checkPasswords,
    send: async (values) => ({
      ok: true,
      value: { password: values('new-password'), repeat: values('repeat') },
    }),
    done: (typed) => void done(typed) as undefined,
  })
  // What the server found wrong stands at the field until it is typed anew.
  const errors = { ...(refused && placePassword(refused, () => '')), ...form.errors }
  return (
    <>
      <StepHeading>{forgotPassword.resetTitle}</StepHeading>
      {refused && <ProblemAlert problem={refused} />}
      <FormFrame form={form} submit={forgotPassword.next}>
        <NewPasswordFields userName={userName} errors={errors} />
      </FormFrame>
    </>
  )
}
