// What goes wrong at sign-up: each with its own words beside its cause, nothing lost, and never a second account.
import type { Page } from '@playwright/test'
import { expect, look, test } from '../support/browser.ts'
import { expectSignedIn, proveCode, startSignUp } from '../support/journeys.ts'
import { codeFor, createAccount, messagesTo, newEmail, newPhone, PASSWORD, post, wrongCode } from '../support/people.ts'
import { type Visitor, visitor } from '../support/visitor.ts'
import { nb } from '../support/words.ts'

const codeField = (page: Page) => page.getByLabel(nb.code, { exact: true })
const passwordField = (page: Page) => page.getByLabel(nb.password, { exact: true })

/** Fills the last step in and finishes. */
async function finish(who: Visitor): Promise<void> {
  await who.type(nb.password, PASSWORD)
  await who.tick(nb.accept)
  await who.press(nb.create)
}

test('says which address is missing or cannot be right', async ({ page }) => {
  const who = visitor(page)
  await page.goto('/sign-up')
  await who.press(nb.next)
  await expect(page.getByLabel(nb.phone, { exact: true })).toHaveAccessibleDescription('Skriv telefonnummeret ditt.')
  await who.press(nb.signUpByEmail)
  await who.type(nb.email, 'kari@')
  await who.press(nb.next)
  const email = page.getByLabel(nb.email, { exact: true })
  await expect(email).toHaveAccessibleDescription('Adressen ser ikke riktig ut. Skriv den slik: navn@eksempel.no.')
  await expect(email).toHaveValue('kari@')
  await look(page)
})

test('says what is wrong with a code, and takes the right one after it', async ({ page, request }) => {
  const phone = newPhone()
  const walk = { who: visitor(page), words: nb, request }
  await page.goto('/sign-up')
  await startSignUp(walk, { phone })
  await walk.who.sees(nb.codeTitle)
  await walk.who.type(nb.code, '1234')
  await walk.who.press(nb.confirm)
  await expect(codeField(page)).toHaveAccessibleDescription(/Koden har 8 sifre\. Skriv inn alle\./)
  await walk.who.type(nb.code, wrongCode(await codeFor(request, phone)))
  await walk.who.press(nb.confirm)
  await expect(codeField(page)).toHaveAccessibleDescription(/Koden stemmer ikke\. Sjekk sifrene og prøv igjen\./)
  await expect(codeField(page)).toBeFocused()
  await look(page)
  await proveCode(walk, phone)
  await walk.who.sees(nb.passwordTitle)
})

test('stops taking a code after five wrong tries, and says to ask for a new one', async ({ page, request }) => {
  const phone = newPhone()
  const walk = { who: visitor(page), words: nb, request }
  await page.goto('/sign-up')
  await startSignUp(walk, { phone })
  await walk.who.sees(nb.codeTitle)
  const code = await codeFor(request, phone)
  for (let tries = 0; tries < 6; tries++) {
    await walk.who.type(nb.code, tries < 5 ? wrongCode(code) : code)
    const answered = page.waitForResponse('**/sign-up/code')
    await walk.who.press(nb.confirm)
    await answered
    await expect(codeField(page)).toHaveAttribute('aria-invalid', 'true')
  }
  await expect(codeField(page)).toHaveAccessibleDescription(/Koden er prøvd for mange ganger\. Be om en ny\./)
  await expect(page.getByText(/Du kan be om en ny kode om \d+ s/)).toBeVisible()
})

test('takes a code pasted with spaces into one field drawn as boxes', async ({ page, request }) => {
  const phone = newPhone()
  const walk = { who: visitor(page), words: nb, request }
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto('/sign-up')
  await startSignUp(walk, { phone })
  await walk.who.sees(nb.codeTitle)
  const code = await codeFor(request, phone)
  await page.evaluate((text) => navigator.clipboard.writeText(text), ` ${code.slice(0, 4)} ${code.slice(4)}\n`)
  await codeField(page).click()
  await page.keyboard.press('ControlOrMeta+v')
  await expect(codeField(page)).toHaveValue(code)
  await page.keyboard.press('Enter')
  await walk.who.sees(nb.passwordTitle)
})

