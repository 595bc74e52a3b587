// What a person does who is signed in: a second way to be found, devices, signing out.
import { expect, look, test } from '../support/browser.ts'
import { expectSignedIn, logIn, loseSession, proveCode, proveOwnAddress } from '../support/journeys.ts'
import { createAccount, newEmail, newPhone, PASSWORD, post } from '../support/people.ts'
import { visitor } from '../support/visitor.ts'
import { walker, ways } from '../support/ways.ts'
import { nb } from '../support/words.ts'

for (const way of ways) {
  test.describe(way.name, () => {
    test.use(way.use)

    test('adds an e-mail address, signs out, and signs in with it', async ({ page, request }) => {
      const [phone, email] = [newPhone(), newEmail()]
      await createAccount(request, { phone })
      const walk = { ...walker(page, way), request }
      const { who, words, isLooking } = walk
      await page.goto('/log-in?next=/account/security')
      await logIn({ ...walk, isLooking: false }, { phone })
      await who.sees(words.security)
      if (isLooking) await look(page)
      await who.press(words.addEmail)
      await who.sees(words.addEmail)
      if (isLooking) await look(page)
      await who.type(words.email, email)
      await who.press(words.sendCode)
      await proveOwnAddress(walk, phone)
      await proveCode(walk, email)
      await expect(page.getByText(words.emailAdded)).toBeVisible()
      if (isLooking) await look(page)

      await who.press(words.menu)
      if (isLooking) await look(page)
      await who.press(words.logOut)
      await who.sees(words.home)
      await expect(page.getByText(/^Du er logg(et|a) ut/)).toHaveCount(0)
      await page.goto('/log-in')
      await logIn({ ...walk, isLooking: false }, { email })
      await expectSignedIn(walk)
    })
  })
}

test('adds a phone number to an account made by e-mail, and signs in with it', async ({ page, request }) => {
  const [phone, email] = [newPhone(), newEmail()]
  await createAccount(request, { email })
  const walk = { who: visitor(page), words: nb, request }
  await page.goto('/log-in?next=/account/security')
  await logIn(walk, { email })
  await walk.who.press(nb.addPhone)
  await walk.who.type(nb.phone, phone)
  await walk.who.press(nb.sendCode)
  await proveOwnAddress(walk, email)
  await proveCode(walk, phone)
  await expect(page.getByText(nb.phoneAdded)).toBeVisible()
  await expect(page.getByText('Grunn: en adresse eller et nummer ble lagt til.', { exact: true })).toBeVisible()
  await loseSession(page)
  await page.goto('/log-in')
  await logIn(walk, { phone })
  await expectSignedIn(walk)
})

test('remembers the way used last: a reload shows its form', async ({ page, request }) => {
  const email = newEmail()
  await createAccount(request, { email })
  const walk = { who: visitor(page), words: nb, request }
  await page.goto('/log-in')
  await logIn(walk, { email })
  await expectSignedIn(walk)
  await walk.who.press(nb.menu)
  await walk.who.press(nb.logOut)
  await walk.who.sees(nb.home)
  await page.goto('/log-in')
  await expect(page.getByLabel(nb.email, { exact: true })).toBeVisible()
  await page.reload()
  await expect(page.getByLabel(nb.email, { exact: true })).toBeVisible()
  await walk.who.press(nb.logInByPhone)
  await expect(page.getByLabel(nb.phone, { exact: true })).toBeVisible()
  await expect(page.getByLabel(nb.email, { exact: true })).toHaveCount(0)
})

test('ends other devices from the list, after asking', async ({ page, request }) => {
  const phone = newPhone()
  const token = await createAccount(request, { phone })
  await page.goto('/log-in?next=/account/devices')
  const who = visitor(page)
  await logIn({ who, words: nb, request }, { phone })
  await who.sees(nb.devices)
  await expect(page.getByText('Denne enheten').first()).toBeVisible()
  await look(page)
  await who.press('Logg ut alle andre')
  await look(page)
  await page.getByRole('dialog').getByRole('button', { name: 'Logg ut alle andre' }).click()
  await expect(page.getByText('Alle andre enheter er logget ut.')).toBeVisible()
  const asked = await request.get('/api/v1/session', { headers: { authorization: `Bearer ${token}` } })
  expect(asked.status()).toBe(401)
  await look(page)
})

test('ends one other device from the list, and no other with it', async ({ page, request }) => {
  const phone = newPhone()
  const staying = await createAccount(request, { phone })
  const data = { identifier: phone, password: PASSWORD, client: 'app' }
  const agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
  const signedIn = await request.post('/api/v1/sign-in', { data, headers: { 'user-agent': agent } })
  const { token: ending } = (await signedIn.json()).session
  const statusOf = async (token: string) =>
    (await request.get('/api/v1/session', { headers: { authorization: `Bearer ${token}` } })).status()
  expect(await statusOf(ending)).toBe(200)
  await page.goto('/log-in?next=/account/devices')
  const who = visitor(page)
  await logIn({ who, words: nb, request }, { phone })
  await who.sees(nb.devices)
  await who.press('Logg ut Appen, Firefox på Linux')
  await expect(page.getByText('Enheten er logget ut.')).toBeVisible()
  await look(page)
  await expect(page.getByRole('button', { name: 'Logg ut Appen, Firefox på Linux', exact: true })).toHaveCount(0)
  expect([await statusOf(ending), await statusOf(staying)]).toEqual([401, 200])
  await page.reload()
  await who.sees(nb.devices)
  await expect(page.getByText('Denne enheten').first()).toBeVisible()
})

test('leads to sign-in and back when the session ended in the middle of a page', async ({ page, request, baseURL }) => {
  const phone = newPhone()
  await createAccount(request, { phone })
  const walk = { who: visitor(page), words: nb, request }
  await page.goto('/log-in?next=/account/security')
  await logIn(walk, { phone })
  await walk.who.press(nb.addEmail)
  await walk.who.type(nb.email, newEmail())
  const { session } = await post(request, '/sign-in', { identifier: phone, password: PASSWORD, client: 'app' })
  const headers = { authorization: `Bearer ${session.token}` }
  expect((await request.delete('/api/v1/sessions', { headers })).status()).toBe(204)
  await walk.who.press(nb.sendCode)
  await expect(page).toHaveURL(`${baseURL}/log-in?next=${encodeURIComponent('/account/security')}&ended`)
  await expect(page.getByRole('status').filter({ hasText: 'Du er logget ut. Logg inn igjen.' })).toBeVisible()
  await logIn(walk, { phone })
  await walk.who.sees(nb.security)
  await expect(page).toHaveURL(`${baseURL}/account/security`)
})
