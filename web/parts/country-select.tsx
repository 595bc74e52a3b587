// The country of a phone number: `+47` closed, «Norge (+47)» open. The real select lies unseen over the drawn code.
import { useEffect, useState } from 'preact/hooks'
import { countryForm, fields, locale } from '../words/active.ts'
import { intlLocales } from '../words/locales.ts'
import { namedCountries } from './countries.ts'

const norway = { region: 'NO', callingCode: '47', name: fields.norway }

/**
 * The page is drawn with Norway alone. The names of the others cost a phone a fifth of a second, so they come when the list is
 * about to open, or soon after any field was entered: a browser that fills the form finds them. Its label points to `country`.
 */
export function CountrySelect() {
  const [countries, setCountries] = useState([norway])
  const [region, setRegion] = useState(norway.region)
  const fill = () =>
    setCountries((known) => (known.length > 1 ? known : namedCountries(intlLocales[locale], countryForm)))
  useEffect(() => addEventListener('focusin', () => setTimeout(fill, 400), { once: true }), [])
  const chosen = countries.find((country) => country.region === region) ?? norway
  return (
    <div class="country over">
      <span class="ds-input" aria-hidden="true">
        +{chosen.callingCode}
      </span>
      <select
        id="country"
        name="country"
        autocomplete="tel-country-code"
        onPointerDown={fill}
        onFocus={fill}
        onChange={(event) => setRegion(event.currentTarget.value)}
      >
        {countries.map(({ region: key, callingCode, name }) => (
          <option key={key} value={key} selected={key === region}>
            {name} (+{callingCode})
          </option>
        ))}
      </select>
    </div>
  )
}
