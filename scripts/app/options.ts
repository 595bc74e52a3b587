import { APP_ID } from '../../server/config-options.ts'
import { locales } from '../../web/words/locales.ts'

/** What an operator decides about the app. */
export interface AppOptions {
  /** The server's address, without a slash at its end. */
  origin: string
  host: string
  brandName: string
  supportEmail: string
  appId: string
  version: string
  /** Grows with the version: the stores refuse a build that is not newer. */
  versionCode: number
  defaultLocale: string
}

/** @throws Error whose message has one sentence a line, for every option that is wrong or missing */
export function readAppOptions(environment: Record<string, string | undefined>): AppOptions {
  const text = (name: string, fallback = '') => environment[name]?.trim() || fallback
  const origin = text('ORIGIN')
  const url = URL.parse(origin)
  const brandName = text('BRAND_NAME', 'Portvakt')
  const supportEmail = text('SUPPORT_EMAIL', `support@${url?.hostname || 'localhost'}`)
  const appId = text('APP_ID', 'no.portvakt.app')
  const version = text('APP_VERSION', '0.1.0')
  const defaultLocale = text('DEFAULT_LOCALE', 'nb')
  const parts = version.split('.').map(Number)
  const wrong: [boolean, string][] = [
    [
      url?.protocol !== 'https:' || url.origin !== origin || url.port !== '',
      `ORIGIN must be the https address of your server without port and path, such as https://account.example.no, not "${origin}".`,
    ],
    [
      /[\p{Cc}]/u.test(brandName) || brandName.length > 30,
      `BRAND_NAME must be a name of at most 30 characters on one line.`,
    ],
    [
      !/^[\w.+-]{1,64}@[\w.-]{1,255}$/.test(supportEmail),
      `SUPPORT_EMAIL must be an e-mail address, not "${supportEmail}".`,
    ],
    [
      !new RegExp(`^${APP_ID}$`).test(appId) || appId.length > 100,
      `APP_ID must be small letters and digits in parts with dots between, such as no.example.account, not "${appId}".`,
    ],
    [
      !/^\d{1,4}\.\d{1,3}\.\d{1,3}$/.test(version) || parts.every((part) => part === 0),
      `APP_VERSION must be three numbers with dots between, such as 1.4.0, not "${version}".`,
    ],
    [
      !(locales as readonly string[]).includes(defaultLocale),
      `DEFAULT_LOCALE must be nb, nn or en, not "${defaultLocale}".`,
    ],
  ]
  const sentences = wrong.filter(([isWrong]) => isWrong).map(([, sentence]) => sentence)
  if (sentences.length > 0) throw new Error(sentences.join('\n'))
  const [major = 0, minor = 0, patch = 0] = parts
  const versionCode = major * 1_000_000 + minor * 1000 + patch
  return { origin, host: url?.hostname ?? '', brandName, supportEmail, appId, version, versionCode, defaultLocale }
}
