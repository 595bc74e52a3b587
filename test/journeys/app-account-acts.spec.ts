// The account page's acts, really done in the app: password, address, devices, the words every message begins with, and frost.
import { logInToApp } from '../support/app-walks.ts'
import { expect, look, test } from '../support/browser.ts'
import { proveCode, proveOwnAddress } from '../support/journeys.ts'
import { createAccount, messagesTo, newEmail, newPhone, PASSWORD, post } from '../support/people.ts'
import { visitor } from '../support/visitor.ts'
import { nb } from '../support/words.ts'

const NEW = 'en helt annen setning'

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

test('changes the password, adds an e-mail, ends a device, chooses a phrase, and freezes', async ({
  page,
  request,
}) => {
  test.slow() // five acts, each to its end
  const [phone, email] = [newPhone(), newEmail()]
  await createAccount(request, { phone })
  const who = visitor(page)
  const walk = { who, words: nb, request }
  await logInToApp(walk, { phone })
  await who.press('Profil', 'link')
  await who.press('Sikkerhet', 'link')

  await who.press('Endre passord')
  await who.sees('Endre passord')
  await who.type('Nåværende passord', PASSWORD)
  await who.type('Nytt passord', NEW)
  await who.type('Gjenta nytt passord', NEW)
  await page.keyboard.press('Enter')
  await expect(page.getByText('Passordet er endret. Alle andre enheter er logget ut.')).toBeVisible()
  const old = { identifier: phone, country: 'NO', password: PASSWORD }
  expect((await request.post('/api/v1/sign-in', { data: old })).status()).toBe(401)

  await who.press(nb.addEmail)
  await who.sees(nb.addEmail)
  await who.type(nb.email, email)
  await who.press(nb.sendCode)
  await proveOwnAddress(walk, phone)
  await proveCode(walk, email)
  await expect(page.getByText(nb.emailAdded)).toBeVisible()
  const other = await post(request, '/sign-in', { identifier: email, password: NEW, client: 'app' })

  await who.press('Velg kjenneord')
  await who.type('Kjenneord', 'blå elg i motlys')
  await who.press('Lagre')
  await expect(page.getByText('Kjenneordet er lagret.')).toBeVisible()
  await request.post('/api/v1/forgot-password', { data: { identifier: email } })
  const [mail] = await messagesTo(request, email)
  expect(mail?.text.split('\n')[0]).toBe('Kjenneordet ditt: blå elg i motlys')

  await who.press('Tilbake')
  await who.press('Enheter', 'link')
  await who.sees(nb.devices)
  const session = () => request.get('/api/v1/session', { headers: { authorization: `Bearer ${other.session.token}` } })
  expect((await session()).status()).toBe(200)
  await page
    .getByRole('main')
    .getByRole('button', { name: /^Logg ut (?!alle)/ })
    .first()
    .click()
  await expect(page.getByText('Enheten er logget ut.')).toBeVisible()
  expect((await session()).status()).toBe(401)
  await look(page)

  await who.press('Tilbake')
  await who.press('Sikkerhet', 'link')
  await who.press('Frys konto')
  await who.sees('Fryse kontoen?')
  await page.getByRole('dialog').getByRole('button', { name: 'Frys konto' }).click()
  await who.sees('Kontoen er fryst')
  await look(page)
  // Nobody is signed in any more, nor let in.
  await page.goto('/app')
  await who.sees(nb.home)
  const refused = await request.post('/api/v1/sign-in', { data: { ...old, password: NEW } })
  expect((await refused.json()).code).toBe('account_frozen')
})
