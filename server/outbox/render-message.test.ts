import { expect, test } from 'vitest'
import { notices } from '../../web/words/notices.nb.ts'
import type { Channel, Content, Locale, NoticeData, NoticeEvent } from './message.ts'
import { renderMessage } from './render-message.ts'
import { segmentSms } from './smpp-segments.ts'

const createdAt = new Date('2026-03-02T12:30:00Z')
const expiresAt = new Date('2026-03-02T12:40:00Z')
const locales: Locale[] = ['nb', 'nn', 'en']
type Code = Exclude<Content['template'], 'sign_up_taken' | 'identifier_taken' | 'notice'>
/** A new template does not compile until it has its line. */
const codes: Record<Code, true> = {
  sign_up_code: true,
  identifier_code: true,
  recovery_code: true,
  recovery_mailbox_code: true,
  sign_in_code: true,
  change_code: true,
  step_up_code: true,
  authenticator_code: true,
  thaw_code: true,
}
const undoable = ['identifier_added', 'identifier_changed', 'identifier_removed'] as const
const contents: Content[] = [
  ...(Object.keys(codes) as Code[]).map((template) => ({ template, data: { code: '40718263' } })),
  { template: 'sign_up_taken', data: { signInUrl: 'https://konto.bors.example/log-in' } },
  { template: 'identifier_taken', data: {} },
  ...(Object.keys(notices.events) as NoticeEvent[]).map((event) => notice(event)),
  ...undoable.map((event) => withUndo(notice(event))),
]
const every = locales.flatMap((locale) =>
  contents.map((content) => ({
    locale,
    content,
    template: content.template === 'notice' ? nameOf(content.data) : content.template,
  })),
)

function nameOf({ event, undoUrl }: NoticeData): string {
  return `notice ${event}${undoUrl ? ', which may be undone' : ''}`
}

function withUndo(content: Content): Content {
  if (content.template !== 'notice') throw new Error('no notice')
  const undoUrl = `https://konto.bors.example/undo-change#${'x'.repeat(43)}`
  return { ...content, data: { ...content.data, undoUrl } }
}

function notice(event: NoticeEvent, previous = '+47 ••• •• 123'): Content {
  const at = '2026-03-02T12:30:00.000Z'
  const device = { browser: 'Chrome', system: 'Windows', place: 'NO' }
  const about = { masked: '+47 ••• •• 678', previous, count: '50', until: '2026-09-30T12:30:00.000Z' }
  const path = event.startsWith('frozen') ? 'thaw' : `not-me#${'x'.repeat(43)}`
  const actionUrl = event === 'account_deleted' ? '' : `https://konto.bors.example/${path}`
  return { template: 'notice', data: { event, at, ...device, ...about, actionUrl } }
}

function render(
  content: Content,
  locale: Locale = 'nb',
  channel: Channel = 'email',
  brand = 'Portvakt',
  phrase?: string,
) {
  const life = 'code' in content.data ? expiresAt : null
  return renderMessage({
    content,
    channel,
    locale,
    brand,
    origin: 'https://konto.bors.example',
    phrase,
    handedOverAt: createdAt,
    expiresAt: life,
  })
}

const code = contents[0] as Content

test.each(every)('$locale $template: a mail says in text what it says in HTML', ({ locale, content }) => {
  const { subject, text, html } = render(content, locale)
  expect(subject).not.toBe('')
  const shown = html.replace(/<(style|title)>.*?<\/\1>/gs, '').replace(/<[^>]+>/g, '\n')
  const said = shown.split('\n').map((line) => line.replaceAll('&amp;', '&').trim())
  for (const line of said.filter((line) => line && line !== 'Portvakt')) expect(text).toContain(line)
  expect(html).toMatch(new RegExp(`^<!doctype html><html lang="${locale}">`))
})

test.each(every)('$locale $template: an SMS is one segment', ({ locale, content }) => {
  const { subject, text, html } = render(content, locale, 'sms')
  expect({ subject, html }).toEqual({ subject: '', html: '' })
  expect(segmentSms(text, 1)).toHaveLength(1)
})

test.each(locales)('%s: a code stands alone on a line, and an SMS begins with it', (locale) => {
  expect(render(code, locale).text).toContain('\n40718263\n')
  const lines = render(code, locale, 'sms').text.split('\n')
  expect(lines[0]).toBe('40718263')
  expect(lines.at(-1)).toBe('@konto.bors.example #40718263')
})

