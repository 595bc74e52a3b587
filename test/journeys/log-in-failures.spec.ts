// What goes wrong at sign-in: each with its own words beside its cause, and nothing that was typed lost.
import { expect, look, test } from '../support/browser.ts'
import { expectSignedIn, logIn } from '../support/journeys.ts'
import { createAccount, newEmail, newPhone, PASSWORD } from '../support/people.ts'
import { visitor } from '../support/visitor.ts'
import { nb } from '../support/words.ts'

const wrong = 'feil hest batteri stift'
const alertOf = (page: Parameters<typeof visitor>[0]) => page.getByRole('alert')

for (const kind of ['phone', 'email'] as const) {
  test(`says the same for a wrong password and an unknown account (${kind})`, async ({ page, request }) => {
    const known = kind === 'phone' ? newPhone() : newEmail()
    await createAccount(request, { [kind]: known })
    const who = visitor(page)
    const said: string[] = []
    for (const identifier of [known, kind === 'phone' ? newPhone() : newEmail()]) {
      await page.goto('/log-in')
      if (kind === 'email') await who.press(nb.logInByEmail)
      await who.type(kind === 'phone' ? nb.phone : nb.email, identifier)
      await who.type(nb.password, wrong)
      await who.press(nb.logIn)
      await expect(alertOf(page)).toBeVisible()
      // All countries have come: they are part of what is compared.
      if (kind === 'phone') await expect(page.getByRole('option', { name: /^Sverige/ })).toBeAttached()
      said.push(((await page.getByRole('main').textContent()) ?? '').replaceAll(identifier, ''))
      await expect(page.getByLabel(nb.password, { exact: true })).toHaveValue(wrong)
    }
    expect(said[0]).toContain('eller passordet er feil. Sjekk begge og prøv igjen.')
    expect(said[1]).toBe(said[0])
    await look(page)
  })
}

test('counts down the wait after too many tries, then lets the right password in', async ({ page, request }) => {
  const phone = newPhone()
  await createAccount(request, { phone })
  const walk = { who: visitor(page), words: nb, request }
  await page.goto('/log-in')
  await walk.who.type(nb.phone, phone)
  await walk.who.type(nb.password, wrong)
  for (let tries = 0; tries < 5; tries++) {
    const refused = page.waitForResponse('**/sign-in')
    await walk.who.press(nb.logIn)
    expect((await refused).status()).toBe(401)
    await expect(page.getByRole('button', { name: nb.logIn, exact: true })).toHaveAttribute('aria-busy', 'false')
  }
  await walk.who.type(nb.password, PASSWORD)
  await walk.who.press(nb.logIn)
  await expect(alertOf(page)).toContainText('Det er prøvd for mange ganger.')
  const seconds = async () => Number(/om (\d+) s/.exec((await alertOf(page).textContent()) ?? '')?.[1] ?? 0)
  const first = await seconds()
  expect(first).toBeGreaterThan(0)
  expect(first).toBeLessThanOrEqual(10)
  await look(page)
  await expect.poll(seconds).toBeLessThan(first)
  // What screen readers are told changes at most once a minute.
  await expect(alertOf(page).getByRole('status')).toHaveText('Prøv igjen om under ett minutt.')
  const submit = page.getByRole('button', { name: nb.logIn, exact: true })
  await expect(submit).toHaveAttribute('aria-disabled', 'true')
  const place = await submit.boundingBox()
  await expect(submit).toHaveAttribute('aria-disabled', 'false')
  await expect(alertOf(page)).toHaveCount(0)
  expect(await submit.boundingBox(), 'the button does not jump from under a hand').toEqual(place)
  await submit.click()
  await expectSignedIn(walk)
})

test('gathers several faults in a summary that takes the focus and leads to each', async ({ page }) => {
  await page.goto('/log-in')
  await page.getByRole('button', { name: nb.logIn, exact: true }).click()
  const summary = page.locator(':focus')
  await expect(summary).toContainText('Rett dette før du går videre')
  await expect(summary.getByRole('link')).toHaveText(['Skriv telefonnummeret ditt.', 'Skriv passordet ditt.'])
  await look(page)
  await summary.getByRole('link', { name: 'Skriv passordet ditt.' }).click()
  const password = page.getByLabel(nb.password, { exact: true })
  await expect(password).toBeFocused()
  await expect(password).toHaveAccessibleDescription('Skriv passordet ditt.')
})

test('goes to the one field that is wrong, and says what is wrong with it', async ({ page }) => {
  const who = visitor(page)
  await page.goto('/log-in')
  await who.type(nb.phone, '12')
  await who.type(nb.password, PASSWORD)
  await who.press(nb.logIn)
  const phone = page.getByLabel(nb.phone, { exact: true })
  await expect(phone).toBeFocused()
  await expect(phone).toHaveAccessibleDescription('Nummeret ser ikke riktig ut. Sjekk landkoden og sifrene.')
  await expect(page.getByLabel(nb.password, { exact: true })).toHaveValue(PASSWORD)
  await look(page)
})

test('keeps what was typed without a network, says so, and signs in when it is back', async ({ page, request }) => {
  const phone = newPhone()
  await createAccount(request, { phone })
  const walk = { who: visitor(page), words: nb, request }
  await page.goto('/log-in')
  await page.context().setOffline(true)
  await logIn(walk, { phone })
  await expect(alertOf(page)).toContainText('Vi fikk ikke kontakt. Sjekk nettet og prøv igjen.')
  await expect(page.getByLabel(nb.phone, { exact: true })).toHaveValue(phone)
  await expect(page.getByLabel(nb.password, { exact: true })).toHaveValue(PASSWORD)
  await look(page)
  await page.context().setOffline(false)
  await walk.who.press(nb.logIn)
  await expectSignedIn(walk)
})

test('sends a form once, however often it is submitted', async ({ page, request }) => {
  const phone = newPhone()
  await createAccount(request, { phone })
  const walk = { who: visitor(page), words: nb, request }
  const sent: string[] = []
  page.on('request', (asked) => asked.url().endsWith('/sign-in') && sent.push(asked.method()))
  await page.goto('/log-in')
  await walk.who.type(nb.phone, phone)
  await walk.who.type(nb.password, PASSWORD)
  await page.getByRole('button', { name: nb.logIn, exact: true }).dblclick()
  await page.keyboard.press('Enter')
  await expectSignedIn(walk)
  expect(sent).toEqual(['POST'])
})
