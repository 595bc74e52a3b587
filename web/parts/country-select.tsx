// The country of a phone number: `+47` closed, «Norge (+47)» open. The real select lies unseen over the drawn code.
import { useEffect, useState } from 'preact/hooks'
import { locale } from '../words/active.ts'
import { intlLocales } from '../words/locales.ts'
import { namedCountries } from './countries.ts'

const languages = intlLocales[locale]
const norway = { region: 'NO', callingCode: '47' }

/** The page is drawn with Norway alone; the other countries come when it wakes. Its label points to `country`. */
export function CountrySelect() {
  const [countries, setCountries] = useState([
    { ...norway, name: new Intl.DisplayNames(languages, { type: 'region' }).of('NO') },
  ])
  const [region, setRegion] = useState(norway.region)
  useEffect(() => setCountries(namedCountries(languages)), [])
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
