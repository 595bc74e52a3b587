import { describe, expect, it } from 'vitest'
import { configTable, readConfig } from './config.ts'

const refusals = (environment: Record<string, string>): string[] => {
  try {
    readConfig(environment)
  } catch (error) {
    return (error as Error).message.split('\n')
  }
  return []
}

describe('readConfig', () => {
  it('needs no option at all', () => {
    const config = readConfig({})
    expect(config).toMatchObject({ port: 4000, host: '127.0.0.1', origin: 'http://localhost:4000', mode: 'demo' })
    expect(config).toMatchObject({ brandName: 'Portvakt', defaultLocale: 'nb', trustedProxies: [], metricsPort: 0 })
    expect(config.mailFrom).toBe('Portvakt <no-reply@localhost>')
    expect(config.databaseUrl).toBeUndefined()
    expect(config.hashSlots).toBeGreaterThan(0)
  })

  it.each([
    [{}, 'support@localhost'],
    [{ ORIGIN: 'https://account.example.no' }, 'support@account.example.no'],
    [{ ORIGIN: 'http://[::1]:4000' }, 'support@[::1]'],
    [{ SUPPORT_EMAIL: 'hjelp+konto@example.no' }, 'hjelp+konto@example.no'],
  ])('knows where people who need help write: %o', (environment, address) => {
    expect(readConfig(environment).supportEmail).toBe(address)
  })

  it.each(['hjelp', 'a@b?subject=x', 'a@b&bcc=c@d', 'a@b "c"'])('takes no support address «%s»', (given) => {
    expect(refusals({ SUPPORT_EMAIL: given })[0]).toMatch(/^SUPPORT_EMAIL must be a mail address/)
  })

  it('takes an empty option as unset', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: ' ', ROOT_KEY: '' })).toEqual(readConfig({}))
  })

  it('derives the origin from the port', () => {
    expect(readConfig({ PORT: '4711' }).origin).toBe('http://localhost:4711')
  })

  it('names every wrong option at once, one sentence each', () => {
    expect(refusals({ PORT: 'abc', PORTVAKT_MODE: 'prod', DEFAULT_LOCALE: 'sv', ORIGIN: 'https://a.no/path' })).toEqual(
      [
        'PORT must be a whole number from 1 to 65535, not "abc".',
        'ORIGIN must be a web address without a path, such as https://account.example.no, not "https://a.no/path".',
        'PORTVAKT_MODE must be demo or production, not "prod".',
        'DEFAULT_LOCALE must be nb, nn or en, not "sv".',
      ],
    )
  })

  it.each([
    ['', ['capacitor://localhost', 'https://localhost']],
    ['none', []],
    ['ionic://localhost https://app.example.no:8443', ['ionic://localhost', 'https://app.example.no:8443']],
  ])('lets the shells of the phone app come from «%s»', (given, origins) => {
    expect(readConfig({ APP_ORIGINS: given }).appOrigins).toEqual(origins)
  })

  it.each([
    '*',
    'null',
    'https://localhost/',
    'https://localhost,*',
    'HTTPS://LOCALHOST',
    'localhost',
    'file://x',
    ',',
  ])('takes no app origin «%s»', (given) => {
    expect(refusals({ APP_ORIGINS: given })).toEqual([
      `APP_ORIGINS must be origins such as capacitor://localhost,https://localhost, separated by commas, or none, not "${given}".`,
    ])
  })

  it('takes no app origin that is its own', () => {
    expect(
      refusals({ ORIGIN: 'https://konto.example.no', APP_ORIGINS: 'https://localhost,https://konto.example.no' }),
    ).toEqual(['APP_ORIGINS must not name ORIGIN itself: no cookie of its pages would count.'])
  })

  it('never prints a secret', () => {
    const wrong = { DATABASE_URL: 'mysql://u:hemmelig@h/d', SMTP_URL: 'hemmelig', SMS_URL: 'ftp://hemmelig' }
    expect(refusals(wrong)).toHaveLength(3)
    expect(refusals(wrong).join()).not.toContain('hemmelig')
  })

  it('names everything that production misses', () => {
    const sentences = refusals({ PORTVAKT_MODE: 'production' })
    const names = sentences.map((sentence) => sentence.split(' ')[0])
    expect(names).toEqual(['DATABASE_URL', 'ORIGIN', 'ROOT_KEY_FILE', 'SMTP_URL', 'SMS_URL'])
  })

  it('refuses http in production and accepts a whole set of options', () => {
    const whole = {
      PORTVAKT_MODE: 'production',
      DATABASE_URL: 'postgres://u:p@db/portvakt',
      ORIGIN: 'https://konto.example.no/',
      ROOT_KEY_FILE: '/run/secrets/root.key',
      SMTP_URL: 'smtps://u:p@mail',
      SMS_URL: 'smpp://u:p@sms:2775',
    }
    expect(readConfig(whole).origin).toBe('https://konto.example.no')
    expect(refusals({ ...whole, ORIGIN: 'http://konto.example.no' })).toEqual([
      'ORIGIN must begin with https:// in production: browsers keep our cookies from anything else.',
    ])
  })

  it('reads proxies as addresses and networks', () => {
    expect(readConfig({ TRUSTED_PROXIES: '10.0.0.0/8, ::1' }).trustedProxies).toEqual(['10.0.0.0/8', '::1'])
    for (const wrong of ['all', '10.0.0.0/33', '10.0.0/8', '1.2.3.4/', '::/129'])
      expect(refusals({ TRUSTED_PROXIES: wrong })).toHaveLength(1)
  })

  it('refuses two root keys and an option that does not exist', () => {
    expect(refusals({ ROOT_KEY: 'a', ROOT_KEY_FILE: 'b', PORTVAKT_MOD: 'x' })).toEqual([
      'PORTVAKT_MOD is not an option of Portvakt.',
      'ROOT_KEY and ROOT_KEY_FILE are both set: keep one of them.',
    ])
  })

  it('documents every option', () => {
    expect(configTable()).toContain('| `PORT` | `4000` | Port of the pages and the API |')
    expect(configTable().split('\n').length).toBeGreaterThan(20)
  })
})
