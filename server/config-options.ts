// Every option there is, in one table: what reads them, checks them and documents them (README) uses this.
import { isIP } from 'node:net'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { z } from 'zod'
import { parseWebhookSecrets } from './events/standard-webhooks.ts'
import { readSender } from './outbox/mail-address.ts'

export interface Option<T> {
  name: string
  /** Parses the text of the environment variable. */
  schema: z.ZodType<T, string | undefined> | z.ZodType<T, string>
  /** Completes "NAME must be …". */
  must: string
  /** Used when unset, parsed like a given value; `read` tells other options' texts. */
  fallback?: string | ((read: (name: string) => string) => string)
  /** The default in words, where `fallback` is worked out. */
  fallbackInWords?: string
  about: string
  /** Its value is never printed. */
  secret?: true
}

const option = <T>(name: string, rest: Omit<Option<T>, 'name'>): Option<T> => ({ name, ...rest })
const text = z.string()
const line = z.string().regex(/^[^\p{Cc}]{1,100}$/u)
const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.number().min(min).max(max))
const address = (...protocols: string[]) =>
  z.string().refine((given) => {
    const url = URL.parse(given)
    return url !== null && protocols.includes(url.protocol.slice(0, -1))
  })
/** Of a provider: a host, and a login whose every % is an escape, or it would show when the first message goes to nobody. */
const provider = (...protocols: string[]) =>
  address(...protocols).refine((given) => {
    const url = URL.parse(given)
    return url !== null && url.hostname !== '' && /^(?:[^%]|%[\da-f]{2})*$/i.test(`${url.username}${url.password}`)
  })
const origin = address('http', 'https')
  .refine((given) => ['', '/'].includes(given.slice((URL.parse(given)?.origin ?? '').length)))
  .transform((given) => new URL(given).origin)

/** True for an IP address or a network in CIDR form. */
function isNetwork(given: string): boolean {
  const [ip = '', bits, ...rest] = given.split('/')
  const max = { 0: -1, 4: 32, 6: 128 }[isIP(ip)] ?? -1
  return max > 0 && rest.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= max))
}
const networks = z
  .string()
  .transform((given) => given.split(/[\s,]+/).filter(Boolean))
  .refine((list) => list.every(isNetwork))

/** As browsers write them in `Origin`: those of native shells have schemes of their own, which no URL parser knows. */
const origins = z
  .string()
  .transform((given) => given.split(/[\s,]+/).filter(Boolean))
  .refine((list) => list.join() === 'none' || (list.length > 0 && list.every(isOrigin)))
  .transform((list) => (list.join() === 'none' ? [] : list))

function isOrigin(given: string): boolean {
  const [, scheme = '', host = ''] = /^([a-z][a-z0-9+.-]*):\/\/([a-z0-9.-]+(?::\d{1,5})?)$/.exec(given) ?? []
  return host !== '' && !['file', 'data', 'blob'].includes(scheme)
}

/** An id that both stores take, as a pattern: Android forbids hyphens, iOS underscores. */
export const APP_ID = String.raw`[a-z][a-z\d]*(?:\.[a-z][a-z\d]*)+`
const FINGERPRINT = '[0-9A-F]{2}(?::[0-9A-F]{2}){31}'
const androidApp = z
  .string()
  .transform((given) => given.split(/[\s,]+/).filter(Boolean))
  .refine(
    ([packageName = '', ...fingerprints]) =>
      new RegExp(`^${APP_ID}$`).test(packageName) &&
      fingerprints.length > 0 &&
      fingerprints.every((each) => new RegExp(`^${FINGERPRINT}$`, 'i').test(each)),
  )
  .transform(([packageName = '', ...fingerprints]) => ({
    packageName,
    fingerprints: fingerprints.map((each) => each.toUpperCase()),
  }))

/** The EEA, the United Kingdom and Switzerland. */
const NEAR =
  'AT BE BG HR CY CZ DK EE FI FR DE GR HU IS IE IT LV LI LT LU MT NL NO PL PT RO SK SI ES SE AX GP MQ GF RE YT MF GB GG JE IM CH'

/** ISO 3166-1 alpha-2, as it is written today: UK is not, GB is. */
const isCountry = (code: string) =>
  /^[A-Z]{2}$/.test(code) &&
  new Intl.Locale(`und-${code}`).region === code &&
  new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }).of(code) !== undefined
const countries = z
  .string()
  .transform((given) =>
    given
      .toUpperCase()
      .split(/[\s,]+/)
      .filter(Boolean),
  )
  .refine((list) => list.length > 0 && (list.join() === 'ALL' || list.every(isCountry)))
  .transform((list) => (list[0] === 'ALL' ? ('all' as const) : list))

