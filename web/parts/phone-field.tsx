// A phone number: its country beside it, the number as people type it.
import { fields } from '../words/active.ts'
import { CountrySelect } from './country-select.tsx'
import { FieldError, tie } from './field.tsx'

interface PhoneFieldProps {
  error?: string
  /** `tel-national webauthn` lets a passkey be offered in the field. */
  autocomplete?: string
}

export function PhoneField({ error, autocomplete = 'tel-national' }: PhoneFieldProps) {
  return (
    <div class="field phone">
      <div class="ds-field">
        <label class="ds-label" for="country">
          {fields.countryCode}
        </label>
        <CountrySelect />
      </div>
      <div class="ds-field">
        <label class="ds-label" for="phone">
          {fields.phone}
        </label>
        <input class="ds-input" type="tel" autocomplete={autocomplete} {...tie('phone', error)} />
      </div>
      <FieldError name="phone" error={error} />
    </div>
  )
}
