// Signing in with the authenticator: the code after the password, devices that are trusted, and everything that can go wrong.
import type { Page } from '@playwright/test'
import { createBoundAccount } from '../support/bound-account.ts'
import { expect, look, test } from '../support/browser.ts'
import { expectSignedIn, logIn, type Walk } from '../support/journeys.ts'
import { test as timed } from '../support/movable.ts'
import { createAccount, newEmail, newPhone, PASSWORD, post } from '../support/people.ts'
import { useUpCodes } from '../support/used-up.ts'
import { walker, ways } from '../support/ways.ts'
import { nb, type Words } from '../support/words.ts'

const words = {
  nb: {
    title: 'Skriv koden fra appen',
    code: '6-sifret kode',
    trust: 'Stol på denne enheten i 30 dager',
    lost: 'Mistet eller byttet telefon?',
    trusted: /^Spør ikke om kode før /,
    distrust: /^Slutt å stole på/,
    distrusted: 'Vi spør om kode på enheten neste gang du logger inn der.',
    wrong: 'Koden stemmer ikke.',
  },
  nn: {
    title: 'Skriv koden frå appen',
    code: '6-sifra kode',
    trust: 'Stol på denne eininga i 30 dagar',
    lost: 'Mista eller bytt telefon?',
    trusted: /^Spør ikkje om kode før /,
    distrust: /^Slutt å stole på/,
    distrusted: 'Vi spør om kode på eininga neste gong du loggar inn der.',
    wrong: 'Koden stemmer ikkje.',
  },
}
const factorWords = (spoken: Words) => (spoken === nb ? words.nb : words.nn)

const wrong = (code: string) => String((Number(code) + 1) % 1e6).padStart(6, '0')

/** From the sign-in page to where the code is asked for. */
async function toFactor(walk: Walk, phone: string): Promise<void> {
  await walk.who.page.goto('/log-in')
  await logIn({ ...walk, isLooking: false }, { phone })
  await walk.who.sees(factorWords(walk.words).title)
}

for (const way of ways) {
  test.describe(way.name, () => {
    test.use(way.use)

    test('signs in with the code, which sends itself with its sixth digit', async ({ page, request }) => {
      const phone = newPhone()
      const { app } = await createBoundAccount(request, { phone })
      const walk = { ...walker(page, way), request }
      const { who, isLooking } = walk
      const said = factorWords(way.words)
      await toFactor(walk, phone)
      await expect(page.getByRole('button', { name: said.lost, exact: true })).toBeVisible()
      await expect(page.getByLabel(said.code, { exact: true })).toBeFocused()
      if (isLooking) await look(page)
      await who.type(said.code, wrong(app.code()))
      await expect(page.getByText(said.wrong)).toBeVisible()
      if (isLooking) await look(page)
      await who.type(said.code, app.code())
      await expectSignedIn(walk)
    })

    test('trusts a device, is not asked there again, and takes it back', async ({ page, request }) => {
      const phone = newPhone()
      const { app } = await createBoundAccount(request, { phone })
      const walk = { ...walker(page, way), request }
      const { who, isLooking } = walk
      const said = factorWords(way.words)
      await toFactor(walk, phone)
      await expect(page.getByLabel(said.trust)).not.toBeChecked()
      await who.tick(said.trust)
      await page.getByLabel(said.code, { exact: true }).focus()
      await who.type(said.code, app.code())
      await expectSignedIn({ ...walk, isLooking: false })
      await page.goto('/log-in?next=/account/devices')
      await logIn({ ...walk, isLooking: false }, { phone })
      await who.sees(way.words.devices)
      await expect(page.getByText(said.trusted)).toBeVisible()
      if (isLooking) await look(page)
      const distrust = page.getByRole('button', { name: said.distrust })
      if (way.hands === 'keyboard') {
        await distrust.focus()
        await page.keyboard.press('Enter')
      } else await distrust.click()
      await expect(page.getByText(said.distrusted)).toBeVisible()
      await expect(page.getByText(said.trusted)).toHaveCount(0)
      await toFactor(walk, phone)
    })
  })
}

const field = (page: Page) => page.getByLabel(words.nb.code, { exact: true })
const walkOf = (page: Page, request: Walk['request']): Walk => ({
  ...walker(page, ways[0] as (typeof ways)[0]),
  request,
  isLooking: false,
})

test('says what else there is once no code is looked at any more', async ({ page, request }) => {
  const phone = newPhone()
  const { app } = await createBoundAccount(request, { phone })
  const walk = walkOf(page, request)
  await toFactor(walk, phone)
  await useUpCodes(page, '/sign-in/totp')
  await walk.who.type(words.nb.code, app.code())
  await expect(page.getByRole('alert')).toContainText(
    'Bruk gjenopprettingsnøkkelen under «Mistet eller byttet telefon?», eller prøv på en annen enhet du har brukt før.',
  )
  await look(page)
})

