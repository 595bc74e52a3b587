// The first step: the address of the account, whichever it is.
import type { ComponentChildren } from 'preact'
import { call, type Flow } from '../../api.ts'
import { FormFrame } from '../../parts/form.tsx'
import { IdentifierField, identifierOf } from '../../parts/identifier-field.tsx'
import { useForm } from '../../parts/use-form.ts'
import { common, forgotPassword, locale } from '../../words/active.ts'

interface AddressStepProps {
  /** @param typed the address, for the password manager */
  started(flow: Flow, typed: string): void
  /** Why an earlier try ended, if one did. */
  children: ComponentChildren
}

export function AddressStep({ started, children }: AddressStepProps) {
  const form = useForm<Flow>({
    check: (values): Record<string, string> =>
      values('identifier').trim() ? {} : { identifier: forgotPassword.identifierRequired },
    send: (values) => call('POST', '/forgot-password', { ...identifierOf(values), locale }),
    done: (flow, values) => void started(flow, identifierOf(values).identifier) as undefined,
    place: (problem): Record<string, string> =>
      problem.fields?.length ? { identifier: forgotPassword.identifierInvalid } : {},
  })
  return (
    <>
      <h1 class="ds-heading" data-size="md">
        {forgotPassword.title}
      </h1>
      <p>{forgotPassword.lead}</p>
      {children}
      <FormFrame form={form} submit={forgotPassword.next}>
        <IdentifierField error={form.errors.identifier} />
      </FormFrame>
      <p class="aside">
        <a class="ds-link" href="/log-in">
          {common.logIn}
        </a>
      </p>
    </>
  )
}