export const options = {
  port: option('PORT', {
    schema: wholeNumber(1, 65_535),
    must: 'a whole number from 1 to 65535',
    fallback: '4000',
    about: 'Port of the pages and the API',
  }),
  host: option('HOST', {
    schema: line,
    must: 'an address to listen on',
    fallback: '127.0.0.1',
    about: 'Address to listen on; `0.0.0.0` for every network of the machine',
  }),
  origin: option('ORIGIN', {
    schema: origin,
    must: 'a web address without a path, such as https://account.example.no',
    fallback: (read) => `http://localhost:${read('PORT')}`,
    fallbackInWords: '`http://localhost:PORT`',
    about:
      'Where browsers find it: cookies, links in messages and checks of requests follow this and never a request header',
  }),
  appOrigins: option('APP_ORIGINS', {
    schema: origins,
    must: 'origins such as capacitor://localhost,https://localhost, separated by commas, or none',
    fallback: 'capacitor://localhost,https://localhost',
    about: 'Origins of the phone app’s shells, which may call the API without cookies; `none` where there is no app',
  }),
  androidApp: option('ANDROID_APP', {
    schema: androidApp.optional(),
    must: 'the app’s id and the SHA-256 fingerprints of its signing keys, such as no.example.account 14:6D:… (32 bytes each)',
    about:
      'The app of the store that opens this server’s links: its id and the SHA-256 fingerprints of its signing keys (`/.well-known/assetlinks.json`); empty: none',
  }),
  iosApp: option('IOS_APP', {
    schema: z
      .string()
      .regex(new RegExp(`^[A-Z0-9]{10}\\.${APP_ID}$`))
      .optional(),
    must: 'the team’s id and the app’s, such as A1B2C3D4E5.no.example.account',
    about: 'The same for iOS: the team’s id and the app’s (`/.well-known/apple-app-site-association`); empty: none',
  }),
  dataDir: option('DATA_DIR', {
    schema: text.transform((given) => resolve(given)),
    must: 'a folder',
    fallback: '.portvakt',
    about: 'Folder of the embedded database and, in demo mode, of the root key',
  }),
  databaseUrl: option('DATABASE_URL', {
    schema: address('postgres', 'postgresql').optional(),
    must: 'an address such as postgres://user:password@host:5432/database',
    about: 'A Postgres (15 or newer) of your own; empty: the embedded one, in `DATA_DIR`',
    secret: true,
  }),
  databasePool: option('DATABASE_POOL', {
    schema: wholeNumber(2, 1000),
    must: 'a whole number from 2 to 1000',
    fallback: '16',
    about: 'Database connections at the most',
  }),
  mode: option('PORTVAKT_MODE', {
    schema: z.enum(['demo', 'production']),
    must: 'demo or production',
    fallback: 'demo',
    about:
      '`demo` shows sent messages at `/outbox`; `production` starts only with `DATABASE_URL`, an https `ORIGIN`, `ROOT_KEY` or `ROOT_KEY_FILE`, `SMTP_URL` and `SMS_URL`',
  }),
  rootKey: option('ROOT_KEY', {
    schema: text.optional(),
    must: '32 bytes as 64 hexadecimal digits or as base64',
    about: 'Key that wraps every other key: 32 bytes as 64 hexadecimal digits or base64 (`openssl rand -base64 32`)',
    secret: true,
  }),
  rootKeyFile: option('ROOT_KEY_FILE', {
    schema: text.transform((given) => resolve(given)).optional(),
    must: 'a file',
    about: 'File that holds it instead, readable by its owner alone; empty in demo mode: made in `DATA_DIR`',
  }),
  smtpUrl: option('SMTP_URL', {
    schema: provider('smtp', 'smtps').optional(),
    must: 'an address such as smtps://user:password@mail.example.no:465',
    about: 'Mail server, `smtp://` or `smtps://`; empty in demo mode: mail goes to the outbox only',
    secret: true,
  }),
  mailFrom: option('MAIL_FROM', {
    schema: z
      .string()
      .regex(/^[^\p{Cc}]{1,450}$/u)
      .refine((given) => readSender(given) !== undefined),
    must: 'a sender such as Portvakt <no-reply@example.no>',
    // No mail comes from an IPv6 address as it stands in ORIGIN.
    fallback: (read) =>
      `${read('BRAND_NAME')} <no-reply@${URL.parse(read('ORIGIN'))?.hostname.replace(/^\[.*\]$/, 'localhost')}>`,
    fallbackInWords: '`BRAND_NAME <no-reply@host of ORIGIN>`',
    about: 'Sender of mails',
  }),
  smsUrl: option('SMS_URL', {
    schema: provider('smpp', 'smpps', 'http', 'https').optional(),
    must: 'an address such as smpps://user:password@sms.example.no:3550 or https://sms.example.no/send',
    about:
      'SMS by SMPP 3.4 (`smpp://`, `smpps://`) or an HTTP gateway (`https://`); empty in demo mode: SMS go to the outbox only',
    secret: true,
  }),
  smsFrom: option('SMS_FROM', {
    schema: z.string().regex(/^([A-Za-z0-9 ]{1,11}|\+?\d{3,15})$/),
    must: 'a number or up to 11 letters and digits',
    fallback: (read) =>
      read('BRAND_NAME')
        .replace(/[^A-Za-z0-9]/g, '')
        .slice(0, 11) || 'Portvakt',
    fallbackInWords: 'first 11 letters of `BRAND_NAME`',
    about: 'Sender of SMS',
  }),
  smsCountries: option('SMS_COUNTRIES', {
    schema: countries,
    must: 'countries such as NO,SE,DK (ISO 3166-1 alpha-2), or all',
    fallback: (read) => (read('PORTVAKT_MODE') === 'production' ? NEAR : 'all'),
    fallbackInWords: 'the EEA, the United Kingdom and Switzerland; `all` in demo mode',
    about:
      'Countries whose numbers may be signed up with and added: `NO,SE,DK` or `all`. Numbers that accounts have go on working',
  }),
  smsPerDay: option('SMS_PER_DAY', {
    schema: wholeNumber(2, 10_000_000),
    must: 'a whole number from 2 to 10000000',
    fallback: '5000',
    about: 'Codes by SMS in 24 hours at the most; half of them for numbers that no account has proven',
  }),
  webhookUrl: option('WEBHOOK_URL', {
    schema: address('http', 'https').optional(),
    must: 'an address such as https://exchange.example.no/portvakt',
    about: 'Receiver of signed webhooks (Standard Webhooks); empty: none is sent',
    secret: true,
  }),
  webhookSecrets: option('WEBHOOK_SECRET', {
    schema: text
      .transform((given, context) => {
        const secrets = parseWebhookSecrets(given)
        if (!secrets) context.addIssue('not a webhook secret')
        return secrets ?? z.NEVER
      })
      .optional(),
    must: '`whsec_` and the base64 of 24 to 64 bytes (two of them, parted by a space, while the receiver changes over)',
    about: 'Signs webhooks: `whsec_` and base64 (`echo whsec_$(openssl rand -base64 32)`); two while it is changed',
    secret: true,
  }),
  brandName: option('BRAND_NAME', {
    schema: line,
    must: 'a name on one line',
    fallback: 'Portvakt',
    about: 'Your name, on every page and in every message',
  }),
  supportEmail: option('SUPPORT_EMAIL', {
    // A host of one's own may have no dot, or be a number; nothing else may end up in a mailto: address.
    schema: z.string().regex(/^[\w.+-]{1,64}@[\w.:[\]-]{1,255}$/),
    must: 'a mail address such as support@example.no',
    // RFC 2142 §3: the mailbox where people look for help.
    fallback: (read) => `support@${URL.parse(read('ORIGIN'))?.hostname}`,
    fallbackInWords: '`support@host of ORIGIN`',
    about: 'Where people write who have lost both phone and recovery key; somebody has to read it',
  }),
  defaultLocale: option('DEFAULT_LOCALE', {
    schema: z.enum(['nb', 'nn', 'en']),
    must: 'nb, nn or en',
    fallback: 'nb',
    about: 'Language of whoever has not chosen one and whose browser asks for none of ours',
  }),
  policyFigures: option('POLICY_FIGURES', {
    schema: text.optional(),
    must: 'figures as name=value',
    about:
      'Figures of the policy that you change, such as `credentialHoldSeconds=48h stepUpFreshnessSeconds=2min`: which, and how far, stands in docs/reference/policy.md. The pages tell them: set it for `npm run build` too, as `npm start` does by itself',
  }),
  trustedProxies: option('TRUSTED_PROXIES', {
    schema: networks,
    must: 'addresses or networks such as 10.0.0.0/8, separated by commas',
    fallback: ' ',
    fallbackInWords: 'none',
    about: 'Proxies whose X-Forwarded-For is believed',
  }),
  metricsPort: option('METRICS_PORT', {
    schema: wholeNumber(0, 65_535),
    must: 'a whole number from 0 to 65535',
    fallback: '0',
    about: 'Port of `/metrics` (Prometheus); 0: any free one, printed at start',
  }),
  logLevel: option('LOG_LEVEL', {
    schema: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
    must: 'trace, debug, info, warn, error, fatal or silent',
    fallback: (read) => (read('PORTVAKT_MODE') === 'production' ? 'info' : 'warn'),
    fallbackInWords: '`info`; `warn` in demo mode',
    about: 'Least important line that is logged',
  }),
  hashSlots: option('HASH_SLOTS', {
    schema: wholeNumber(1, 1024),
    must: 'a whole number from 1 to 1024',
    fallback: () => String(availableParallelism()),
    fallbackInWords: 'cores of the machine',
    about: 'Passwords hashed at once; more than cores is slower',
  }),
  hashQueue: option('HASH_QUEUE', {
    schema: wholeNumber(0, 100_000),
    must: 'a whole number from 0 to 100000',
    fallback: '64',
    about: 'Passwords that wait for a slot; the next is answered 503 with Retry-After',
  }),
} as const

/** The README's table of options. */
export function configTable(): string {
  const rows = Object.values(options).map(({ name, about, ...option }: Option<unknown>) => {
    const fallback = option.fallbackInWords ?? (option.fallback ? `\`${option.fallback}\`` : 'empty')
    return `| \`${name}\` | ${fallback} | ${about}${option.secret ? ' (secret)' : ''} |`
  })
  return ['| option | default | what it is |', '| --- | --- | --- |', ...rows, ''].join('\n')
}
