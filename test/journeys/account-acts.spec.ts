// What a person changes of their own account: the password, and the addresses that find it.
import { expect, look, test } from '../support/browser.ts'
import { logIn, proveCode } from '../support/journeys.ts'
import { codeFor, createAccount, messagesTo, newEmail, newPhone, PASSWORD, post } from '../support/people.ts'
import { visitor } from '../support/visitor.ts'
import { nb } from '../support/words.ts'

const NEW = 'en helt annen setning'

test.use({ viewport: { width: 390, height: 844 } })

test('changes the password, by keyboard, and signs in with the new one alone', async ({ page, request }) => {
  const email = newEmail()
  await createAccount(request, { email })
  await page.goto('/log-in?next=/account/security')
  await logIn({ who: visitor(page), words: nb, request }, { email })
  const who = visitor(page, 'keyboard')
  await who.press('Endre passord')
  await who.sees('Endre passord')
  await expect(page.getByLabel(nb.newPassword, { exact: true })).toHaveAccessibleDescription(nb.passwordRules)
  await look(page)
  await who.type('Nåværende passord', 'ikke dette passordet')
  await who.type('Nytt passord', NEW)
  await who.type('Gjenta nytt passord', NEW)
  await page.keyboard.press('Enter')
  await expect(page.getByText('Passordet er feil. Skriv det du bruker nå.')).toBeVisible()
  await who.type('Nåværende passord', PASSWORD)
  await page.keyboard.press('Enter')
  await expect(page.getByText('Passordet er endret. Alle andre enheter er logget ut.')).toBeVisible()
  await look(page)
  const refused = await request.post('/api/v1/sign-in', { data: { identifier: email, password: PASSWORD } })
  expect(refused.status()).toBe(401)
  await post(request, '/sign-in', { identifier: email, password: NEW })
})

test('changes the e-mail address with codes from both, and puts it back by the link', async ({ page, request }) => {
  const [old, next] = [newEmail(), newEmail()]
  await createAccount(request, { email: old })
  await page.goto('/log-in?next=/account/security')
  const who = visitor(page)
  const walk = { who, words: nb, request }
  await logIn(walk, { email: old })
  await who.press('Endre E-post')
  await who.sees('Endre e-post')
  await look(page)
  await who.type(nb.email, next)
  await who.press(nb.sendCode)
  await proveCode(walk, old)
  await expect(
    page.getByText('Vi har sendt en e-post med en kode til').and(page.getByText(next.slice(0, 1))),
  ).toBeVisible()
  await expect.poll(async () => (await messagesTo(request, next)).length).toBe(1)
  await look(page)
  await proveCode(walk, next)
  await expect(page.getByText('E-postadressen er endret.')).toBeVisible()

  const [notice] = await messagesTo(request, old)
  const link = /\/undo-change#[\w-]{43}/.exec(notice?.text ?? '')?.[0] ?? ''
  await page.goto(link)
  await who.sees('Angre endringen')
  await look(page)
  await who.press('Sett adressen tilbake')
  await who.sees('Adressen er satt tilbake')
  await look(page)
  await post(request, '/sign-in', { identifier: old, password: PASSWORD })
  await page.goto('about:blank')
  await page.goto(link)
  await who.sees('Lenken virker ikke lenger')
  await look(page)
  await page.getByRole('link', { name: 'Frys kontoen i stedet. Da kommer ingen inn.' }).click()
  await expect(page.getByRole('button', { name: 'Frys konto', exact: true })).toBeVisible()
})

test('takes a number away that was added, by the link in the mail that tells of it', async ({ page, request }) => {
  const [email, phone] = [newEmail(), newPhone()]
  const token = await createAccount(request, { email })
  const { flow } = await post(request, '/account/identifiers', { identifier: phone }, token)
  await post(request, '/account/identifiers/code', { flow, code: await codeFor(request, phone) }, token)
  const [notice] = await messagesTo(request, email)
  const link = /\/undo-change#[\w-]{43}/.exec(notice?.text ?? '')?.[0] ?? ''
  const who = visitor(page)
  await page.goto(link)
  await who.sees('Angre endringen')
  await expect(page.getByText(/ble lagt til på kontoen/)).toBeVisible()
  await look(page)
  await page.getByRole('button', { name: /^Fjern \+47 / }).click()
  await who.sees('Det som ble lagt til, er fjernet')
  await look(page)
  await page.getByRole('main').getByRole('link', { name: 'Logg inn' }).click()
  const walk = { who, words: nb, request }
  await logIn(walk, { email })
  await expect(page.getByRole('button', { name: 'Endre E-post' })).toBeVisible()
  await expect(page.getByRole('button', { name: /^Endre Telefon/ })).toHaveCount(0)
})

test('sees what happened to the account, and the way to freeze it', async ({ page, request }) => {
  const email = newEmail()
  await createAccount(request, { email })
  await page.goto('/log-in?next=/account/activity')
  const who = visitor(page)
  await logIn({ who, words: nb, request }, { email })
  await who.sees('Aktivitet')
  await expect(page.getByRole('heading', { name: 'Var dette deg?' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Logget inn' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Kontoen ble opprettet' })).toBeVisible()
  await look(page)
  await who.press('Frys konto', 'link')
  await who.sees(nb.security)
})

test('removes the phone number with a code from the address that stays', async ({ page, request }) => {
  const [email, phone] = [newEmail(), newPhone()]
  await createAccount(request, { email, phone })
  await page.goto('/log-in?next=/account/security')
  const who = visitor(page)
  const walk = { who, words: nb, request }
  await logIn(walk, { email })
  await who.sees(nb.security)
  await expect(page.getByRole('button', { name: 'Fjern Telefonnummer' })).toBeVisible()
  await look(page)
  await who.press('Fjern Telefonnummer')
  await who.sees('Fjern telefonnummer')
  await look(page)
  await who.press(nb.sendCode)
  await proveCode(walk, email)
  await expect(page.getByText('Telefonnummeret er fjernet.')).toBeVisible()
})
