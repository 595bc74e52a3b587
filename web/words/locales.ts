// The languages Portvakt speaks. Bokmål is the base: every key is first written there.

export const locales = ['nb', 'nn', 'en'] as const
export type Locale = (typeof locales)[number]

/** True when a value from a cookie, a header or a body names a language we speak. */
export const isLocale = (value: unknown): value is Locale => locales.includes(value as Locale)

/** Languages to ask `Intl` for, best first. Chromium has no data for `nn`, so Bokmål stands in. */
export const intlLocales: Record<Locale, string[]> = { nb: ['nb', 'no'], nn: ['nn', 'nb', 'no'], en: ['en-GB', 'en'] }

/** Each language under its own name, as the switch shows it. */
export const languageNames: Record<Locale, string> = { nb: 'Bokmål', nn: 'Nynorsk', en: 'English' }
