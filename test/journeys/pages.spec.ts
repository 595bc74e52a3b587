// Every page, in every language: its words, its narrowest window, its headers, its cookies, its markup.
import type { Page } from '@playwright/test'
import { expect, expectNoSidewaysScroll, look, test } from '../support/browser.ts'
import { logIn, proveCode, startSignUp } from '../support/journeys.ts'
import { createAccount, newEmail, newPhone } from '../support/people.ts'
import { visitor } from '../support/visitor.ts'
import { nb, nn } from '../support/words.ts'

const open = ['/', '/log-in', '/sign-up', '/terms', '/help', '/outbox', '/no-such-page']
const closed = ['/', '/account/security', '/account/devices']

const word = (words: string) => new RegExp(`(?<!\\p{L})(${words})(?!\\p{L})`, 'iu')
const english = word(
  'the|and|your|you|password|sign (in|up)|log (in|out)|account|address|phone|please|continue|close|show|hide|security|again|loading|devices?|welcome|error|not',
)
const bokmål = word(
  'ikke|jeg|hva|hvor|hvis|nå|noe|fra|enhet(en|er|ene)?|logget|sikkerhet|vilkårene|adressen|siden|bekreft\\w*|bare|flere',
)

/** Everything a page says, to the eye and to screen readers. */
const wordsOf = (page: Page) =>
  page.evaluate(() => {
    const spoken = [...document.querySelectorAll('[aria-label], [title], [placeholder]')].flatMap((element) =>
      ['aria-label', 'title', 'placeholder'].map((name) => element.getAttribute(name) ?? ''),
    )
    const languages = document.querySelector('#language')?.textContent ?? ''
    document.querySelector('ul.letters')?.remove() // messages are in their readers' languages
    // innerText: textContent runs neighbouring words together
    return [document.title, document.body.innerText.replace(languages, ''), ...spoken].join('\n').replace('English', '')
  })

for (const { locale, language, words, foreign } of [
  { locale: 'nb-NO', language: 'nb', words: nb, foreign: [english] },
  { locale: 'nn-NO', language: 'nn', words: nn, foreign: [english, bokmål] },
]) {
  test.describe(`in ${language}`, () => {
    test.use({ locale })

    test('every page is in one language, passes axe, and fits 320 px and text of twice the size', async ({
      page,
      request,
    }) => {
      test.slow() // nine pages, each looked at in five ways
      const phone = newPhone()
      await createAccount(request, { phone })
      const check = async (path: string) => {
        await page.setViewportSize({ width: 1200, height: 900 })
        await page.goto(path)
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
        await expect(page.getByText(/^(Laster|Lastar) …$/)).toHaveCount(0)
        expect(await page.locator('html').getAttribute('lang')).toBe(language)
        await look(page)
        await page.setViewportSize({ width: 320, height: 640 })
        await expectNoSidewaysScroll(page)
        await page.setViewportSize({ width: 640, height: 800 })
        await page.evaluate(() => {
          document.documentElement.style.fontSize = '200%'
        })
        await expectNoSidewaysScroll(page)
        for (const strange of foreign) expect((await wordsOf(page)).match(strange)?.[0], path).toBeUndefined()
      }
      for (const path of open) await check(path)
      await page.goto('/log-in')
      await logIn({ who: visitor(page), words, request }, { phone })
      await expect(page.getByRole('button', { name: words.menu, exact: true })).toBeVisible()
      for (const path of closed) await check(path)
    })
  })
}

test('offers to sign up once on every signed-out page (J14)', async ({ page }) => {
  const help = ['/help', '/help?q=kode', '/help/forgot-password']
  const linked = ['/forgot-password', '/not-me', '/undo-change', '/thaw', '/terms', '/no-such-page']
  for (const path of ['/', '/log-in', ...help, ...linked]) {
    await page.goto(path)
    const link = page.getByRole('link', { name: nb.signUp, exact: true })
    await expect(link, path).toHaveCount(1)
    await expect(link, path).toHaveAttribute('href', '/sign-up')
  }
  await page.getByRole('link', { name: nb.signUp, exact: true }).click()
  await expect(page.getByRole('heading', { name: nb.signUpTitle })).toBeVisible()
})

