// A code that never arrives, where the account's owner waits for it: it is had at the account's other address.
import type { Page } from '@playwright/test'
import { appWords, logInToApp, openSecurity, theSwitch, walkOf } from '../support/app-walks.ts'
import { bindAtOnce, row, nb as said, seeKey, wordsOf } from '../support/binding.ts'
import { expect, look } from '../support/browser.ts'
import { logIn, proveCode, type Walk } from '../support/journeys.ts'
import { test } from '../support/movable.ts'
import { codeFor, createAccount, newEmail, newPhone, PASSWORD, post } from '../support/people.ts'
import { codeOn } from '../support/phone.ts'
import { visitor } from '../support/visitor.ts'
import { walker, ways } from '../support/ways.ts'
import { nb } from '../support/words.ts'

// The clock of the one server is everybody's: one test after the other.
test.describe.configure({ mode: 'default', timeout: 120_000 })

const toOther = /^Send koden til den andre adress(en|a) på kontoen$/
const other = (page: Page) => page.getByRole('button', { name: toOther })
const byEmail = /^Vi har sendt e(n|in) e-post med e(n|in) kode til k•/

const thawWords = {
  nb: { hint: 'Har kontoen enda en adresse eller et nummer', open: 'Kontoen er åpen igjen' },
  nn: { hint: 'Har kontoen endå ei adresse eller eit nummer', open: 'Kontoen er open igjen' },
}

/** Somebody with a phone number and an e-mail address, on «Konto og sikkerhet». */
async function atSecurity(walk: Walk): Promise<{ phone: string; email: string }> {
  const [phone, email] = [newPhone(), newEmail()]
  await createAccount(walk.request, { phone, email })
  await walk.who.page.goto('/log-in?next=/account/security')
  await logIn({ ...walk, isLooking: false }, { phone })
  await expect(row(walk.who.page, wordsOf(walk).row)).toContainText(wordsOf(walk).off)
  return { phone, email }
}

/** Has the code sent to the other address, once the wait is over. */
async function sendToOther({ who, isLooking }: Walk, pass: (page: Page, seconds: number) => Promise<void>) {
  const button = other(who.page)
  await expect(button).toHaveAttribute('aria-disabled', 'true')
  await pass(who.page, 61)
  await expect(button).toHaveAttribute('aria-disabled', 'false')
  if (isLooking) await look(who.page)
  await who.press((await button.textContent()) ?? '')
  await expect(who.page.getByText(byEmail)).toBeVisible()
}

for (const way of ways)
  test.describe(way.name, () => {
    test.use(way.use)

    test('while an authenticator is bound, and while it is removed', async ({ page, request, pass, now }) => {
      const walk = { ...walker(page, way), request }
      const { who } = walk
      const said = wordsOf(walk)
      const { phone, email } = await atSecurity(walk)
      await who.press(said.setUp)
      await who.press(said.send)
      await who.sees(walk.words.codeTitle)
      await sendToOther(walk, pass)
      await proveCode({ ...walk, isLooking: false }, email)
      await seeKey({ ...walk, isLooking: false })
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toHaveCount(0)
      const { secret } = await bindAtOnce(walk, phone, now())
      await expect(row(page, said.row).getByText(said.on)).toBeVisible()
      await who.press(said.remove)
      await who.press(said.send)
      await who.sees(said.bothTitle)
      await pass(page, 31)
      const typed = codeOn(secret, new Date(now().getTime() + 61_000))
      await who.type(said.oldCode, typed)
      await sendToOther(walk, pass)
      await expect(page.getByLabel(said.oldCode, { exact: true })).toHaveValue(typed)
      await who.type(walk.words.code, await codeFor(request, email))
      await who.press(walk.words.confirm)
      await who.sees(said.removed)
    })

    test('before a frozen account opens: begun again, whoever asks', async ({ page, request }) => {
      const [phone, email] = [newPhone(), newEmail()]
      const token = await createAccount(request, { phone, email })
      await post(request, '/account/freeze', {}, token)
      const { who, words, isLooking } = walker(page, way)
      const { hint, open } = thawWords[words === nb ? 'nb' : 'nn']
      await page.goto('/thaw')
      await who.type(words.anyAddress, phone)
      await who.type(words.password, PASSWORD)
      await who.press(words.next)
      await who.sees(words.codeTitle)
      await expect(page.getByText(hint)).toBeVisible()
      if (isLooking) await look(page)
      await who.press('Begynn på nytt')
      await expect(page.getByLabel(words.anyAddress, { exact: true })).toBeFocused()
      await who.type(words.anyAddress, email)
      await who.press(words.next)
      await proveCode({ who, words, request }, email)
      await who.sees(open)
    })
  })

