// A phone number: its country beside it, the number as people type it.
import { fields } from '../words/active.ts'
import { CountrySelect } from './country-select.tsx'
import { FieldError, tie } from './field.tsx'

export function PhoneField({ error }: { error?: string }) {
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
        <input class="ds-input" type="tel" autocomplete="tel-national" {...tie('phone', error)} />
      </div>
      <FieldError name="phone" error={error} />
    </div>
  )
}
