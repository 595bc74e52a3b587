// What goes wrong while an authenticator is set up, and how its owner goes on.
import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import {
  bindAtOnce,
  enterBack,
  row,
  nb as said,
  seeKey,
  seePhrase,
  walkToKey,
  walkToPhrase,
} from '../support/binding.ts'
import { expect, look } from '../support/browser.ts'
import { logIn, proveCode, type Walk } from '../support/journeys.ts'
import { test } from '../support/movable.ts'
import { codeFor, createAccount, messagesTo, newEmail, newPhone, PASSWORD, post, wrongCode } from '../support/people.ts'
import { codeOn, scan } from '../support/phone.ts'
import { visitor } from '../support/visitor.ts'
import { nb } from '../support/words.ts'

test.describe.configure({ mode: 'default', timeout: 150_000 })

/** Somebody with an account, on «Konto og sikkerhet». */
async function atSecurity(page: Page, request: Walk['request']): Promise<Walk & { email: string }> {
  const email = newEmail()
  await createAccount(request, { email })
  const walk = { who: visitor(page), words: nb, request }
  await page.goto('/log-in?next=/account/security')
  await logIn(walk, { email })
  await expect(row(page, said.row)).toContainText(said.off)
  return { ...walk, email }
}

/** What the server says is under way. */
const underWay = (page: Page): Promise<string> =>
  page.evaluate(async () => (await (await fetch('/api/v1/account/authenticator/change')).json()).state)

/** Another well-formed phrase. */
const otherPhrase = async (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const symbols = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
    const draw = (bytes: Uint8Array, count: number) => {
      const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
      return Array.from({ length: count }, (_, at) => symbols[Number.parseInt(bits.slice(at * 5, at * 5 + 5), 2)]).join(
        '',
      )
    }
    const data = crypto.getRandomValues(new Uint8Array(20))
    const checked = new Uint8Array([...new TextEncoder().encode('rkp1'), ...data])
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', checked))
    return `rkp1-${`${draw(data, 32)}${draw(digest, 4)}`.match(/.{4}/g)?.join('-')}`
  })

test('sends nothing until it is told to, lets the address be chosen, and asks for the password after five minutes', async ({
  page,
  request,
  pass,
}) => {
  const [phone, email] = [newPhone(), newEmail()]
  await createAccount(request, { phone, email })
  const walk = { who: visitor(page), words: nb, request }
  const { who } = walk
  await page.goto('/log-in?next=/account/security')
  await logIn(walk, { phone })
  await expect(row(page, said.row)).toContainText(said.off)
  await pass(page, 301)
  await who.press(said.setUp)
  await who.sees('Bekreft at det er deg')
  await look(page)
  await who.type(nb.password, PASSWORD)
  await who.press('Fortsett')
  await who.sees(said.bindTitle)
  await look(page)
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText(/alle andre enheter logget ut, og uttak er sperret i 6 timer/)).toBeVisible()
  const [toPhone, toEmail] = [
    page.getByRole('radio', { name: /^SMS til \+47 •/ }),
    page.getByRole('radio', { name: /^E-post til k•/ }),
  ]
  await expect(toPhone).toBeChecked()
  const before = [(await messagesTo(request, phone)).length, (await messagesTo(request, email)).length]
  await toEmail.check()
  await who.press(said.send)
  await who.sees(nb.codeTitle)
  expect([(await messagesTo(request, phone)).length, (await messagesTo(request, email)).length]).toEqual([
    before[0],
    (before[1] ?? 0) + 1,
  ])
  await proveCode(walk, email)
  await seeKey(walk)
})

test('says what is wrong with a code, of the address and of the app; spaces are fine', async ({
  page,
  request,
  now,
}) => {
  const walk = await atSecurity(page, request)
  const { who, email } = walk
  await who.press(said.setUp)
  await who.press(said.send)
  await who.sees(nb.codeTitle)
  const sent = await codeFor(request, email)
  await who.type(nb.code, wrongCode(sent))
  await who.press(nb.confirm)
  await expect(page.getByLabel(nb.code, { exact: true })).toHaveAccessibleDescription(/Koden stemmer ikke/)
  await who.type(nb.code, sent)
  await who.press(nb.confirm)
  const secret = await seeKey(walk)
  const field = page.getByLabel(said.appCode, { exact: true })
  await who.press(nb.confirm)
  await expect(field).toHaveAccessibleDescription(/Koden har 6 sifre/)
  await field.fill(wrongCode(codeOn(secret, now())))
  await expect(field).toHaveAccessibleDescription(/bruk koden som vises nå/)
  await look(page)
  await field.fill(codeOn(secret, new Date(now().getTime() - 5 * 60_000)))
  await expect(field).toHaveAccessibleDescription(/klokken på telefonen går feil/)
  await expect(field).toBeFocused()
  await field.fill(codeOn(secret, now()).replace(/^.../, '$& '))
  await who.sees(said.introTitle)
})

