// P12 as the owner meets it: strangers tried too often, the mailbox is proven once, and the device is known from then on.
import { randomInt } from 'node:crypto'
import { expect, look, test } from '../support/browser.ts'
import { expectSignedIn, logIn, loseSession, proveCode, signUp } from '../support/journeys.ts'
import { codeFor, createAccount, messagesTo, newEmail, newPhone, PASSWORD, wrongCode } from '../support/people.ts'
import { walker, ways } from '../support/ways.ts'
import { nb } from '../support/words.ts'

// Tests run side by side: nobody else's networks.
const newNetwork = () => `10.${[0, 0, 0].map(() => randomInt(256)).join('.')}`

async function strangers(identifier: string): Promise<void> {
  for (let at = 0; at < 20; at++) {
    const answer = await fetch(`${process.env.JOURNEYS_URL}/api/v1/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': newNetwork() },
      body: JSON.stringify({ identifier, password: 'feil hest batteri stift' }),
    })
    expect(answer.status).toBe(401)
  }
}

const said = {
  why: { nb: /feil passord mange ganger/, nn: /feil passord mange gonger/ },
  whyFrozen: { nb: /prøvd feil mange ganger/, nn: /prøvd feil mange gonger/ },
  ifFrozen: { nb: /^Hvis kontoen er fryst/, nn: /^Er kontoen frosen/ },
  open: { nb: 'Kontoen er åpen igjen', nn: 'Kontoen er open igjen' },
  other: { nb: 'Send koden til en annen adresse på kontoen', nn: 'Send koden til ei anna adresse på kontoen' },
  sentThere: {
    nb: /^Har kontoen enda en adresse eller et nummer, har vi sendt koden dit\./,
    nn: /^Har kontoen endå ei adresse eller eit nummer, har vi sendt koden dit\./,
  },
  back: { nb: 'Send koden dit den gikk først', nn: 'Send koden dit han gjekk først' },
  known: { nb: 'Enheter vi kjenner', nn: 'Einingar vi kjenner' },
  removed: { nb: 'Enheten er fjernet.', nn: 'Eininga er fjerna.' },
}

for (const way of ways) {
  const language = way.words === nb ? 'nb' : 'nn'
  test.describe(way.name, () => {
    test.use(way.use)

    test('signs in on a new device with one code, however many strangers tried', async ({ page, request }) => {
      const email = newEmail()
      await createAccount(request, { email })
      await strangers(email)
      const { who, words, isLooking } = walker(page, way)
      const walk = { who, words, isLooking, request }
      await page.goto('/log-in')
      await logIn(walk, { email })
      await who.sees(words.codeTitle)
      await expect(page.getByText(said.why[language])).toBeVisible()
      await expect(page.getByRole('heading', { name: words.codeTitle })).toBeFocused()
      if (isLooking) await look(page)
      const code = await codeFor(request, email)
      await who.type(words.code, wrongCode(code))
      await who.press(words.confirm)
      await expect(page.getByLabel(words.code, { exact: true })).toHaveAttribute('aria-invalid', 'true')
      await who.type(words.code, code)
      await who.press(words.confirm)
      await expectSignedIn(walk)
      // Known from now on: nobody asks again.
      await loseSession(page)
      await page.goto('/log-in')
      await logIn({ ...walk, isLooking: false }, { email })
      await expectSignedIn(walk)
    })

    test('opens a frozen account with the same proof before its password is looked at', async ({ page, request }) => {
      const email = newEmail()
      const token = await createAccount(request, { email })
      const headers = { authorization: `Bearer ${token}` }
      expect((await request.post('/api/v1/account/freeze', { headers })).status()).toBe(200)
      await strangers(email)
      const { who, words, isLooking } = walker(page, way)
      const walk = { who, words, isLooking, request }
      await page.goto('/thaw')
      await who.type('E-postadresse eller telefonnummer', email)
      await who.type(words.password, PASSWORD)
      await who.press(words.next)
      await who.sees(words.codeTitle)
      await expect(page.getByText(said.whyFrozen[language])).toBeVisible()
      if (isLooking) await look(page)
      await proveCode({ ...walk, isLooking: false }, email)
      // The password is sent again by itself; now a code of its own opens the account.
      await expect(page.getByText(said.ifFrozen[language])).toBeVisible()
      await proveCode({ ...walk, isLooking: false }, email)
      await who.sees(said.open[language])
    })

    test('has the code sent to the other address of the account', async ({ page, request }) => {
      const [email, phone] = [newEmail(), newPhone()]
      await createAccount(request, { email, phone })
      await strangers(email)
      await page.clock.install()
      const { who, words, isLooking } = walker(page, way)
      const walk = { who, words, isLooking, request }
      await page.goto('/log-in')
      await logIn(walk, { email })
      await who.sees(words.codeTitle)
      const other = page.getByRole('button', { name: said.other[language] })
      await expect(other).toHaveAttribute('aria-disabled', 'true')
      const sent = (await messagesTo(request, phone)).length
      await page.clock.fastForward(61_000)
      await who.press(said.other[language])
      await expect(page.getByText(said.sentThere[language])).toBeVisible()
      await expect(page.getByRole('main')).not.toContainText(phone.slice(-3))
      if (isLooking) await look(page)
      expect(await messagesTo(request, phone)).toHaveLength(sent + 1)
      await expect(page.getByRole('button', { name: said.back[language] })).toBeVisible()
      await proveCode(walk, phone)
      await expectSignedIn(walk)
    })

    test('keeps the form while the code is asked for, and tells of no other address', async ({ page, request }) => {
      const phone = newPhone()
      await createAccount(request, { phone, email: newEmail() })
      await strangers(phone)
      const { who, words } = walker(page, way)
      await page.goto('/log-in')
      await who.type(words.phone, phone)
      await who.type(words.password, 'feil hest batteri stift')
      await who.press(words.logIn)
      await who.sees(words.codeTitle)
      await who.press('Avbryt')
      await expect(page.getByLabel(words.phone, { exact: true })).toHaveValue(phone)
      await who.press(words.logIn)
      await who.sees(words.codeTitle)
      await expect(page.getByRole('main')).not.toContainText('@')
    })
  })
}

test('a wrong password after the code is told in the form; the proof is good for the next try', async ({
  page,
  request,
}) => {
  const email = newEmail()
  await createAccount(request, { email })
  await strangers(email)
  const { who } = walker(page, ways[0] as (typeof ways)[0])
  await page.goto('/log-in')
  await who.press(nb.logInByEmail)
  await who.type(nb.email, email)
  await who.type(nb.password, 'feil hest batteri stift')
  await who.press(nb.logIn)
  await who.sees(nb.codeTitle)
  await who.type(nb.code, await codeFor(request, email))
  await who.press(nb.confirm)
  await expect(page.getByRole('alert')).toContainText('eller passordet er feil')
  await who.type(nb.password, PASSWORD)
  await who.press(nb.logIn)
  await expectSignedIn({ who, words: nb, request })
})

test('a code that does not come may be asked for again, and the page waits as it should', async ({ page, request }) => {
  const email = newEmail()
  await createAccount(request, { email })
  await strangers(email)
  const { who } = walker(page, ways[0] as (typeof ways)[0])
  await page.goto('/log-in')
  await logIn({ who, words: nb, request }, { email })
  await who.sees(nb.codeTitle)
  await expect(page.getByRole('button', { name: /ny kode/i })).toHaveAttribute('aria-disabled', 'true')
})

test('the devices page shows what is known and forgets one', async ({ page, browser, request }) => {
  const email = newEmail()
  const { who } = walker(page, ways[0] as (typeof ways)[0])
  const walk = { who, words: nb, request, isLooking: false }
  await signUp(walk, { email })
  const other = await browser.newContext({ baseURL: process.env.JOURNEYS_URL, locale: 'nb-NO' })
  const there = await other.newPage()
  await there.goto('/log-in')
  const second = { ...walker(there, ways[0] as (typeof ways)[0]), request, isLooking: false }
  await logIn(second, { email })
  await expectSignedIn(second)
  await page.goto('/account/devices')
  await who.sees(said.known.nb)
  await look(page)
  const remove = page.getByRole('button', { name: /^Fjern/ })
  await expect(remove).toHaveCount(1)
  await remove.click()
  await expect(page.getByText(said.removed.nb)).toBeVisible()
  await expect(remove).toHaveCount(0)
  await there.reload()
  await expect(there.getByText('Du er logget ut. Logg inn igjen.')).toBeVisible()
  await other.close()
})
