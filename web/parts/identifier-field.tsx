// One field for either kind of address. A phone number without a country of its own is asked for it.
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { fields, forgotPassword } from '../words/active.ts'
import { CountrySelect } from './country-select.tsx'
import { TextField } from './field.tsx'
import type { Values } from './use-form.ts'

/** A number as people write it at home: `+47 …` and `0047 …` bring their country along. */
const isNational = (typed: string) => /^[\s(]*(?!00)\d[\d\s().-]*$/.test(typed)

/** What the API is to be told. */
export function identifierOf(values: Values): { identifier: string; country?: string } {
  const identifier = values('identifier').trim()
  return { identifier, ...(isNational(identifier) ? { country: values('country') } : {}) }
}

export function IdentifierField({ error }: { error?: string }) {
  const [typed, setTyped] = useState('')
  const field = useRef<HTMLInputElement>(null)
  // What was typed before the page woke.
  useLayoutEffect(() => setTyped(field.current?.value ?? ''), [])
  return (
    <>
      <TextField
        name="identifier"
        label={forgotPassword.identifier}
        error={error}
        input={{
          ref: field,
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
    </>
  )
}
