// The first step: a phone number or an e-mail address, to be proven by a code.
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { call, type Flow } from '../../api.ts'
import { EmailField } from '../../parts/field.tsx'
import { FormFrame } from '../../parts/form.tsx'
import { type IdentifierKind, rememberMethod } from '../../parts/method.ts'
import { PhoneField } from '../../parts/phone-field.tsx'
import { identifierError, useForm } from '../../parts/use-form.ts'
import { fieldErrors, locale, signUp } from '../../words/active.ts'
import { useBotCheckAhead } from './bot-check-ahead.ts'

interface IdentifierStepProps {
  /** @param typed the address, for the password manager */
  started(flow: Flow, typed: string): void
  /** Why an earlier try ended, if one did. */
  children: ComponentChildren
}

export function IdentifierStep({ started, children }: IdentifierStepProps) {
  const [kind, setKind] = useState<IdentifierKind>('phone')
  const isPhone = kind === 'phone'
  const ahead = useBotCheckAhead()
  const form = useForm<Flow>({
    check: (values): Record<string, string> =>
      values(kind).trim() ? {} : { [kind]: isPhone ? fieldErrors.phoneRequired : fieldErrors.emailRequired },
    send: async (values) => {
      const phone = isPhone ? { country: values('country'), botCheck: await ahead.take() } : {}
      return call('POST', '/sign-up', { identifier: values(kind).trim(), ...phone, locale })
    },
    done: (flow, values) => {
      rememberMethod(kind)
      started(flow, values(kind).trim())
      return undefined
    },
    place: (problem) => identifierError(problem, kind),
  })
  const swap = () => {
    setKind(isPhone ? 'email' : 'phone')
    form.clear()
  }
  return (
    <>
      <h1 class="ds-heading" data-size="md">
        {signUp.title}
      </h1>
      <p>{isPhone ? signUp.phoneLead : signUp.emailLead}</p>
      {children}
      <FormFrame form={form} submit={signUp.next}>
        {isPhone ? (
          <div key="phone" onInput={ahead.begin}>
            <PhoneField error={form.errors.phone} />
          </div>
        ) : (
          <EmailField key="email" error={form.errors.email} autocomplete="username" />
        )}
      </FormFrame>
      <button class="ds-button" data-variant="tertiary" data-fullwidth type="button" onClick={swap}>
        {isPhone ? signUp.withEmail : signUp.withPhone}
      </button>
    </>
  )
}