for (const [script, zero] of [
  ['Arabic-Indic', '٠'],
  ['Persian', '۰'],
  ['full-width', '０'],
] as const) {
  test(`takes a code in ${script} digits, as that keyboard types them`, async ({ page, request }) => {
    const phone = newPhone()
    const walk = { who: visitor(page), words: nb, request }
    await page.goto('/sign-up')
    await startSignUp(walk, { phone })
    await walk.who.sees(nb.codeTitle)
    const code = await codeFor(request, phone)
    await codeField(page).click()
    for (const digit of code) await page.keyboard.insertText(String.fromCharCode(zero.charCodeAt(0) + Number(digit)))
    await expect(codeField(page)).toHaveValue(code)
    await page.keyboard.press('Enter')
    await walk.who.sees(nb.passwordTitle)
  })
}

test('says why a password is weak beside the field, and loses nothing', async ({ page, request }) => {
  const phone = newPhone()
  const walk = { who: visitor(page), words: nb, request }
  await page.goto('/sign-up')
  await startSignUp(walk, { phone })
  await proveCode(walk, phone)
  await walk.who.press(nb.create)
  await expect(page.locator(':focus').getByRole('link')).toHaveText([
    'Lag et passord.',
    'Du må godta vilkårene for å opprette en konto.',
  ])
  await look(page)
  await walk.who.tick(nb.accept)
  const weak = [
    ['kort', 'Passordet har 4 tegn. Det trenger minst 15.'],
    ['passordpassordpassord', 'Dette passordet er lett å gjette eller har lekket før. Velg et annet.'],
    [`${phone} ${phone}`, /inneholder e-postadressen, telefonnummeret eller navnet vårt|lett å gjette/],
  ] as const
  for (const [password, words] of weak) {
    await walk.who.type(nb.password, password)
    await walk.who.press(nb.create)
    await expect(page.locator('#password-error')).toHaveText(words)
    await expect(passwordField(page)).toHaveValue(password)
    await expect(page.getByLabel(nb.accept)).toBeChecked()
  }
  await look(page)
  await walk.who.type(nb.password, PASSWORD)
  await walk.who.press(nb.create)
  await expectSignedIn(walk)
})

test('tells nobody at the page that an address has an account; its owner gets a message', async ({ page, request }) => {
  const email = newEmail()
  await createAccount(request, { email })
  const walk = { who: visitor(page), words: nb, request }
  const said: string[] = []
  for (const address of [email, newEmail()]) {
    await page.goto('/sign-up')
    await startSignUp(walk, { email: address })
    await walk.who.sees(nb.codeTitle)
    said.push(((await page.getByRole('main').textContent()) ?? '').replaceAll(/\d+ (s|min)/g, ''))
    await walk.who.press('Begynn på nytt')
  }
  expect(said[1]).toBe(said[0])
  const [message] = await messagesTo(request, email)
  expect(message?.text).toContain('/log-in')
  expect(message?.text).not.toMatch(/^\d{8}$/m)
})

test('goes on where it was after a reload, at the code and at the password', async ({ page, request }) => {
  const phone = newPhone()
  const walk = { who: visitor(page), words: nb, request }
  await page.goto('/sign-up')
  await startSignUp(walk, { phone })
  await walk.who.sees(nb.codeTitle)
  await page.reload()
  await walk.who.sees(nb.codeTitle)
  await expect(page.getByText(/Vi har sendt en SMS med en kode til \+47/)).toBeVisible()
  await proveCode(walk, phone)
  await walk.who.sees(nb.passwordTitle)
  await page.reload()
  await walk.who.sees(nb.passwordTitle)
  await finish(walk.who)
  await expectSignedIn(walk)
})

test('goes on after Back and Forward', async ({ page, request }) => {
  const phone = newPhone()
  const walk = { who: visitor(page), words: nb, request }
  await page.goto('/')
  await walk.who.press(nb.signUp, 'link')
  await startSignUp(walk, { phone })
  await walk.who.sees(nb.codeTitle)
  await page.goBack()
  await walk.who.sees(nb.home)
  await page.goForward()
  await proveCode(walk, phone)
  await finish(walk.who)
  await expectSignedIn(walk)
})

