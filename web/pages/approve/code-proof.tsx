// «Godkjenn», with a code of the authenticator. It is pressed and never sends itself: this is about money.
import { policy } from '../../../server/platform/policy.ts'
import type { Problem } from '../../api.ts'
import { CodeField } from '../../parts/code-field.tsx'
import { FormFrame, wordsOf } from '../../parts/form.tsx'
import { useForm } from '../../parts/use-form.ts'
import { factorRefusals, factorStep, fieldErrors, totpUsedUp, approval as words } from '../../words/active.ts'
import { LeaveWithoutPhone } from '../account/leave-without-phone.tsx'
import { type Approval, approveWithTotp, isElsewhere } from './approval.ts'

const digits = policy.totpDigits
const besidePasskey = { ...factorRefusals, totp_used_up: totpUsedUp.passkey }
const aboutTheCode = ['totp_wrong', 'totp_late', 'totp_used', 'request_invalid']

interface CodeProofProps {
  /** It can be approved by one too, which the page offers below. */
  hasPasskey: boolean
  approved(approval: Approval): void
  elsewhere(problem: Problem): void
}

export function CodeProof({ hasPasskey, approved, elsewhere }: CodeProofProps) {
  const form = useForm<Approval>({
    check: (values): Record<string, string> =>
      values('code').length === digits ? {} : { code: fieldErrors.codeIncomplete(digits) },
    send: (values) => approveWithTotp(values('code')),
    done: (approval) => void approved(approval) as undefined,
    place: (problem): Record<string, string> => {
      if (isElsewhere(problem)) elsewhere(problem)
      return aboutTheCode.includes(problem.code) ? { code: wordsOf(problem.code, factorRefusals) } : {}
    },
  })
  return (
    <>
      <p>{words.codeText}</p>
      <FormFrame form={form} submit={words.approve} words={hasPasskey ? besidePasskey : factorRefusals}>
        <CodeField digits={digits} label={factorStep.code} hint="" error={form.errors.code} />
      </FormFrame>
      {form.problem?.code === 'totp_used_up' && !hasPasskey && <LeaveWithoutPhone />}
    </>
  )
}
