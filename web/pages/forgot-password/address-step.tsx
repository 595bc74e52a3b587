// The first step: the address of the account, whichever it is.
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { call, type Flow } from '../../api.ts'
import { CountrySelect } from '../../parts/country-select.tsx'
import { TextField } from '../../parts/field.tsx'
import { FormFrame } from '../../parts/form.tsx'
import { useForm } from '../../parts/use-form.ts'
import { common, fields, forgotPassword, locale } from '../../words/active.ts'

interface AddressStepProps {
  started(flow: Flow): void
  /** Why an earlier try ended, if one did. */
  children: ComponentChildren
}

/** A number as people write it at home: its country is asked for. `+47 …` and `0047 …` bring their own. */
const isNational = (typed: string) => /^[\s(]*(?!00)\d[\d\s().-]*$/.test(typed)

export function AddressStep({ started, children }: AddressStepProps) {
  const [typed, setTyped] = useState('')
  const form = useForm<Flow>({
    check: (values): Record<string, string> =>
      values('identifier').trim() ? {} : { identifier: forgotPassword.identifierRequired },
    send: (values) => {
      const identifier = values('identifier').trim()
      const country = isNational(identifier) ? { country: values('country') } : {}
      return call('POST', '/forgot-password', { identifier, ...country, locale })
    },
    done: (flow) => void started(flow) as undefined,
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
        <TextField
          name="identifier"
          label={forgotPassword.identifier}
          error={form.errors.identifier}
          input={{
            type: 'text',
            autocomplete: 'username',
            autocapitalize: 'none',
            spellcheck: false,
            onInput: ({ currentTarget }) => setTyped(currentTarget.value),
          }}
        />
        <div class="country-line" data-shown={isNational(typed) || undefined}>
          <label for="country">{fields.countryCode}</label>
          <CountrySelect />
        </div>
      </FormFrame>
      <p class="aside">
        <a class="ds-link" href="/log-in">
          {common.logIn}
        </a>
      </p>
    </>
  )
}
