import { getCountries, getCountryCallingCode } from 'libphonenumber-js/max'
import { describe, expect, it } from 'vitest'
import { intlLocales } from '../words/locales.ts'
import * as nb from '../words/nb.ts'
import * as nn from '../words/nn.ts'
import { countries, namedCountries } from './countries.ts'

describe('the countries', () => {
  it('are exactly those of libphonenumber, with its calling codes', () => {
    const ours = Object.fromEntries(countries.map(({ region, callingCode }) => [region, callingCode]))
    const theirs = Object.fromEntries(getCountries().map((region) => [region, getCountryCallingCode(region)]))
    expect(ours).toEqual(theirs)
    expect(countries).toHaveLength(getCountries().length)
  })

  it('have a name in every language', () => {
    for (const languages of Object.values(intlLocales)) {
      for (const { region, name } of namedCountries(languages, nb.countryForm)) expect(name, region).not.toBe(region)
    }
  })

  // Chromium has the names in Bokmål alone; Node has both.
  it('have their names in Nynorsk where a browser knows Bokmål, and keep them where it knows Nynorsk', () => {
    const inNynorsk = (languages: string[]) =>
      new Map(namedCountries(languages, nn.countryForm).map(({ region, name }) => [region, name]))
    const [made, known] = [inNynorsk(['nb', 'no']), inNynorsk(['nn'])]
    // The same name in other letters.
    for (const region of ['CD', 'LU', 'SH', 'VG', 'VI']) for (const names of [made, known]) names.delete(region)
    expect(made).toEqual(known)
    const own = new Intl.DisplayNames('nn', { type: 'region' })
    for (const [region, name] of known) expect(name).toBe(own.of(region))
    expect([made.get('NO'), made.get('AT'), made.get('FO')]).toEqual(['Noreg', 'Austerrike', 'Færøyane'])
  })

  it('are sorted as the language sorts: Østerrike after Zimbabwe, Austerrike before Belgia', () => {
    const names = namedCountries(intlLocales.nb, nb.countryForm).map(({ name }) => name)
    expect(names.indexOf('Østerrike')).toBeGreaterThan(names.indexOf('Zimbabwe'))
    const own = namedCountries(['nb', 'no'], nn.countryForm).map(({ name }) => name)
    expect(own.indexOf('Austerrike')).toBeLessThan(own.indexOf('Belgia'))
  })
})
