// What time brings about: codes that are replaced and expire, journeys and sessions that end, proofs that grow old.
import { logInToApp } from '../support/app-walks.ts'
import { expect, look } from '../support/browser.ts'
import { expectSignedIn, logIn, proveCode, proveOwnAddress, startSignUp } from '../support/journeys.ts'
import { test } from '../support/movable.ts'
import { codeFor, createAccount, messagesTo, newEmail, newPhone, PASSWORD, post } from '../support/people.ts'
import { visitor } from '../support/visitor.ts'
import { nb, nn } from '../support/words.ts'

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
  await expect(page.getByRole('alert')).toContainText('Det gikk for lang tid, eller kontoen er endret. Begynn på nytt.')
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
  await walk.who.sees(nb.logIn)
  await expect(page.getByRole('status').filter({ hasText: 'Du er logget ut. Logg inn igjen.' })).toBeVisible()
  await look(page)
  await page.getByLabel('Språk').selectOption('nn')
  await expect(page.getByRole('status').filter({ hasText: 'Du er logga ut. Logg inn igjen.' })).toBeVisible()
  await logIn({ ...walk, words: nn }, { phone })
  await walk.who.sees(nn.security)
  expect(new URL(page.url()).search).toBe('')
})

test('the home page says that a session ended by itself, but not to whoever signs out or is signed in', async ({
  page,
  request,
  pass,
}) => {
  const phone = newPhone()
  await createAccount(request, { phone })
  const walk = { who: visitor(page), words: nb, request }
  const ended = page.getByText('Du er logget ut. Logg inn igjen.')
  await page.goto('/log-in')
  await logIn(walk, { phone })
  await expectSignedIn(walk)
  await pass(page, 31 * 60)
  await page.reload()
  await walk.who.sees(nb.home)
  await expect(ended).toBeVisible()
  await look(page)
  await page.getByLabel('Språk').selectOption('nn')
  await expect(page.getByText('Du er logga ut. Logg inn igjen.')).toBeVisible()
  await page.getByLabel('Språk').selectOption('nb')
  await expect(ended).toBeVisible()
  await page.getByRole('main').getByRole('link', { name: nb.logIn, exact: true }).click()
  await walk.who.sees(nb.logIn)
  await expect(ended).toHaveCount(0)
  await logIn(walk, { phone })
  await expectSignedIn(walk)
  // A link that somebody made, also as the address to return to.
  await page.goto('/?ended')
  await expectSignedIn(walk)
  await page.goto(`/log-in?next=${encodeURIComponent('/?ended')}`)
  await logIn(walk, { phone })
  await expectSignedIn(walk)
  await pass(page, 31 * 60)
  await walk.who.press(nb.menu)
  await walk.who.press(nb.logOut)
  await walk.who.sees(nb.home)
  await expect(ended).toHaveCount(0)
  await expect(page.getByRole('main').getByRole('link', { name: nb.signUp, exact: true })).toBeVisible()
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
  await proveOwnAddress(walk, phone)
  await proveCode(walk, email)
  await expect(page.getByText(nb.emailAdded)).toBeVisible()
})