/** From «Legg til tilgangsnøkkel» to the code that the password alone does not do without. */
async function askForOwnCode({ who }: Walk, kind?: RegExp): Promise<void> {
  await who.press(nb.addPasskeyRow)
  await who.press(nb.addPasskey)
  if (kind) await who.page.getByRole('radio', { name: kind }).check()
  await who.press(nb.sendOwnCode)
  await who.sees(nb.codeTitle)
}

test('before a passkey is added; asked for too soon it says how long, and the code on its way stays good', async ({
  page,
  request,
  pass,
}) => {
  const walk = { who: visitor(page), words: nb, request, isLooking: true }
  const { email } = await atSecurity(walk)
  await askForOwnCode(walk)
  await sendToOther(walk, pass)
  await pass(page, 61)
  const tab = await page.context().newPage()
  await tab.goto('/account/security')
  await askForOwnCode({ ...walk, who: visitor(tab) }, /^E-post til/)
  await tab.close()
  await other(page).click()
  await expect(page.getByRole('alert')).toContainText('Vi har nettopp sendt en kode. Vent litt')
  await expect(page.getByText(/^Du kan be om en ny kode om /).first()).toBeVisible()
  await expect(other(page)).toHaveAttribute('aria-disabled', 'true')
  await expect(page.getByText(byEmail)).toBeVisible()
  await look(page)
  await proveCode(walk, email)
  await expect(page.getByRole('heading', { name: nb.codeTitle })).toHaveCount(0)
})

test('while the lost number is changed', async ({ page, request, pass }) => {
  const walk = { who: visitor(page), words: nb, request }
  const { who } = walk
  const { email } = await atSecurity(walk)
  const next = newPhone()
  await row(page, 'Telefonnummer').getByRole('button', { name: 'Endre' }).click()
  await who.type(nb.phone, next)
  await who.press(nb.sendCode)
  await who.sees(nb.codeTitle)
  await sendToOther(walk, pass)
  await proveCode(walk, email)
  await expect(page.getByText(/^Vi har sendt en SMS /)).toBeVisible()
  await proveCode(walk, next)
  await expect(page.getByText('Telefonnummeret er endret.')).toBeVisible()
})

test('when the proof has grown old meanwhile it is asked for in place, and the code is sent by itself', async ({
  page,
  request,
  pass,
}) => {
  const walk = { who: visitor(page), words: nb, request }
  const { who } = walk
  const { email } = await atSecurity(walk)
  await who.press(said.setUp)
  await who.press(said.send)
  await who.sees(nb.codeTitle)
  await who.type(nb.code, '1234')
  await pass(page, 301)
  await other(page).click()
  await who.sees(nb.stepUpTitle)
  await look(page)
  await who.type(nb.password, PASSWORD)
  await who.press('Fortsett')
  await expect(page.getByText(byEmail)).toBeVisible()
  await expect(page.getByLabel(nb.code, { exact: true })).toHaveValue('1234')
  await proveCode(walk, email)
  await seeKey(walk)
})

test('with one address nothing else is offered', async ({ page, request }) => {
  const email = newEmail()
  await createAccount(request, { email })
  const walk = { who: visitor(page), words: nb, request }
  await page.goto('/log-in?next=/account/security')
  await logIn(walk, { email })
  await walk.who.press(said.setUp)
  await walk.who.press(said.send)
  await walk.who.sees(nb.codeTitle)
  await expect(page.getByRole('button', { name: 'Send ny kode' })).toBeVisible()
  await expect(other(page)).toHaveCount(0)
})

test('in the app, which asked nobody where the code should go', async ({ page, request, pass }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  const [phone, email] = [newPhone(), newEmail()]
  await createAccount(request, { phone, email })
  const walk = walkOf(page, request)
  await logInToApp(walk, { phone })
  await openSecurity(walk)
  await theSwitch(page).click()
  await walk.who.sees(nb.codeTitle)
  await sendToOther({ ...walk, isLooking: true }, pass)
  await walk.who.type(nb.code, await codeFor(request, email))
  await walk.who.sees(appWords(walk).keyTitle)
})
