import type { ComponentChildren } from 'preact'
import { policy } from '../../../server/platform/policy.ts'
import type { call, Flow, Problem } from '../../api.ts'
import { EmailField } from '../../parts/field.tsx'
import { FormFrame } from '../../parts/form.tsx'
import type { IdentifierKind } from '../../parts/method.ts'
import { PhoneField } from '../../parts/phone-field.tsx'
import { StepHeading } from '../../parts/step-heading.tsx'
import { identifierError, useForm } from '../../parts/use-form.ts'
import { wait } from '../../parts/wait.ts'
import { fieldErrors, security } from '../../words/active.ts'

interface AddressStepProps {
  kind: IdentifierKind
  started(flow: Flow): void
  /** See `ProofInPlace`. */
  reach: typeof call
  stop(problem: Problem): void
  children: ComponentChildren
}

/** Asks for the new e-mail address or phone number. */
export function AddressStep({ kind, started, reach, stop, children }: AddressStepProps) {
  const isPhone = kind === 'phone'
  const form = useForm<Flow>({
    check: (values): Record<string, string> =>
      values(kind).trim() ? {} : { [kind]: isPhone ? fieldErrors.phoneRequired : fieldErrors.emailRequired },
    send: (values) =>
      reach('POST', '/account/identifiers', {
        identifier: values(kind).trim(),
        ...(isPhone ? { country: values('country') } : {}),
      }),
    done: (flow) => void started(flow) as undefined,
    place: (problem) => {
      if (problem.code === 'session_required') stop(problem)
      return identifierError(problem, kind)
    },
  })
  return (
    <>
      <StepHeading level={2}>{isPhone ? security.addPhone : security.addEmail}</StepHeading>
      <p>{isPhone ? security.addPhoneText : security.addEmailText}</p>
      <p class="small">{security.holdText(wait(policy.identifierHoldSeconds))}</p>
      {children}
      <FormFrame form={form} submit={security.sendCode}>
        {isPhone ? (
          <PhoneField error={form.errors.phone} />
        ) : (
          <EmailField error={form.errors.email} autocomplete="email" />
        )}
      </FormFrame>
    </>
  )
}