test('changes language in place, remembers it, and tells the account', async ({ page, request }) => {
  const phone = newPhone()
  const token = await createAccount(request, { phone })
  const choose = async (language: string) => {
    await page.waitForLoadState()
    await page.getByLabel(/^(Språk|Language)$/).selectOption(language)
  }
  await page.goto('/log-in')
  await choose('nn')
  await expect(page.getByText('Har du ikkje konto?')).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'nn')
  await choose('en')
  await expect(page.getByRole('heading', { name: 'Log in' })).toBeVisible()
  await page.goto('/terms')
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await choose('nb')
  await expect(page.getByRole('heading', { name: 'Vilkår' })).toBeVisible()
  await page.goto('/log-in')
  await logIn({ who: visitor(page), words: nb, request }, { phone })
  await expect(page.getByRole('heading', { name: nb.signedIn })).toBeVisible()
  const told = page.waitForResponse('**/api/v1/account')
  await choose('nn')
  expect((await told).status()).toBe(200)
  await expect(page.getByRole('heading', { name: nn.signedIn })).toBeVisible()
  const session = await request.get('/api/v1/session', { headers: { authorization: `Bearer ${token}` } })
  expect((await session.json()).account.locale).toBe('nn')
})

test('sends the headers that keep a page to itself (ASVS 5.0 V3)', async ({ request }) => {
  for (const path of open) {
    const headers = (await request.get(path, { headers: { accept: 'text/html' } })).headers()
    const policy = headers['content-security-policy'] ?? ''
    expect(policy, path).toContain("default-src 'none'")
    const directives = ["script-src 'self'", "style-src 'self'", "base-uri 'none'", "frame-ancestors 'none'"]
    for (const directive of [...directives, 'report-uri /csp-reports'])
      expect(policy.split(';').map((part) => part.trim())).toContain(directive)
    expect(policy).not.toMatch(/unsafe-|https?:|\*/)
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
  }
})

test('what the policy stops is reported, and the report is taken', async ({ page, faults }) => {
  await page.goto('/log-in')
  const reported = page.waitForResponse((answer) => new URL(answer.url()).pathname === '/csp-reports')
  await page.evaluate(() =>
    document.body.append(Object.assign(document.createElement('img'), { src: 'https://evil.example/x' })),
  )
  expect((await reported).status()).toBe(204)
  await expect.poll(() => faults.length).toBeGreaterThan(0)
  faults.length = 0 // they were meant
})

test('draws a mail and an SMS in the outbox under the same policy', async ({ page, request }) => {
  const [phone, email] = [newPhone(), newEmail()]
  await createAccount(request, { phone, email })
  await page.goto('/outbox')
  for (const [address, text] of [
    [email, 'Bekreftelseskode'],
    [phone, /\d{8}/],
  ] as const) {
    await page.getByLabel('Vis bare til').fill(address)
    await page.getByRole('list', { name: 'Meldinger' }).getByRole('button', { name: text }).last().click()
    await look(page)
  }
  await expect(page.getByText(/^\d{8}$/m).last()).toBeVisible()
})

test('keeps the session from scripts: they read the language and the form used last, and nothing else', async ({
  page,
  request,
}) => {
  const phone = newPhone()
  await createAccount(request, { phone })
  await page.goto('/log-in')
  await page.getByLabel('Språk').selectOption('nn')
  await expect(page.locator('html')).toHaveAttribute('lang', 'nn')
  await logIn({ who: visitor(page), words: nn, request }, { phone })
  await expect(page.getByRole('heading', { name: nn.signedIn })).toBeVisible()
  const cookies = await page.context().cookies()
  expect(cookies.find(({ name }) => name === '__Host-portvakt')).toMatchObject({
    httpOnly: true,
    secure: true,
    sameSite: 'Lax',
    path: '/',
  })
  for (const path of [...open, ...closed]) {
    await page.goto(path)
    const names = (await page.evaluate(() => document.cookie)).split('; ').map((cookie) => cookie.split('=')[0])
    expect(['portvakt-locale', 'portvakt-method']).toEqual(expect.arrayContaining(names))
  }
  const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))
  expect(stored).not.toContain(phone)
})

