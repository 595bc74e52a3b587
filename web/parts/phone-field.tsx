// A phone number: its country beside it, the number as people type it.
import { useEffect, useState } from 'preact/hooks'
import { fields, locale } from '../words/active.ts'
import { intlLocales } from '../words/locales.ts'
import { namedCountries } from './countries.ts'
import { FieldError, tie } from './field.tsx'

const languages = intlLocales[locale]
const norway = { region: 'NO', callingCode: '47' }

/**
 * The country select shows `+47` closed and «Norge (+47)» open: the real select lies unseen over the drawn code.
 * The page is drawn with Norway alone; the other countries come when it wakes.
 */
export function PhoneField({ error }: { error?: string }) {
  const [countries, setCountries] = useState([
    { ...norway, name: new Intl.DisplayNames(languages, { type: 'region' }).of('NO') },
  ])
  const [region, setRegion] = useState(norway.region)
  useEffect(() => setCountries(namedCountries(languages)), [])
  const chosen = countries.find((country) => country.region === region) ?? norway
  return (
    <div class="field phone">
      <div class="ds-field">
        <label class="ds-label" for="country">
          {fields.countryCode}
        </label>
        <div class="country over">
          <span class="ds-input" aria-hidden="true">
            +{chosen.callingCode}
          </span>
          <select
            id="country"
            name="country"
            autocomplete="tel-country-code"
            onChange={(event) => setRegion(event.currentTarget.value)}
          >
            {countries.map(({ region: key, callingCode, name }) => (
              <option key={key} value={key} selected={key === region}>
                {name} (+{callingCode})
              </option>
            ))}
          </select>
        </div>
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