test('keeps what was typed without a network, and makes one account when it is back', async ({ page, request }) => {
  const phone = newPhone()
  const walk = { who: visitor(page), words: nb, request }
  const offline = (isOffline: boolean) => page.context().setOffline(isOffline)
  await page.goto('/sign-up')
  await offline(true)
  await startSignUp(walk, { phone })
  await expect(page.getByRole('alert')).toContainText('Det du har skrevet, står her fortsatt.')
  await expect(page.getByLabel(nb.phone, { exact: true })).toHaveValue(phone)
  await look(page)
  await offline(false)
  await walk.who.press(nb.next)
  await proveCode(walk, phone)
  await walk.who.sees(nb.passwordTitle)
  await offline(true)
  await finish(walk.who)
  await expect(page.getByRole('alert')).toContainText('Vi fikk ikke kontakt.')
  await expect(passwordField(page)).toHaveValue(PASSWORD)
  await expect(page.getByLabel(nb.accept)).toBeChecked()
  await offline(false)
  const made: number[] = []
  page.on('response', (answer) => answer.url().endsWith('/sign-up/password') && made.push(answer.status()))
  await page.getByRole('button', { name: nb.create, exact: true }).dblclick()
  await expectSignedIn(walk)
  expect(made).toEqual([201])
})

test('says that the account is made when the answer got lost on its way', async ({ page, request }) => {
  const phone = newPhone()
  const walk = { who: visitor(page), words: nb, request }
  await page.goto('/sign-up')
  await startSignUp(walk, { phone })
  await proveCode(walk, phone)
  await walk.who.sees(nb.passwordTitle)
  await loseOneAnswer(page, '**/sign-up/password')
  await finish(walk.who)
  await expect(page.getByRole('alert')).toContainText('Vi fikk ikke kontakt.')
  await walk.who.press(nb.create)
  await expect(page.getByRole('alert')).toContainText('Kontoen din er opprettet. Logg inn.')
  await look(page)
  await page.getByRole('main').getByRole('link', { name: nb.logIn, exact: true }).click()
  await walk.who.type(nb.phone, phone)
  await walk.who.type(nb.password, PASSWORD)
  await walk.who.press(nb.logIn)
  await expectSignedIn(walk)
})

test('moves on to the password when the answer to the right code got lost on its way', async ({ page, request }) => {
  const phone = newPhone()
  const walk = { who: visitor(page), words: nb, request }
  await page.goto('/sign-up')
  await startSignUp(walk, { phone })
  await walk.who.sees(nb.codeTitle)
  await loseOneAnswer(page, '**/sign-up/code')
  await proveCode(walk, phone)
  await expect(page.getByRole('alert')).toContainText('Vi fikk ikke kontakt.')
  await walk.who.press(nb.confirm)
  await walk.who.sees(nb.passwordTitle)
  await finish(walk.who)
  await expectSignedIn(walk)
})

/** The request reaches the server; its answer does not reach the page. */
async function loseOneAnswer(page: Page, url: string): Promise<void> {
  await page.route(
    url,
    async (route) => {
      await route.fetch()
      await route.abort('connectionreset')
    },
    { times: 1 },
  )
}

test('leads the second of two tabs to sign-in when the first has made the account', async ({
  page,
  context,
  request,
}) => {
  const phone = newPhone()
  const other = await context.newPage()
  const walks = [page, other].map((tab) => ({ who: visitor(tab), words: nb, request }))
  for (const walk of walks) {
    await walk.who.page.goto('/sign-up')
    await startSignUp(walk, { phone })
    await proveCode(walk, phone)
    await walk.who.sees(nb.passwordTitle)
  }
  const [first, second] = walks as [(typeof walks)[0], (typeof walks)[0]]
  await finish(first.who)
  await expectSignedIn(first)
  await finish(second.who)
  await expect(other.getByRole('alert')).toContainText('hører allerede til en konto. Logg inn i stedet.')
  await look(other)
  await expect(other.getByRole('main').getByRole('link', { name: nb.logIn, exact: true })).toBeVisible()
})

test('holds nothing for a sign-up that was left: another may prove the address and have it', async ({
  page,
  request,
}) => {
  const phone = newPhone()
  await post(request, '/sign-up', { identifier: phone })
  const walk = { who: visitor(page), words: nb, request }
  await page.goto('/sign-up')
  await startSignUp(walk, { phone })
  await proveCode(walk, phone)
  await finish(walk.who)
  await expectSignedIn(walk)
})