test('helps password managers: each field names what it takes, and a password can be shown', async ({ page }) => {
  const named = (label: string) => page.getByLabel(label, { exact: true }).getAttribute('autocomplete')
  await page.goto('/log-in')
  expect(await named(nb.phone)).toBe('tel-national webauthn')
  expect(await named(nb.country)).toBe('tel-country-code')
  expect(await named(nb.password)).toBe('current-password')
  const password = page.getByLabel(nb.password, { exact: true })
  await password.fill('et hemmelig ord')
  await expect(password).toHaveAttribute('type', 'password')
  await page.getByRole('button', { name: 'Vis passord' }).click()
  await expect(password).toHaveAttribute('type', 'text')
  await expect(password).toHaveValue('et hemmelig ord')
  await page.getByRole('button', { name: 'Skjul passord' }).click()
  await expect(password).toHaveAttribute('type', 'password')
  await page.getByRole('button', { name: nb.logInByEmail }).click()
  expect(await named(nb.email)).toBe('username webauthn')
  await page.goto('/sign-up')
  expect(await named(nb.phone)).toBe('tel-national')
  await page.getByRole('button', { name: nb.signUpByEmail }).click()
  expect(await named(nb.email)).toBe('username')
})

test('helps password managers: whose new password it is goes with it, and is in nobody’s way', async ({
  page,
  request,
}) => {
  const [phone, email] = [newPhone(), newEmail()]
  const walk = { who: visitor(page), words: nb, request }
  const { who } = walk
  const expectUserName = async (typed: string, password: string) => {
    const field = page.locator('input[autocomplete=username]')
    await expect(field).toHaveValue(typed)
    await expect(field).not.toBeEditable()
    await expect(page.getByRole('textbox', { name: typed })).toHaveCount(0)
    const box = await field.boundingBox()
    expect([box?.width, box?.height]).toEqual([1, 1])
    await page.getByLabel(password, { exact: true }).focus()
    await page.keyboard.press('Shift+Tab')
    await expect(field).not.toBeFocused()
    await look(page)
  }
  for (const address of [{ email }, { phone }]) {
    await page.goto('/terms')
    await page.evaluate(() => sessionStorage.clear()) // the one before goes no further
    await page.goto('/sign-up')
    await startSignUp(walk, address)
    await proveCode(walk, address.phone ?? email)
    await who.sees(nb.passwordTitle)
    await expectUserName(address.phone ?? email, nb.password)
  }
  await page.goto('/forgot-password')
  await who.type(nb.anyAddress, email)
  await who.press(nb.next)
  await who.sees(nb.resetTitle)
  await expectUserName(email, nb.newPassword)
})

test('a look finds a fault, in light and in the dark', async ({ page }) => {
  await page.goto('/')
  const add = (name: string, property: 'alt' | 'color') =>
    page.evaluate(
      ([name, property]) => {
        const element = document.createElement(name as 'p')
        if (property === 'color') Object.assign(element, { textContent: 'hard to read' }).style.color = '#222'
        else element.setAttribute('src', '/icon.svg')
        document.querySelector('main')?.append(element)
      },
      [name, property] as const,
    )
  await add('p', 'color')
  await expect(look(page)).rejects.toThrow(/in dark.*color-contrast/s)
  await add('img', 'alt')
  await expect(look(page)).rejects.toThrow(/in light.*image-alt/s)
})