test('a slip in the phrase is told before anything is sent; any spelling of the right one is taken', async ({
  page,
  request,
  now,
}) => {
  const walk = await atSecurity(page, request)
  const { who, email } = walk
  const phrase = await walkToPhrase(walk, codeOn(await walkToKey(walk, email), now()))
  let sent = 0
  page.on('request', (asked) => {
    if (asked.url().endsWith('/change/phrase')) sent++
  })
  await who.press(said.kept)
  await who.sees(said.enterTitle)
  const field = page.getByLabel(said.phrase, { exact: true })
  await who.press(nb.confirm)
  await expect(field).toHaveAccessibleDescription(/Skriv hele gjenopprettingsnøkkelen\./)
  const swapped = phrase.replace(/^(rkp1-)(.)/, (_, start, first) => start + (first === '7' ? '8' : '7'))
  for (const slip of [swapped, phrase.slice(0, -5), 'hei', `${phrase}-0000`]) {
    await field.fill(slip)
    await who.press(nb.confirm)
    await expect(field).toHaveAccessibleDescription(/Noe er skrevet feil i gjenopprettingsnøkkelen/)
    await expect(field).toBeFocused()
  }
  await look(page)
  expect(sent).toBe(0)
  await field.fill(await otherPhrase(page))
  await who.press(nb.confirm)
  await expect(field).toHaveAccessibleDescription(/en annen nøkkel enn den vi viste sist/)
  expect(sent).toBe(1)
  await field.fill(`  ${phrase.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l').replaceAll('-', ' ')} `)
  await field.press('Enter')
  await who.sees(said.ready)
})