test.each([
  ['nb', /gjelder i 1 minutt\b/],
  ['nn', /gjeld i 1 minutt\b/],
  ['en', /valid for 1 minute\b/],
] as const)('%s: the last minute is one', (locale, minute) => {
  for (const channel of ['email', 'sms'] as const) {
    const handedOverAt = new Date('2026-03-02T12:39:30Z')
    const sent = { content: code, channel, locale, brand: 'Portvakt', origin: 'https://konto.bors.example' }
    expect(renderMessage({ ...sent, handedOverAt, expiresAt }).text).toMatch(minute)
  }
})

test.each(every)('$locale $template: the owner’s own words stand on top', ({ locale, content }) => {
  const { text, html } = render(content, locale, 'email', 'Portvakt', 'blå elg i motlys')
  expect(text.split('\n')[0]).toMatch(/: blå elg i motlys$/)
  expect(html.indexOf('blå elg i motlys')).toBeLessThan(html.indexOf('<h1'))
  const lines = render(content, locale, 'sms', 'Portvakt', 'blå elg i motlys').text
  expect(lines).toContain('(blå elg i motlys)')
  if (!('code' in content.data)) expect(lines).toMatch(/^\(blå elg i motlys\) /)
})

test('every notice says what, when and from where, and how to say no; the last one, that there is nothing left', () => {
  for (const event of Object.keys(notices.events) as NoticeEvent[]) {
    const { text } = render(notice(event))
    expect(text).toContain('2. mars 2026 kl. 13.30 CET · Chrome på Windows · Norge')
    if (event === 'account_deleted') expect(text).not.toContain('https://')
    else
      expect(text).toContain(
        event.startsWith('frozen') ? '/thaw' : `Dette var ikke meg: https://konto.bors.example/not-me#`,
      )
  }
})

// A stranger who guesses would have the account frozen else, and its owner shut out by their own hand.
test.each([
  ['nb', /Frys kontoen bare hvis/, /Frys kontoen med en gang/],
  ['nn', /Frys kontoen berre om/, /Frys kontoen med ein gong/],
  ['en', /Freeze the account only if/, /Freeze the account at once/],
] as const)('%s: where nobody was let in, nobody is told to freeze at once', (locale, only, atOnce) => {
  for (const event of ['failures', 'factor_failures'] as const) {
    const { text } = render(notice(event), locale)
    expect(text).toMatch(only)
    expect(text).not.toMatch(atOnce)
  }
  expect(render(notice('new_device'), locale).text).toMatch(atOnce)
})

test.each([
  ['nb', 'Norge'],
  ['nn', 'Noreg'],
  ['en', 'Norway'],
] as const)('%s: a country has its name', (locale, name) => {
  expect(render(notice('new_device'), locale).text).toContain(` · ${name}`)
})

test.each([
  ['nb', 'Ukjent enhet'],
  ['nn', 'Ukjend eining'],
  ['en', 'Unknown device'],
] as const)('a notice in %s names a device that has no name %s, and none where there was none', (locale, unknown) => {
  const content = notice('new_device')
  if (content.template !== 'notice') throw new Error('no notice')
  const nameless = { ...content.data, browser: '', system: '' }
  const text = (hasDevice: string) => render({ ...content, data: { ...nameless, hasDevice } }, locale).text
  expect(text('yes')).toContain(` · ${unknown} · `)
  expect(text('')).not.toContain(unknown)
})

test('what is going to be deleted is told with its day, the way back, and what freezing does then', () => {
  const { subject, text } = render(notice('account_deletion_requested'))
  expect(subject).toBe('Kontoen din hos Portvakt slettes 30. september 2026')
  expect(text).toContain('Den slettes 30. september 2026 kl. 14.30 CEST.')
  expect(text).toContain('velger «Behold kontoen»')
  expect(text).toContain('Da kommer ingen inn, og kontoen blir ikke slettet.')
  const sms = render(notice('account_deletion_requested'), 'nb', 'sms').text
  expect(sms).toMatch(/^Kontoen hos Portvakt slettes 30\.9\.2026\. Angre: logg inn\. Dette var ikke meg: https:/)
})