test('takes a code that is pasted with a space, as phones show it', async ({ page, request }) => {
  const phone = newPhone()
  const { app } = await createBoundAccount(request, { phone })
  const walk = walkOf(page, request)
  await toFactor(walk, phone)
  const code = app.code()
  await field(page).evaluate(
    (input, text) => {
      const element = input as HTMLInputElement
      element.value = text
      element.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }))
    },
    `${code.slice(0, 3)} ${code.slice(3)}`,
  )
  await expectSignedIn(walk)
})

test('is found by password managers and phones by its autocomplete word', async ({ page, request }) => {
  const phone = newPhone()
  await createBoundAccount(request, { phone })
  await toFactor(walkOf(page, request), phone)
  await expect(field(page)).toHaveAttribute('autocomplete', 'one-time-code')
  await expect(field(page)).toHaveAttribute('inputmode', 'numeric')
})

test('a used code says so, an old one speaks of the clock, an unfinished one sends nothing', async ({
  page,
  request,
}) => {
  const phone = newPhone()
  const { app } = await createBoundAccount(request, { phone })
  const walk = walkOf(page, request)
  await toFactor(walk, phone)
  await field(page).fill('12345')
  await walk.who.press(nb.confirm)
  await expect(page.getByText('Koden har 6 sifre. Skriv inn alle.')).toBeVisible()
  await field(page).fill(app.code(-4))
  await expect(page.getByText('klokken på telefonen går feil')).toBeVisible()
  // The next step's, so that a slow machine does not make it an old one; used in another place.
  const code = app.code(1)
  const { flow } = await post(request, '/sign-in', { identifier: phone, country: 'NO', password: PASSWORD })
  await post(request, '/sign-in/totp', { flow, code })
  await field(page).fill(code)
  await expect(page.getByText('Koden er allerede brukt. Vent til appen viser en ny.')).toBeVisible()
  await look(page)
})

test('after too many wrong ones there is a wait that counts down, and the other way stays open', async ({
  page,
  request,
}) => {
  const phone = newPhone()
  const { app } = await createBoundAccount(request, { phone })
  const walk = walkOf(page, request)
  await toFactor(walk, phone)
  for (let at = 0; at < 5; at++) {
    const answered = page.waitForResponse('**/sign-in/totp')
    await field(page).fill(wrong(app.code()))
    await answered
    await expect(page.getByText(words.nb.wrong)).toBeVisible()
  }
  await field(page).fill(app.code())
  await expect(page.getByRole('alert')).toContainText('Prøv igjen om')
  await look(page)
  await walk.who.press(words.nb.lost)
  await walk.who.sees(words.nb.lost)
})

test('without network what was typed stays, and a new try goes through', async ({ page, context, request }) => {
  const phone = newPhone()
  const { app } = await createBoundAccount(request, { phone })
  const walk = walkOf(page, request)
  await toFactor(walk, phone)
  await context.setOffline(true)
  const code = app.code()
  await field(page).fill(code)
  await expect(page.getByRole('alert')).toContainText('Sjekk nettet')
  await expect(field(page)).toHaveValue(code)
  await context.setOffline(false)
  await walk.who.press(nb.confirm)
  await expectSignedIn(walk)
})

test('the step itself cannot be fetched: said, and a new try goes through', async ({ page, request }) => {
  const phone = newPhone()
  await createBoundAccount(request, { phone })
  const walk = walkOf(page, request)
  await page.route('**/factor-step-*.js', (route) => route.abort())
  await page.goto('/log-in')
  await logIn(walk, { phone })
  await expect(page.getByRole('alert')).toContainText('Sjekk nettet')
  await expect(page.getByLabel(nb.phone, { exact: true })).toHaveValue(phone)
})

timed(
  'after ten minutes it is back at the password, with what was typed kept',
  async ({ page, request, pass, now }) => {
    const phone = newPhone()
    const { app } = await createBoundAccount(request, { phone }, now)
    const walk = walkOf(page, request)
    await toFactor(walk, phone)
    await pass(page, 601)
    await field(page).fill(app.code())
    await expect(page.getByRole('alert')).toContainText('Det gikk for lang tid')
    await expect(page.getByLabel(nb.phone, { exact: true })).toHaveValue(phone)
    await expect(page.getByLabel(nb.password, { exact: true })).toHaveValue(PASSWORD)
    await look(page)
    await walk.who.press(nb.logIn)
    await field(page).fill(app.code(1))
    await expectSignedIn(walk)
  },
)

test('an account without a factor never sees it', async ({ page, request }) => {
  const email = newEmail()
  await createAccount(request, { email })
  const walk = walkOf(page, request)
  const scripts: string[] = []
  page.on('request', (asked) => scripts.push(asked.url()))
  await page.goto('/log-in')
  await logIn(walk, { email })
  await expectSignedIn(walk)
  expect(scripts.filter((url) => url.includes('factor-step'))).toEqual([])
})
