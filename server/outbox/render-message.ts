import { messages as en } from '../../web/words/messages.en.ts'
import { type MailWords, type MessageWords, messages as nb, type Sender } from '../../web/words/messages.nb.ts'
import { messages as nn } from '../../web/words/messages.nn.ts'
import { countryForm } from '../../web/words/nn.ts'
import * as noticesEn from '../../web/words/notices.en.ts'
import type { NoticeFacts } from '../../web/words/notices.nb.ts'
import * as noticesNb from '../../web/words/notices.nb.ts'
import * as noticesNn from '../../web/words/notices.nn.ts'
import { policy } from '../platform/policy.ts'
import { deviceWords } from './device-words.ts'
import { layOutMail } from './mail-layout.ts'
import type { Channel, Content, Locale, NoticeData } from './message.ts'

export interface RenderRequest {
  content: Content
  channel: Channel
  locale: Locale
  brand: string
  /** Our own origin, from configuration: no word of a message ever follows a request's headers. */
  origin: string
  /** The owner's anti-phishing phrase, above everything else. */
  phrase?: string
  handedOverAt: Date
  expiresAt?: Date | null
}

export interface RenderedMessage {
  /** Empty for SMS, as is `html`. */
  subject: string
  text: string
  html: string
}

const words: Record<Locale, MessageWords> = { nb, nn, en }
const notices: Record<Locale, Pick<typeof noticesNb, 'noticeHeadings' | 'notices' | 'unknownDevice'>> = {
  nb: noticesNb,
  nn: noticesNn,
  en: noticesEn,
}

// Some systems carry no data for Nynorsk; Bokmål writes dates the same way.
const dateLocales: Record<Locale, string[]> = { nb: ['nb', 'no'], nn: ['nn', 'nb', 'no'], en: ['en-GB', 'en'] }

/** One line of printable text: what could start a new header line or reorder what is read is gone. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim()
}

/** Puts a message into words: mail as subject, text and HTML that say the same; SMS as text alone. */
export function renderMessage(request: RenderRequest): RenderedMessage {
  const { channel, locale, origin } = request
  const brand = oneLine(request.brand)
  const sender: Sender = { brand }
  const { mail, sms } = wordsFor(request, sender)
  const code = 'code' in request.content.data ? request.content.data.code : undefined
  if (channel === 'sms') return { subject: '', text: smsText(sms(), origin, code, request.phrase), html: '' }
  const said = mail()
  said.subject = oneLine(said.subject)
  const footer = words[locale].footer(sender)
  const phrase = request.phrase === undefined ? undefined : words[locale].phrase(request.phrase)
  return {
    subject: said.subject,
    text: mailText(said, footer, code, phrase),
    html: layOutMail({ words: said, brand, footer, locale, code, phrase }),
  }
}

interface Said {
  mail: () => MailWords
  sms: () => string
}

function wordsFor({ content, locale, handedOverAt, expiresAt }: RenderRequest, sender: Sender): Said {
  const said = words[locale]
  switch (content.template) {
    case 'sign_up_code':
    case 'identifier_code':
    case 'recovery_code':
    case 'recovery_mailbox_code':
    case 'sign_in_code':
    case 'change_code':
    case 'step_up_code':
    case 'authenticator_code':
    case 'thaw_code': {
      const validMinutes = expiresAt ? minutesLeft(handedOverAt, expiresAt) : undefined
      return bind(said[content.template], { ...sender, ...content.data, validMinutes })
    }
    case 'sign_up_taken':
      return bind(said.sign_up_taken, { ...sender, ...content.data })
    case 'identifier_taken':
      return bind(said.identifier_taken, sender)
    case 'notice':
      return noticeWords(content.data, locale, sender)
  }
}

/** What an ordinary hand-over takes: a code that lives ten minutes is said to, and not to live nine. */
const HAND_OVER_MS = 5_000

/** Whole minutes, since a person told more than there is comes too late; at least one, since a code that has ended is not sent. */
function minutesLeft(from: Date, end: Date): number {
  return Math.max(1, Math.floor((end.getTime() - from.getTime() + HAND_OVER_MS) / 60_000))
}