test.describe('at 390 px', () => {
  test.use({ viewport: { width: 390, height: 844 } })

  test('a code that was slow to come asks for the proof in its place, keeps what was typed, and goes on', async ({
    page,
    request,
    pass,
  }) => {
    const [old, next] = [newEmail(), newEmail()]
    await createAccount(request, { email: old })
    const who = visitor(page)
    const walk = { who, words: nb, request }
    await page.goto('/log-in?next=/account/security')
    await logIn(walk, { email: old })
    await expect(page.getByRole('button', { name: 'Endre E-post' })).toBeVisible()
    await pass(page, 200)
    await who.press('Endre E-post')
    await who.type(nb.email, next)
    await who.press(nb.sendCode)
    await who.sees(nb.codeTitle)
    await pass(page, 120)
    await proveCode(walk, old)
    await who.sees('Bekreft at det er deg')
    await look(page)
    await who.type(nb.password, PASSWORD)
    await who.press('Fortsett')
    await expect(page.getByText(new RegExp(`kode til.*${next.slice(-8)}`))).toBeVisible()
    await look(page)

    await pass(page, 320)
    await who.press('Send ny kode')
    await who.sees('Bekreft at det er deg')
    await who.type(nb.password, PASSWORD)
    await who.press('Fortsett')
    await expect(page.getByText('Vi har sendt en ny kode. Den gamle virker ikke lenger.')).toBeAttached()
    await expect(page.getByRole('heading', { name: nb.codeTitle })).toBeFocused()
    await proveCode(walk, next)
    await expect(page.getByText('E-postadressen er endret.')).toBeVisible()
  })

  test.describe('in Nynorsk', () => {
    test.use({ locale: 'nn-NO' })

    test('and so does the code of an address that is added', async ({ page, request, pass }) => {
      const [email, phone] = [newEmail(), newPhone()]
      await createAccount(request, { email })
      const who = visitor(page)
      const walk = { who, words: nn, request }
      await page.goto('/log-in?next=/account/security')
      await logIn(walk, { email })
      await expect(page.getByRole('button', { name: nn.addPhone })).toBeVisible()
      await pass(page, 200)
      await who.press(nn.addPhone)
      await who.type(nn.phone, phone)
      await who.press(nn.sendCode)
      await proveOwnAddress(walk, email)
      await expect(page.getByText('Vi har sendt ein SMS')).toBeVisible()
      await pass(page, 120)
      await proveCode(walk, phone)
      await who.sees('Stadfest at det er deg')
      await look(page)
      await who.type(nn.password, 'feil hest batteri stift')
      await who.press('Hald fram')
      await expect(page.getByText('Passordet er feil. Prøv igjen.')).toBeVisible()
      await who.type(nn.password, PASSWORD)
      await who.press('Hald fram')
      await expect(page.getByText('Telefonnummeret er lagt til.')).toBeVisible()
    })
  })

  test('in the app too', async ({ page, request, pass }) => {
    const [phone, email] = [newPhone(), newEmail()]
    await createAccount(request, { phone })
    const who = visitor(page)
    const walk = { who, words: nb, request }
    await logInToApp(walk, { phone })
    await who.press('Profil', 'link')
    await who.press('Sikkerhet', 'link')
    await expect(page.getByRole('button', { name: nb.addEmail })).toBeVisible()
    await pass(page, 200)
    await who.press(nb.addEmail)
    await who.type(nb.email, email)
    await who.press(nb.sendCode)
    await proveOwnAddress(walk, phone)
    await expect(page.getByText('Vi har sendt en e-post')).toBeVisible()
    await pass(page, 120)
    await proveCode(walk, email)
    await who.sees('Bekreft at det er deg')
    await look(page)
    await who.type(nb.password, PASSWORD)
    await who.press('Fortsett')
    await expect(page.getByText(nb.emailAdded)).toBeVisible()
  })

  test('a device that is removed asks for the proof first, and is removed with it', async ({ page, request, pass }) => {
    const email = newEmail()
    await createAccount(request, { email })
    const who = visitor(page)
    await page.goto('/log-in?next=/account/devices')
    await logIn({ who, words: nb, request }, { email })
    const remove = page.getByRole('button', { name: /^Fjern/ })
    await expect(remove).toHaveCount(1)
    await pass(page, 320)
    await remove.click()
    await who.sees('Bekreft at det er deg')
    await look(page)
    await who.type(nb.password, PASSWORD)
    await who.press('Fortsett')
    await expect(page.getByText('Enheten er fjernet.')).toBeVisible()
    await expect(remove).toHaveCount(0)
    await expect.poll(async () => (await messagesTo(request, email))[0]?.text).toContain('En kjent enhet er fjernet')
  })

  test('a new password that took long to think of is kept while the proof is asked for', async ({
    page,
    request,
    pass,
  }) => {
    const email = newEmail()
    await createAccount(request, { email })
    const who = visitor(page)
    await page.goto('/log-in?next=/account/security')
    await logIn({ who, words: nb, request }, { email })
    await who.press('Endre passord')
    await who.type('Nåværende passord', 'ikke dette passordet')
    await who.type(nb.newPassword, 'en helt annen setning')
    await who.type(nb.repeat, 'en helt annen setning')
    await pass(page, 320)
    await page.keyboard.press('Enter')
    await who.sees('Bekreft at det er deg')
    await who.type(nb.password, PASSWORD)
    await who.press('Fortsett')
    await expect(page.getByText('Passordet er feil. Skriv det du bruker nå.')).toBeVisible()
    await expect(page.getByLabel(nb.newPassword, { exact: true })).toHaveValue('en helt annen setning')
    await expect(page.getByLabel(nb.repeat, { exact: true })).toHaveValue('en helt annen setning')
    await who.type('Nåværende passord', PASSWORD)
    await page.keyboard.press('Enter')
    await expect(page.getByText('Passordet er endret. Alle andre enheter er logget ut.')).toBeVisible()
    await post(request, '/sign-in', { identifier: email, password: 'en helt annen setning' })
  })
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
