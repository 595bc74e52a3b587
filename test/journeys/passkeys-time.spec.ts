// A passkey as the proof once more, when the last one has grown old.
import { bindAtOnce } from '../support/binding.ts'
import { expect, look } from '../support/browser.ts'
import { logIn, proveOwnAddress } from '../support/journeys.ts'
import { test } from '../support/movable.ts'
import { add } from '../support/passkey-account.ts'
import { createAccount, newEmail } from '../support/people.ts'
import { addAuthenticator, offersNothingInFields } from '../support/virtual-authenticator.ts'
import { visitor } from '../support/visitor.ts'
import { nb } from '../support/words.ts'

// The clock of the one server is everybody's: one test after the other.
test.describe.configure({ mode: 'default' })

test('adding asks for the password first when it is long ago, and then for the passkey', async ({
  page,
  request,
  pass,
}) => {
  const email = newEmail()
  await createAccount(request, { email })
  await addAuthenticator(page)
  await offersNothingInFields(page)
  await page.goto('/log-in?next=/account/security')
  const who = visitor(page)
  await logIn({ who, words: nb, request }, { email })
  // What is on its way when time is moved would be given up.
  await expect(page.getByRole('button', { name: nb.addPasskeyRow })).toBeVisible()
  await pass(page, 301)
  await who.press(nb.addPasskeyRow)
  await who.press(nb.addPasskey)
  await who.sees('Bekreft at det er deg')
  await who.type(nb.password, 'riktig hest batteri stift')
  await page.keyboard.press('Enter')
  await proveOwnAddress({ who, words: nb, request }, email)
  await who.sees(nb.passkeys)
  await who.press(nb.addPasskey)
  await expect(page.getByText(nb.onePasskey)).toBeVisible()

  await pass(page, 301)
  await who.press('Se og endre Tilgangsnøkler')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Endre navn / })
    .click()
  await who.type('Navn', 'Karis telefon')
  await page.keyboard.press('Enter')
  await who.sees('Bekreft at det er deg')
  await who.press(nb.usePasskey)
  await expect(page.getByLabel('Navn')).toHaveValue('Karis telefon')
  await who.press('Lagre')
  await expect(page.getByText('Navnet er endret.')).toBeVisible()

  await pass(page, 301)
  await who.press('Se og endre Tilgangsnøkler')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Fjern / })
    .click()
  await who.press('Fjern tilgangsnøkkelen')
  await who.sees('Bekreft at det er deg')
  await expect(page.getByLabel(nb.password, { exact: true })).toHaveCount(0)
  await look(page)
  await who.press(nb.usePasskey)
  await expect(page.getByRole('heading', { name: /^Fjerne «/ })).toBeVisible()
  await who.press('Fjern tilgangsnøkkelen')
  await expect(page.getByText(/^Tilgangsnøkkelen er fjernet/)).toBeVisible()
})

test('the other acts of the security page ask for the passkey, too', async ({ page, request, pass }) => {
  const email = newEmail()
  await createAccount(request, { email })
  await addAuthenticator(page)
  await offersNothingInFields(page)
  await page.goto('/log-in?next=/account/security')
  const who = visitor(page)
  await logIn({ who, words: nb, request }, { email })
  await who.press(nb.addPasskeyRow)
  await who.press(nb.addPasskey)
  await proveOwnAddress({ who, words: nb, request }, email)
  await who.press(nb.addPasskey)
  await expect(page.getByText(nb.onePasskey)).toBeVisible()
  await pass(page, 301)
  await who.press('Velg kjenneord')
  await who.type('Kjenneord', 'blå elg')
  await who.press('Lagre')
  await who.sees('Bekreft at det er deg')
  await who.press(nb.usePasskey)
  await expect(page.getByText('Kjenneordet er lagret.')).toBeVisible()
})

test('beside an authenticator, what is said to guard the account is what does', async ({
  page,
  request,
  pass,
  now,
}) => {
  const email = newEmail()
  await createAccount(request, { email })
  await addAuthenticator(page)
  await offersNothingInFields(page)
  await page.goto('/log-in?next=/account/security')
  const who = visitor(page)
  const walk = { who, words: nb, request }
  await logIn(walk, { email })
  await expect(page.getByRole('button', { name: nb.addPasskeyRow })).toBeVisible()
  await bindAtOnce(walk, email, now())
  await add({ page, request }, undefined)
  const said = (words: string) => expect(page.getByRole('dialog')).toContainText(words)

  await who.press('Koble fra Google-autentisering')
  await who.sees('Koble fra Google-autentisering?')
  await said('du en tilgangsnøkkel for å logge inn: passordet er ikke nok alene')
  await expect(page.getByText('Etterpå er passordet nok')).toHaveCount(0)
  await look(page)
  await page.keyboard.press('Escape')

  await who.press('Se og endre Tilgangsnøkler')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Fjern / })
    .click()
  await said('Da er det passordet og autentiseringsappen som beskytter kontoen')
  await look(page)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)

  await pass(page, 301)
  await who.press('Endre passord')
  await who.sees('Bekreft at det er deg')
  await said('Du kan bruke tilgangsnøkkelen din i stedet for koden.')
  await expect(page.getByText('Denne kontoen trenger')).toHaveCount(0)
  await look(page)
  await who.press(nb.usePasskey)
  await expect(page.getByLabel('Nåværende passord')).toBeVisible()
})