test('a reload at any step goes on there; the phrase is not shown again, another one is', async ({
  page,
  request,
  now,
}) => {
  const walk = await atSecurity(page, request)
  const { who, email } = walk
  await who.press(said.setUp)
  await who.press(said.send)
  await who.sees(nb.codeTitle)
  await page.reload()
  await proveCode(walk, email)
  const secret = await seeKey(walk)
  await page.reload()
  expect(await seeKey(walk)).toBe(secret)
  const lost = await walkToPhrase(walk, codeOn(secret, now()))
  await page.reload()
  await who.sees('Har du gjenopprettingsnøkkelen?')
  await expect(page.getByText(lost)).toHaveCount(0)
  await look(page)
  await who.press(said.another)
  const phrase = await seePhrase(walk)
  expect(phrase).not.toBe(lost)
  await page.reload()
  // Whoever kept it needs no other.
  await who.type(said.phrase, lost)
  await who.press(nb.confirm)
  await expect(page.getByLabel(said.phrase, { exact: true })).toHaveAccessibleDescription(/den vi viste sist/)
  await who.type(said.phrase, phrase)
  await who.press(nb.confirm)
  await who.sees(said.ready)
  await page.reload()
  await expect(row(page, said.row).getByText(said.on)).toBeVisible()
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('closing leaves everything as it was, and asks first once a phrase was shown', async ({ page, request, now }) => {
  const walk = await atSecurity(page, request)
  const { who, email } = walk
  await walkToKey(walk, email)
  await who.press('Lukk')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByRole('button', { name: said.setUp })).toBeFocused()
  await expect.poll(() => underWay(page)).toBe('none')
  const phrase = await walkToPhrase(walk, codeOn(await walkToKey(walk, email), now()))
  for (const close of [() => page.keyboard.press('Escape'), () => who.press('Lukk')]) {
    await close()
    await who.sees('Vil du avbryte?')
    await look(page)
    await who.press('Fortsett')
    await who.sees(said.shownTitle)
  }
  // Browsers close on a second Escape whatever a page says.
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await who.sees('Vil du avbryte?')
  expect(await underWay(page)).toBe('phrase')
  await who.press('Avbryt oppsettet')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect.poll(() => underWay(page)).toBe('none')
  await expect(row(page, said.row)).toContainText(said.off)
  await expect(page.getByText(phrase)).toHaveCount(0)
  await post(request, '/sign-in', { identifier: email, password: PASSWORD })
})

test('a second tab goes on with the same key, and the first one says that it is done', async ({
  page,
  request,
  now,
}) => {
  const walk = await atSecurity(page, request)
  const secret = await walkToKey(walk, walk.email)
  const other = await page.context().newPage()
  await other.goto('/account/security')
  const second = { ...walk, who: visitor(other) }
  await second.who.press(said.setUp)
  expect(await seeKey(second)).toBe(secret)
  await enterBack(second, await walkToPhrase(second, codeOn(secret, now())))
  await walk.who.type(said.appCode, codeOn(secret, now()))
  await walk.who.sees('Dette er allerede gjort, kanskje i en annen fane.')
  await look(page)
  await walk.who.press(said.finish)
  await expect(row(page, said.row).getByText(said.on)).toBeVisible()
})

test('answers that get lost are made good by pressing again', async ({ page, request, now }) => {
  const walk = await atSecurity(page, request)
  const { who, email } = walk
  const lose = (step: string) =>
    page.route(
      `**/api/v1/account/authenticator/change${step}`,
      async (route) => {
        await route.fetch()
        await route.abort()
      },
      { times: 1 },
    )
  const lost = () => expect(page.getByRole('alert').filter({ hasText: 'Sjekk nettet' })).toBeVisible()
  await who.press(said.setUp)
  await who.sees(said.bindTitle)
  await lose('')
  await who.press(said.send)
  await lost()
  await look(page)
  await who.press(said.send)
  await who.sees(nb.codeTitle)
  await lose('/code')
  await who.type(nb.code, await codeFor(request, email))
  await who.press(nb.confirm)
  await lost()
  await who.press(nb.confirm)
  const secret = await seeKey(walk)
  await lose('/key')
  await who.type(said.appCode, codeOn(secret, now()))
  await lost()
  await who.press(nb.confirm)
  await who.sees('Har du gjenopprettingsnøkkelen?')
  await lose('/new-phrase')
  await who.press(said.another)
  await lost()
  await who.press(said.another)
  await enterBack(walk, await seePhrase(walk))
})

test('without network the page says so, keeps what was typed, and goes on', async ({ page, context, request }) => {
  const { who } = await atSecurity(page, request)
  await context.setOffline(true)
  await who.press(said.setUp)
  await expect(page.getByRole('alert')).toContainText('Sjekk nettet')
  await look(page)
  await context.setOffline(false)
  if (await page.getByRole('dialog').isVisible()) await who.press('Prøv igjen')
  else await who.press(said.setUp)
  await who.sees(said.bindTitle)
})

test('the key waits for fifteen minutes, then the page says so by itself', async ({ page, request, pass }) => {
  const walk = await atSecurity(page, request)
  await walkToKey(walk, walk.email)
  await expect(page.getByText(/^Ta den tiden du trenger\. Nøkkelen venter til klokken \d\d\.\d\d\.$/)).toBeVisible()
  await pass(page, 14 * 60)
  await walk.who.sees(said.keyTitle)
  await pass(page, 90)
  await walk.who.sees('Bekreft at det er deg')
  await walk.who.type(nb.password, PASSWORD)
  await walk.who.press('Fortsett')
  await walk.who.sees(said.bindTitle)
})

test('a session that ended in the middle leads to sign-in and back', async ({ page, request, baseURL }) => {
  const walk = await atSecurity(page, request)
  await walkToKey(walk, walk.email)
  const { session } = await post(request, '/sign-in', { identifier: walk.email, password: PASSWORD, client: 'app' })
  const headers = { authorization: `Bearer ${session.token}` }
  expect((await request.delete('/api/v1/sessions', { headers })).status()).toBe(204)
  await walk.who.type(said.appCode, '123456')
  await expect(page).toHaveURL(`${baseURL}/log-in?next=${encodeURIComponent('/account/security')}&ended`)
  await expect(page.getByRole('status').filter({ hasText: 'Du er logget ut. Logg inn igjen.' })).toBeVisible()
  await logIn(walk, { email: walk.email })
  await expect(row(page, said.row)).toContainText(said.off)
})

test('a browser that refuses to copy is told of, and the text is marked', async ({ page, request, now }) => {
  await page.addInitScript(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'))
  })
  const walk = await atSecurity(page, request)
  const { who, email } = walk
  const marked = () => page.evaluate(() => String(getSelection()).replace(/\s/g, ''))
  const secret = await walkToKey(walk, email)
  await who.press(said.copyKey)
  await expect(page.getByText(/Nettleseren lot oss ikke kopiere\. Teksten er merket/)).toBeVisible()
  expect(await marked()).toBe(secret)
  await look(page)
  const phrase = await walkToPhrase(walk, codeOn(secret, now()))
  await who.press('Kopier')
  await expect(page.getByText(/Teksten er merket/)).toBeVisible()
  expect(await marked()).toBe(phrase)
})