function noticeWords(data: NoticeData, locale: Locale, { brand }: Sender): Said {
  const { notices: general, noticeHeadings, unknownDevice } = notices[locale]
  const said = general.events[data.event]
  const heading = noticeHeadings[data.event]
  const addedHoldSeconds =
    data.event === 'identifier_added' ? policy.identifierHoldSeconds : policy.firstBindingHoldSeconds
  const facts: NoticeFacts = {
    ...data,
    brand,
    until: data.until && spokenTime(data.until, locale),
    untilDay: data.until && spokenDay(data.until, locale),
    untilDate: data.until && shortDate(data.until, locale),
    holdHours: policy.credentialHoldSeconds / 3600,
    addedHoldHours: addedHoldSeconds / 3600,
  }
  const where = [
    spokenTime(data.at, locale),
    deviceWords(data, locale) || (data.hasDevice && unknownDevice),
    spokenPlace(data.place, locale),
  ]
  const facing = where.filter(Boolean).join(' · ')
  const isFrozen = data.event === 'frozen' || data.event === 'frozen_and_kept'
  const url = data.actionUrl
  const { undoUrl } = data
  if (undoUrl !== undefined) {
    const undo = data.event === 'identifier_added' ? general.takeAway(facts) : general.putBack(facts)
    return {
      mail: () => ({
        subject: said.subject(facts),
        heading,
        before: [said.what(facts), facing, general.wasYou, undo.text],
        action: { label: undo.label, url: undoUrl },
        after: [general.undoLife(policy.identifierUndoSeconds / 3600), general.alsoFreeze],
        second: { label: general.notMe, url },
      }),
      sms: () => `${said.sms(facts)} ${general.undoSms(undoUrl)}`,
    }
  }
  if (url === '')
    return {
      mail: () => ({
        subject: said.subject(facts),
        heading,
        before: [said.what(facts), facing],
        after: [],
      }),
      sms: () => said.sms(facts),
    }
  return {
    mail: () => ({
      subject: said.subject(facts),
      heading,
      before: [
        said.what(facts),
        facing,
        ...(isFrozen ? [general.isFrozen] : [general.wasYou, said.wasNotYou ?? general.wasNotYou]),
      ],
      action: { label: isFrozen ? general.thaw : general.notMe, url },
      after: isFrozen ? [] : [said.notMeLife ?? general.notMeLife(policy.noticeLinkSeconds / 86_400)],
    }),
    sms: () => `${said.sms(facts)} ${isFrozen ? general.thawSms(url) : general.notMeSms(url)}`,
  }
}

function bind<Facts>(
  wording: { mail: (facts: Facts) => MailWords; sms: (facts: Facts) => string },
  facts: Facts,
): Said {
  return { mail: () => wording.mail(facts), sms: () => wording.sms(facts) }
}

/** @param region ISO 3166-1 alpha-2, or empty */
function spokenPlace(region: string, locale: Locale): string {
  const name = region && (new Intl.DisplayNames(dateLocales[locale], { type: 'region' }).of(region) ?? region)
  return locale === 'nn' ? countryForm(name) : name
}

const inNorway = (iso: string, locale: Locale, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(dateLocales[locale], { timeZone: 'Europe/Oslo', ...options }).format(new Date(iso))

const spokenDay = (iso: string, locale: Locale) => inNorway(iso, locale, { dateStyle: 'long' })

/** `30.9.2026`; in English with the month in letters, since not all who read it put the day first. */
const shortDate = (iso: string, locale: Locale) =>
  inNorway(iso, locale, { day: 'numeric', month: locale === 'en' ? 'short' : 'numeric', year: 'numeric' })

/** Norwegian time with its zone: the reader may be elsewhere. */
function spokenTime(iso: string, locale: Locale): string {
  const day = spokenDay(iso, locale)
  const hours = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short' } as const
  const time = inNorway(iso, locale, hours)
  if (locale === 'en') return `${day} at ${time}`
  return `${day} kl. ${time.replace(':', '.')}`
}

function mailText(
  { heading, before, action, after, second }: MailWords,
  footer: string,
  code?: string,
  phrase?: string,
): string {
  const line = (way: MailWords['action']) => way && `${way.label}: ${way.url}`
  const parts = [phrase, heading, ...before, code, line(action), ...after, line(second), `-- \n${footer}`]
  return `${parts.filter((part) => part !== undefined).join('\n\n')}\n`
}

/**
 * A code ends with the line that ties it to our site, so that browsers fill it in there and nowhere else
 * (WICG, Origin-bound one-time codes delivered via SMS: host without scheme or port, last line).
 */
function smsText(words: string, origin: string, code?: string, phrase?: string): string {
  // One sign outside GSM 03.38 makes every sign cost twice.
  const text = words.replaceAll('•', '*').replaceAll(/[\u00a0\u202f]/g, ' ')
  if (code === undefined) return phrase === undefined ? text : `(${phrase}) ${text}`
  const own = phrase === undefined ? '' : `\n(${phrase})` // a code is what an SMS begins with
  return `${text}${own}\n\n@${new URL(origin).hostname} #${code}`
}