test.each([
  ['nb', /Logg inn, lag din egen gjenopprettingsnøkkel, og endre så passordet\..* Å fryse kontoen er ikke nok\./],
  ['nn', /Logg inn, lag din eigen gjenopprettingsnøkkel, og endre så passordet\..* Å fryse kontoen er ikkje nok\./],
  [
    'en',
    /Log in, make your own Recovery Key Phrase, and then change the password\..* Freezing the account is not enough\./,
  ],
] as const)(
  '%s: who did not make the new phrase is told what takes it away, and not to freeze at once',
  (locale, told) => {
    const { text } = render(notice('recovery_key_renewed'), locale)
    expect(text).toMatch(told)
    expect(text).not.toMatch(/med (én|ein) gang|at once/)
  },
)

test('what may be undone is undone by the first button, and the second one freezes', () => {
  for (const [event, label] of [
    ['identifier_added', 'Fjern +47 ••• •• 678'],
    ['identifier_changed', 'Sett adressen tilbake'],
    ['identifier_removed', 'Sett adressen tilbake'],
  ] as const) {
    const { text } = render(withUndo(notice(event)))
    const [undo, freeze] = [`${label}: https://konto.bors.example/undo-change#`, 'Dette var ikke meg: https://']
    expect([event, text.indexOf(undo) > 0, text.indexOf(freeze) > text.indexOf(undo)]).toEqual([event, true, true])
    expect(render(withUndo(notice(event)), 'nb', 'sms').text).toContain('Dette var ikke meg, angre: https://')
  }
})

test('what putting an address back ends is what there is to end: a removal has no new address', () => {
  const said = (event: 'identifier_changed' | 'identifier_removed', previous: string) =>
    locales.map((locale) => render(withUndo(notice(event, previous)), locale).text)
  const news = [/den nye adressen slutter å virke/, /den nye adressa sluttar å verke/, /the new address stops working/]
  const added = [/som nylig ble lagt til/, /som nyleg vart lagde til/, /that were added recently|So do/]
  for (const [at, text] of said('identifier_changed', 'o•••@example.com').entries()) {
    expect(text).toMatch(news[at] ?? '')
    expect(text).toMatch(added[at] ?? '')
  }
  for (const [at, text] of said('identifier_removed', '').entries()) {
    expect(text).not.toMatch(news[at] ?? '')
    expect(text).toMatch(added[at] ?? '')
  }
})

test('no language is a copy of another', () => {
  for (const content of contents) expect(new Set(locales.map((locale) => render(content, locale).text)).size).toBe(3)
})

test('times are Norwegian, with their zone, as each language writes them', () => {
  const added = notice('identifier_added')
  expect(render(added, 'nb').text).toContain('2. mars 2026 kl. 13.30 CET')
  expect(render(added, 'nn').text).toContain('2. mars 2026 kl. 13.30 CET')
  expect(render(added, 'en').text).toContain('2 March 2026 at 13:30 CET')
})

test('a mail fetches nothing and follows nobody', () => {
  for (const { content, locale } of every) {
    const { html } = render(content, locale)
    expect(html).not.toMatch(/<(img|script|link|iframe|object|video|form)\b|url\(|@import|\bon\w+=/i)
    const addresses = [...html.matchAll(/(?:href|src|action)="([^"]*)"/g)].map((match) => match[1])
    for (const address of addresses) expect(address).toMatch(/^https:\/\/konto\.bors\.example\//)
  }
})

test('a brand that is markup stays text', () => {
  const { html, subject } = render(code, 'nb', 'email', '<img src=x onerror=alert(1)>&"')
  expect(html).not.toContain('<img')
  expect(html).toContain('&lt;img src=x onerror=alert(1)>&amp;')
  expect(subject).toContain('<img src=x onerror=alert(1)>&"')
})

test('a brand of several lines, or one that turns the text around, is made one plain line', () => {
  const { subject } = render(code, 'nb', 'email', 'Børs\r\nBcc: a@b.no\u2028\u202eevil')
  expect(subject).toBe('Bekreftelseskoden din fra Børs Bcc: a@b.no evil')
})

test('without an end, nothing is said about how long a code lives', () => {
  const { text } = renderMessage({
    content: code,
    channel: 'sms',
    locale: 'nb',
    brand: 'Portvakt',
    origin: 'http://localhost:4000',
    handedOverAt: createdAt,
  })
  expect(text).toBe('40718263\ner bekreftelseskoden din hos Portvakt. Gi den aldri til noen.\n\n@localhost #40718263')
})
