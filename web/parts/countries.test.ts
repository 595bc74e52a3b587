import { getCountries, getCountryCallingCode } from 'libphonenumber-js/max'
import { describe, expect, it } from 'vitest'
import { intlLocales } from '../words/locales.ts'
import { countries, namedCountries } from './countries.ts'

describe('the countries', () => {
  it('are exactly those of libphonenumber, with its calling codes', () => {
    const ours = Object.fromEntries(countries.map(({ region, callingCode }) => [region, callingCode]))
    const theirs = Object.fromEntries(getCountries().map((region) => [region, getCountryCallingCode(region)]))
    expect(ours).toEqual(theirs)
    expect(countries).toHaveLength(getCountries().length)
  })

  it('have a name in every language, Norwegian ones in Nynorsk too', () => {
    for (const languages of Object.values(intlLocales)) {
      for (const { region, name } of namedCountries(languages)) expect(name, region).not.toBe(region)
    }
    const name = (region: string) => namedCountries(intlLocales.nn).find((country) => country.region === region)?.name
    expect([name('NO'), name('DE')]).toEqual([expect.stringMatching(/^(Norge|Noreg)$/), 'Tyskland'])
  })

  it('are sorted as the language sorts: Østerrike after Zimbabwe', () => {
    const names = namedCountries(intlLocales.nb).map(({ name }) => name)
    expect(names.indexOf('Østerrike')).toBeGreaterThan(names.indexOf('Zimbabwe'))
  })
})
