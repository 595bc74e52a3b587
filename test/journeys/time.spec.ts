// What time brings about: codes that are replaced and expire, journeys and sessions that end, proofs that grow old.
import { expect, look } from '../support/browser.ts'
import { expectSignedIn, logIn, proveCode, startSignUp } from '../support/journeys.ts'
import { test } from '../support/movable.ts'
import { codeFor, createAccount, newEmail, newPhone, PASSWORD } from '../support/people.ts'
import { visitor } from '../support/visitor.ts'
import { nb } from '../support/words.ts'

// The clock of the one server is everybody's: one test after the other.
test.describe.configure({ mode: 'default' })

test('counts down until a new code may be asked for; the old one then says that it was replaced', async ({
  page,
  request,
  pass,
}) => {
  const phone = newPhone()
  const walk = { who: visitor(page), words: nb, request }
  await page.goto('/sign-up')
  await startSignUp(walk, { phone })
  await walk.who.sees(nb.codeTitle)
  const code = page.getByLabel(nb.code, { exact: true })
  const resend = page.getByRole('button', { name: 'Send ny kode' })
  const old = await codeFor(request, phone)
  await expect(resend).toHaveAttribute('aria-disabled', 'true')
  await pass(page, 20)
  await expect(page.getByText(/Du kan be om en ny kode om (40|3\d) s\./)).toBeVisible()
  await pass(page, 41)
  await expect(resend).toHaveAttribute('aria-disabled', 'false')
  await resend.click()
  await expect(page.getByText('Vi har sendt en ny kode. Den gamle virker ikke lenger.')).toBeAttached()
  await expect(resend).toHaveAttribute('aria-disabled', 'true')
  await walk.who.type(nb.code, old)
  await walk.who.press(nb.confirm)
  await expect(code).toHaveAccessibleDescription(/Du har fått en nyere kode\. Bruk den siste\./)
  await look(page)
  await proveCode(walk, phone)
  await walk.who.sees(nb.passwordTitle)
})

test('says that a code has expired, and sends another', async ({ page, request, pass }) => {
  const email = newEmail()
  const walk = { who: visitor(page), words: nb, request }
  await page.goto('/sign-up')
  await startSignUp(walk, { email })
  await walk.who.sees(nb.codeTitle)
  await pass(page, 601)
  await walk.who.type(nb.code, await codeFor(request, email))
  await walk.who.press(nb.confirm)
  await expect(page.getByLabel(nb.code, { exact: true })).toHaveAccessibleDescription(/Koden er utløpt\. Be om en ny\./)
  await look(page)
  const sent = page.waitForResponse('**/sign-up/resend')
  await walk.who.press('Send ny kode')
  expect((await sent).status()).toBe(200)
  await proveCode(walk, email)
  await walk.who.sees(nb.passwordTitle)
})

test('says that a sign-up took too long, and begins anew', async ({ page, request, pass }) => {
  const phone = newPhone()
  const walk = { who: visitor(page), words: nb, request }
  await page.goto('/sign-up')
  await startSignUp(walk, { phone })
  await proveCode(walk, phone)
  await walk.who.sees(nb.passwordTitle)
  await pass(page, 3601)
  await walk.who.type(nb.password, PASSWORD)
  await walk.who.tick(nb.accept)
  await walk.who.press(nb.create)
  await expect(page.getByRole('alert')).toContainText(
    'Det gikk for lang tid, eller kontoen ble endret imens. Begynn på nytt.',
  )
  await look(page)
  await startSignUp(walk, { phone })
  await walk.who.sees(nb.codeTitle)
})

test('leads to sign-in and back when a session ends by itself', async ({ page, request, pass }) => {
  const phone = newPhone()
  await createAccount(request, { phone })
  const walk = { who: visitor(page), words: nb, request }
  await page.goto('/log-in?next=/account/security')
  await logIn(walk, { phone })
  await expect(page.getByRole('button', { name: nb.addEmail })).toBeVisible()
  await pass(page, 31 * 60)
  await walk.who.press(nb.addEmail)
  await walk.who.type(nb.email, newEmail())
  await walk.who.press(nb.sendCode)
  await logIn(walk, { phone })
  await walk.who.sees(nb.security)
})

test('asks for the password once more when the last proof is old, and goes on with what was asked', async ({
  page,
  request,
  pass,
}) => {
  const [phone, email] = [newPhone(), newEmail()]
  await createAccount(request, { phone })
  const walk = { who: visitor(page), words: nb, request }
  await page.goto('/log-in?next=/account/security')
  await logIn(walk, { phone })
  await expect(page.getByRole('button', { name: nb.addEmail })).toBeVisible()
  await pass(page, 6 * 60)
  await walk.who.press(nb.addEmail)
  await walk.who.type(nb.email, email)
  await walk.who.press(nb.sendCode)
  await walk.who.sees('Bekreft at det er deg')
  await walk.who.type(nb.password, 'feil hest batteri stift')
  await walk.who.press('Fortsett')
  const password = page.getByLabel(nb.password, { exact: true })
  await expect(password).toHaveAccessibleDescription('Passordet er feil. Prøv igjen.')
  await look(page)
  await walk.who.type(nb.password, PASSWORD)
  await walk.who.press('Fortsett')
  await proveCode(walk, email)
  await expect(page.getByText(nb.emailAdded)).toBeVisible()
})

test('says that it is busy and when to try again, and loses nothing', async ({ page, request, fill, pass }) => {
  const phone = newPhone()
  await createAccount(request, { phone })
  const walk = { who: visitor(page), words: nb, request }
  await page.goto('/log-in')
  await fill(true)
  const refused = page.waitForResponse('**/sign-in')
  await logIn(walk, { phone })
  expect((await refused).status()).toBe(503)
  const wait = Number((await refused).headers()['retry-after'])
  expect(wait).toBeGreaterThan(0)
  await expect(page.getByRole('alert')).toContainText('Det er stor pågang akkurat nå. Vent litt.')
  await expect(page.getByRole('alert')).toContainText(/Prøv igjen om \d+ s\./)
  await expect(page.getByLabel(nb.phone, { exact: true })).toHaveValue(phone)
  await expect(page.getByLabel(nb.password, { exact: true })).toHaveValue(PASSWORD)
  await look(page)
  await fill(false)
  await pass(page, wait + 1)
  await expect(page.getByRole('button', { name: nb.logIn, exact: true })).toHaveAttribute('aria-disabled', 'false')
  await walk.who.press(nb.logIn)
  await expectSignedIn(walk)
})
