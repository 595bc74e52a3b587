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

  it.each([
    ['SMTP_URL', 'smtp:mail.example.no'], // no //: a path, and mail would go to nobody
    ['SMTP_URL', 'smtp://'],
    ['SMTP_URL', 'smtp:///mail'],
    ['SMTP_URL', 'smtps://user:100%@mail.example.no'], // % begins an escape
    ['SMS_URL', 'smpp:sms.example.no'],
    ['SMS_URL', 'smpps://'],
    ['SMS_URL', 'smpp://us%er:password@sms.example.no'],
    ['SMS_URL', 'https://user:%zz@sms.example.no/send'],
  ])('names an address by which no message could go: %s=%s', (name, given) => {
    expect(refusals({ [name]: given })).toEqual([
      expect.stringMatching(new RegExp(`^${name} must be an address such as `)),
    ])
  })

  it.each(['Bank', 'Bank <bank>', 'a@b.no, c@d.no', 'Bank <a@b.no> <', 'a@b.no <c d@e.no>', '<>', 'a @b.no'])(
    'takes no sender «%s»',
    (given) => {
      expect(refusals({ MAIL_FROM: given })).toEqual([
        `MAIL_FROM must be a sender such as Portvakt <no-reply@example.no>, not "${given}".`,
      ])
    },
  )

  it.each([
    [{ MAIL_FROM: 'post@example.no' }, 'post@example.no'],
    [{ MAIL_FROM: '"Bank, the" <post@example.no>' }, '"Bank, the" <post@example.no>'],
    [{ BRAND_NAME: 'B'.repeat(100) }, `${'B'.repeat(100)} <no-reply@localhost>`],
    [{ ORIGIN: 'http://[::1]:4000' }, 'Portvakt <no-reply@localhost>'],
  ])('sends mails as: %o', (environment, sender) => {
    expect(readConfig(environment).mailFrom).toBe(sender)
  })

  it('names a root key that is none together with all else that is wrong, and shows nothing of it', () => {
    expect(refusals({ PORT: 'x', ROOT_KEY: 'hemmelig' })).toEqual([
      'PORT must be a whole number from 1 to 65535, not "x".',
      'ROOT_KEY must hold exactly 32 bytes, as 64 hexadecimal digits or as base64.',
    ])
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

  it('has no one port for pages and metrics', () => {
    expect(refusals({ PORT: '4772', METRICS_PORT: '4772' })).toEqual([
      'METRICS_PORT and PORT are both 4772: choose another METRICS_PORT, or leave it out for any free one.',
    ])
    expect(refusals({ METRICS_PORT: '4000' })).toHaveLength(1)
    expect(refusals({ PORT: 'x', METRICS_PORT: 'x' })).toHaveLength(2)
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
    expect(refusals({ ROOT_KEY: 'a', ROOT_KEY_FILE: 'b', PORTVAKT_COLOUR: 'x' })).toEqual([
      'PORTVAKT_COLOUR is not an option of Portvakt.',
      'ROOT_KEY and ROOT_KEY_FILE are both set: keep one of them.',
    ])
  })

  it.each([
    ['TRUSTED_PROXY', 'TRUSTED_PROXIES'],
    ['TRUST_PROXIES', 'TRUSTED_PROXIES'],
    ['DATABSE_URL', 'DATABASE_URL'],
    ['DATABSAE_URL', 'DATABASE_URL'],
    ['DATABASE_URI', 'DATABASE_URL'],
    ['DATABASEURL', 'DATABASE_URL'],
    ['SMTPURL', 'SMTP_URL'],
    ['SMSURL', 'SMS_URL'],
    ['IOSAPP', 'IOS_APP'],
    ['ROOT_KEYFILE', 'ROOT_KEY_FILE'],
    ['ROOT_KEY_FIEL', 'ROOT_KEY_FILE'],
    ['ROOTKEY', 'ROOT_KEY'],
    ['DATADIR', 'DATA_DIR'],
    ['DATA_DIRS', 'DATA_DIR'],
    ['SMS_COUNTRY', 'SMS_COUNTRIES'],
    ['LOG_LEVLE', 'LOG_LEVEL'],
    ['WEBHOOK_SECRETS', 'WEBHOOK_SECRET'],
    ['PORTVAKT_MOD', 'PORTVAKT_MODE'],
  ])('asks of %s whether it means %s', (given, meant) => {
    expect(refusals({ [given]: 'x' })).toEqual([`${given} is no option: did you mean ${meant}?`])
  })

  it('finds each option with a letter left out, but for the short ones', () => {
    const names = configTable().matchAll(/^\| `(\w{8,})`/gm)
    for (const [, name = ''] of names) {
      const without = (at: number) => name.slice(0, at) + name.slice(at + 1)
      for (let at = 0; at < name.length; at++) expect(refusals({ [without(at)]: 'x' })).toHaveLength(1)
    }
  })

  it('takes no other name for a misspelt option: of a shell, a container, a service, a pipeline, a platform', () => {
    const names = `
      PATH HOME PWD OLDPWD SHLVL TERM USER LOGNAME LANG LANGUAGE LC_ALL TZ SHELL EDITOR PAGER MAIL DISPLAY HOSTNAME HOSTTYPE
      TMPDIR COLUMNS LINES PORTS SPORT SORT POST HOSTS GHOST VHOST ORIGINS HTTP_PROXY HTTPS_PROXY NO_PROXY ALL_PROXY SSL_CERT_FILE
      XDG_DATA_DIRS XDG_DATA_HOME XDG_CONFIG_DIRS XDG_RUNTIME_DIR SSH_AUTH_SOCK DBUS_SESSION_BUS_ADDRESS
      DATABASE_URL_READONLY DATABASE_URL_2 DATABASE_URL_RO READONLY_DATABASE_URL DATABASE_PRIVATE_URL DATABASE_PUBLIC_URL
      DATABASE_HOST DATABASE_PORT DATABASE_USER DATABASE_NAME DATABASE_PASSWORD DATABASE_SCHEMA DATABASE_SSL DATABASE_POOL_SIZE
      PGHOST PGPORT PGUSER PGDATA PGDATABASE PGPASSWORD POSTGRES_URL POSTGRES_USER POSTGRES_PASSWORD POSTGRES_DB REDIS_URL
      SMTP_HOST SMTP_PORT SMTP_USER SMTP_PASS SMTP_FROM MAIL_HOST MAIL_PORT MAIL_USER MAILER_URL SITE_URL BASE_URL PUBLIC_URL APP_URL
      LOG_FILE LOG_FORMAT LOG_DIR RUST_LOG METRICS_HOST METRICS_PATH METRICS_PORT_9090_TCP ROOT_DIR HOST_KEY SECRET_KEY CACHE_DIR
      NODE_ENV NODE_OPTIONS NODE_PATH NODE_VERSION NODE_EXTRA_CA_CERTS YARN_VERSION npm_config_cache npm_lifecycle_event
      KUBERNETES_PORT KUBERNETES_PORT_443_TCP KUBERNETES_PORT_443_TCP_ADDR KUBERNETES_SERVICE_HOST KUBERNETES_SERVICE_PORT
      KUBERNETES_SERVICE_PORT_HTTPS DATABASE_SERVICE_HOST DATABASE_SERVICE_PORT DATABASE_PORT_5432_TCP_ADDR
      POD_NAME POD_NAMESPACE POD_IP NODE_NAME HOST_IP HOST_PORT SERVICE_PORT
      INVOCATION_ID JOURNAL_STREAM LISTEN_FDS LISTEN_PID LISTEN_FDNAMES NOTIFY_SOCKET WATCHDOG_USEC WATCHDOG_PID MAINPID SYSTEMD_EXEC_PID
      STATE_DIRECTORY CACHE_DIRECTORY LOGS_DIRECTORY CONFIGURATION_DIRECTORY RUNTIME_DIRECTORY CREDENTIALS_DIRECTORY MEMORY_PRESSURE_WATCH
      CI GITHUB_ACTIONS GITHUB_TOKEN GITHUB_REF GITHUB_SHA GITHUB_ENV GITHUB_PATH GITHUB_WORKSPACE GITHUB_API_URL GITHUB_SERVER_URL
      RUNNER_OS RUNNER_ARCH RUNNER_TEMP RUNNER_NAME RUNNER_TOOL_CACHE ACTIONS_RUNTIME_URL ACTIONS_CACHE_URL ANDROID_HOME ANDROID_NDK
      ANDROID_NDK_HOME ANDROID_NDK_ROOT ANDROID_NDK_LATEST_HOME ANDROID_SDK_ROOT ANDROID_ABI JAVA_HOME_17_X64 GOROOT_1_24_X64
      BRANCH_NAME BUILD_NUMBER JOB_NAME CHANGE_BRANCH CI_JOB_NAME CI_COMMIT_BRANCH CI_SERVER_URL DYNO HEROKU_APP_NAME FLY_APP_NAME
      RENDER_EXTERNAL_URL RAILWAY_PUBLIC_DOMAIN VERCEL_URL AWS_REGION AWS_DEFAULT_REGION AWS_WEB_IDENTITY_TOKEN_FILE K_SERVICE
      WEBSITE_HOSTNAME DEFAULT_REGION DEFAULT_ROLE DD_LOG_LEVEL DB_LOG_LEVEL DB_DATA_DIR
      PORTVAKT_SERVICE_HOST PORTVAKT_SERVICE_PORT PORTVAKT_SERVICE_PORT_HTTP PORTVAKT_PORT_4000_TCP PORTVAKT_PORT_4000_TCP_ADDR
      METRICS_DB_PORT METRICS_V2_PORT`
    const others = names.split(/\s+/).filter(Boolean)
    expect(refusals(Object.fromEntries(others.map((name) => [name, 'x'])))).toEqual([])
  })

  it('lets a name like an option’s pass beside that option, or empty', () => {
    expect(refusals({ DATABASE_URL: 'postgres://u:p@db/a', DATABASE_URI: 'x', TRUSTED_PROXY: ' ' })).toEqual([])
  })

  it('documents every option', () => {
    expect(configTable()).toContain('| `PORT` | `4000` | Port of the pages and the API |')
    expect(configTable().split('\n').length).toBeGreaterThan(20)
  })
})
