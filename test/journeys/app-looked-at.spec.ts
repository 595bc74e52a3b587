// Every door of the app that the other journeys do not look at, as axe sees it: on the phone, in light and in dark.
import { signedInToApp, walkOf } from '../support/app-walks.ts'
import { expect, look, test } from '../support/browser.ts'
import { proveCode } from '../support/journeys.ts'
import { codeFor, createAccount, messagesTo, newEmail, newPhone, PASSWORD } from '../support/people.ts'
import { visitor } from '../support/visitor.ts'
import { nb } from '../support/words.ts'

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

test('signing up, step by step', async ({ page, request }) => {
  const who = visitor(page)
  const email = newEmail()
  await page.goto('/app/sign-up')
  await expect(page.getByLabel(nb.phone, { exact: true })).toBeVisible()
  await look(page)
  await who.press(nb.signUpByEmail)
  await who.type(nb.email, email)
  await look(page)
  await who.press(nb.next)
  await who.sees(nb.codeTitle)
  await look(page)
  await who.type(nb.code, await codeFor(request, email))
  await who.press(nb.confirm)
  await who.sees(nb.passwordTitle)
  await look(page)
})

test('a forgotten password', async ({ page, request }) => {
  const email = newEmail()
  await createAccount(request, { email })
  const who = visitor(page)
  await page.goto('/app/forgot-password')
  await who.sees(nb.forgot)
  await look(page)
  await who.type(nb.anyAddress, email)
  await who.press(nb.next)
  await who.sees(nb.resetTitle)
  await look(page)
})

test('a frozen account: from the link of a notice to where it is opened again', async ({ page, request }) => {
  const [phone, email] = [newPhone(), newEmail()]
  await createAccount(request, { phone, email })
  const who = visitor(page)
  const [notice] = await messagesTo(request, phone)
  await page.goto(`/app${/\/undo-change#[\w-]{43}/.exec(notice?.text ?? '')?.[0]}`)
  await page.getByRole('link', { name: 'Frys kontoen i stedet. Da kommer ingen inn.' }).click()
  await who.sees('Var det ikke deg?')
  await look(page)
  await who.press('Frys konto')
  await who.sees('Kontoen er fryst')
  await look(page)
  await page.goto('/app/thaw')
  await who.sees('Åpne en fryst konto')
  await look(page)
  await who.type(nb.anyAddress, email)
  await who.type(nb.password, PASSWORD)
  await who.press(nb.next)
  await who.sees(nb.codeTitle)
  await look(page)
})

test('an address put back by the link of a notice', async ({ page, request }) => {
  const old = await signedInToApp(page, request)
  const next = newEmail()
  const who = visitor(page)
  const walk = walkOf(page, request)
  await page.goto('/app/account/security')
  await who.press('Endre E-post')
  await who.type(nb.email, next)
  await who.press(nb.sendCode)
  await proveCode(walk, old)
  await expect.poll(async () => (await messagesTo(request, next)).length).toBe(1)
  await proveCode(walk, next)
  await expect(page.getByText('E-postadressen er endret.')).toBeVisible()
  const [notice] = await messagesTo(request, old)
  await page.goto(`/app${/\/undo-change#[\w-]{43}/.exec(notice?.text ?? '')?.[0]}`)
  await who.sees('Angre endringen')
  await look(page)
  await who.press('Sett adressen tilbake')
  await who.sees('Adressen er satt tilbake')
  await look(page)
})

test('links that have ended', async ({ page }) => {
  for (const path of ['/app/not-me', '/app/undo-change']) {
    await page.goto(`${path}#${'a'.repeat(43)}`)
    await visitor(page).sees('Lenken virker ikke lenger')
    await look(page)
  }
})

test('an approval that is not there', async ({ page, request }) => {
  await signedInToApp(page, request)
  await page.goto(`/app/approve/${'A'.repeat(43)}`)
  await visitor(page).sees('Vi fant ikke uttaket')
  await look(page)
})

for (const path of ['/app/help', '/app/help/lost-authenticator', '/app/help/app-set-up-authenticator'])
  test(`the help at ${path}`, async ({ page }) => {
    await page.goto(path)
    // Until it is known who is there, every address shows the front, which has a heading of its own.
    await expect(page.locator('main .groups, main .guide')).toBeVisible()
    await look(page)
  })