test('copies the key and the phrase for whoever lets it', async ({ page, request, context, now }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const walk = await atSecurity(page, request)
  const copied = () => page.evaluate(() => navigator.clipboard.readText())
  const secret = await walkToKey(walk, walk.email)
  await walk.who.press(said.copyKey)
  await expect(page.getByText('Kopiert', { exact: true })).toBeVisible()
  expect(await copied()).toBe(secret)
  const phrase = await walkToPhrase(walk, codeOn(secret, now()))
  await walk.who.press('Kopier')
  await expect(page.getByText('Kopiert', { exact: true })).toBeVisible()
  expect(await copied()).toBe(phrase)
})

test('the key goes in by hand too: how is told, and leads to the stores', async ({ page, request }) => {
  const walk = await atSecurity(page, request)
  await walkToKey(walk, walk.email)
  await expect(page.getByText('velg «Angi en oppsettnøkkel»')).toBeHidden()
  await page.getByText(said.cannotScan).click()
  await expect(page.getByText('velg «Angi en oppsettnøkkel»')).toBeVisible()
  await look(page)
  for (const [store, host] of [
    ['App Store', 'apps.apple.com'],
    ['Google Play', 'play.google.com'],
  ] as const) {
    const link = page.getByRole('link', { name: store })
    expect(new URL((await link.getAttribute('href')) ?? '').host).toBe(host)
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer')
  }
})

test('prints the phrase and nothing else, and saves it as a page of its own', async ({
  page,
  request,
  context,
  now,
}) => {
  await page.addInitScript(() => {
    window.print = () => document.documentElement.setAttribute('data-printed', 'yes')
  })
  const walk = await atSecurity(page, request)
  const phrase = await walkToPhrase(walk, codeOn(await walkToKey(walk, walk.email), now()))
  await walk.who.press('Skriv ut')
  expect(await page.evaluate(() => document.documentElement.dataset.printed)).toBe('yes')
  await page.emulateMedia({ media: 'print' })
  const seen = await page.evaluate(() => document.body.innerText.trim().split(/\n+/))
  expect(seen).toHaveLength(5)
  expect(seen[0]).toBe('Gjenopprettingsnøkkel for Portvakt')
  expect(seen[1]).toMatch(/^Laget \d+\.\xa0\p{L}+\xa0\d{4}$/u)
  expect(seen[2]).toBe(phrase)
  expect(seen[3]).toMatch(/kommer du inn med denne nøkkelen og passordet ditt/)
  await expect(page.locator('.paper').getByRole('img', { name: said.phraseQr })).toBeVisible()
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.emulateMedia({ media: 'screen' })
  await expect(page.locator('.paper')).toBeHidden()

  const saving = page.waitForEvent('download')
  await walk.who.press('Last ned')
  const saved = await saving
  expect(saved.suggestedFilename()).toBe('gjenopprettingsnokkel.html')
  await expect(page.getByText(/^Lastet ned\./)).toBeVisible()
  const html = await readFile(await saved.path(), 'utf8')
  const sheet = await context.newPage()
  const asked: string[] = []
  sheet.on('request', (each) => asked.push(each.url()))
  await sheet.setContent(html)
  await expect(sheet.getByRole('heading', { name: 'Gjenopprettingsnøkkel for Portvakt' })).toBeVisible()
  await expect(sheet.getByText(phrase)).toBeVisible()
  expect(await scan(sheet, sheet.getByRole('img', { name: said.phraseQr }))).toBe(phrase)
  // It needs nobody, and tells nobody.
  expect(asked.filter((url) => !url.startsWith('data:'))).toEqual([])
  expect(html).not.toContain('<script')
  await sheet.close()

  // Nothing to print is left once the phrase is put away.
  await walk.who.press(said.kept)
  await expect(page.locator('.paper')).toHaveCount(0)
})

test('an authenticator bound on another device ends what is under way here', async ({
  page,
  request,
  browser,
  baseURL,
  now,
}) => {
  const walk = await atSecurity(page, request)
  await walkToKey(walk, walk.email)
  const context = await browser.newContext({ baseURL, locale: 'nb-NO' })
  const there = { ...walk, who: visitor(await context.newPage()) }
  await there.who.page.goto('/log-in?next=/account/security')
  await logIn(there, { email: walk.email })
  await expect(row(there.who.page, said.row)).toContainText(said.off)
  await bindAtOnce(there, walk.email, now())
  await context.close()
  await walk.who.type(said.appCode, '123456')
  await expect(page).toHaveURL(/\/log-in\?next=/)
})
