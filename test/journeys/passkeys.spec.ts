// Passkeys, in a browser that has an authenticator: added, named, removed; signed in with alone and after the password; and
// every way it can come to nothing.
import type { APIRequestContext, Page } from '@playwright/test'
import { expect, look, test } from '../support/browser.ts'
import { expectSignedIn, logIn, proveOwnAddress } from '../support/journeys.ts'
import { add, atSecurity, leave } from '../support/passkey-account.ts'
import { createAccount, messagesTo, newEmail } from '../support/people.ts'
import { addAuthenticator, offersNothingInFields, type VirtualAuthenticator } from '../support/virtual-authenticator.ts'
import { visitor } from '../support/visitor.ts'
import { walker, ways } from '../support/ways.ts'
import { nb, nn } from '../support/words.ts'

for (const way of ways)
  test.describe(way.name, () => {
    test.use(way.use)

    test('adds a passkey, and signs in with it alone, back to where it was going', async ({ page, request }) => {
      const { who, words, isLooking } = walker(page, way)
      const { email, phone, authenticator } = await atSecurity({ page, request, words, hands: way.hands })
      await add({ page, request, words, hands: way.hands }, phone, isLooking)
      expect(await authenticator.count()).toBe(1)
      await expect(page.getByText(/^Uttakssperr[ea] til /)).toBeVisible()
      const [notice] = await messagesTo(request, email)
      expect(notice?.subject).toBe('Ny tilgangsnøkkel på kontoen din hos Portvakt')
      await leave(page)
      await page.goto('/account/devices')
      await who.sees(words.logIn)
      if (isLooking) await look(page)
      await who.press(words.logInByPasskey)
      await who.sees(words.devices)
    })

    test('asks for it after the password', async ({ page, request }) => {
      const { who, words, isLooking } = walker(page, way)
      const { email, phone } = await atSecurity({ page, request, words, hands: way.hands })
      await add({ page, request, words, hands: way.hands }, phone)
      await leave(page)
      await page.goto('/log-in')
      const walk = { who, words, request }
      await logIn(walk, { email })
      await who.sees(words.factorTitle)
      if (isLooking) await look(page)
      await who.press(words.usePasskey)
      await expectSignedIn(walk)
    })
  })

test('offers the passkey where the address is filled in, without a word', async ({ page, request }) => {
  const { phone, authenticator } = await atSecurity({ page, request })
  await add({ page, request }, phone)
  await leave(page)
  const quietly = await page.context().newPage()
  await addAuthenticator(quietly, authenticator)
  await quietly.goto('/log-in')
  await expectSignedIn({ who: visitor(quietly), words: nb, request })
})

test('is called what its owner calls it, by keyboard; and removed, which ends other sessions', async ({
  page,
  request,
}) => {
  const hands = 'keyboard'
  const { phone } = await atSecurity({ page, request })
  await add({ page, request, hands }, phone)
  const who = visitor(page, hands)
  await who.press('Se og endre Tilgangsnøkler')
  await who.sees(nb.passkeys)
  await look(page)
  await who.press('Endre navn Chrome på Linux')
  await who.sees('Endre navn på tilgangsnøkkelen')
  await look(page)
  await who.type('Navn', ' ')
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Navn')).toHaveAccessibleDescription(/Bruk 1 til 60 vanlige tegn\./)
  await who.type('Navn', 'Karis telefon')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Navnet er endret.')).toBeVisible()

  await who.press('Se og endre Tilgangsnøkler')
  await expect(page.getByRole('strong').getByText('Karis telefon')).toBeVisible()
  await who.press('Fjern Karis telefon')
  await who.sees('Fjerne «Karis telefon»?')
  await expect(page.getByText(/Alle andre enheter blir logget ut, og uttak er sperret i 24 timer\.$/)).toBeVisible()
  await expect(page.getByText('Det er den siste. Da er det bare passordet som beskytter kontoen.')).toBeVisible()
  await look(page)
  await who.press('Tilbake')
  await who.press('Fjern Karis telefon')
  await who.press('Fjern tilgangsnøkkelen')
  await expect(page.getByText('Tilgangsnøkkelen er fjernet. Alle andre enheter er logget ut.')).toBeVisible()
  await expect(page.getByText(/^Uttakssperre til/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Legg til Tilgangsnøkler' })).toBeFocused()
})

test('advice leads to it, and is gone once it is followed', async ({ page, request }) => {
  const { phone } = await atSecurity({ page, request })
  await page.goto('/')
  await page.getByRole('link', { name: 'Legg til en tilgangsnøkkel' }).click()
  const who = visitor(page)
  await who.sees(nb.passkeys)
  await who.press(nb.addPasskey)
  await proveOwnAddress({ who, words: nb, request }, phone)
  await who.press(nb.addPasskey)
  await expect(page.getByText(nb.passkeyAdded)).toBeVisible()
  await expect(page.getByRole('link', { name: 'Legg til en tilgangsnøkkel' })).toHaveCount(0)
})

test.describe('comes to nothing', () => {
  const said = (page: Page) => page.getByRole('alert')

  async function atLogIn(page: Page, request: APIRequestContext): Promise<VirtualAuthenticator> {
    const { phone, authenticator } = await atSecurity({ page, request })
    await add({ page, request }, phone)
    await leave(page)
    await page.goto('/log-in')
    return authenticator
  }

  test('cancelled, or no passkey here: says so, and the button and the form go on working', async ({
    page,
    request,
  }) => {
    const email = newEmail()
    await createAccount(request, { email })
    await addAuthenticator(page)
    await offersNothingInFields(page)
    await page.goto('/log-in')
    const who = visitor(page)
    for (let at = 0; at < 2; at++) {
      await who.press(nb.logInByPasskey)
      await expect(said(page)).toHaveText(
        'Det ble avbrutt, eller enheten fant ingen tilgangsnøkkel hit. Prøv igjen, eller bruk en annen måte.',
      )
    }
    await look(page)
    const walk = { who, words: nb, request }
    await logIn(walk, { email })
    await expectSignedIn(walk)
  })

  test('the finger is not recognised, and then it is', async ({ page, request }) => {
    const authenticator = await atLogIn(page, request)
    await authenticator.recognises(false)
    const who = visitor(page)
    await who.press(nb.logInByPasskey)
    await expect(said(page)).toContainText('Det ble avbrutt')
    await authenticator.recognises(true)
    await who.press(nb.logInByPasskey)
    await expectSignedIn({ who, words: nb, request })
  })

  test('it was removed from the account: says so', async ({ page, request }) => {
    const { phone } = await atSecurity({ page, request })
    await add({ page, request }, phone)
    const who = visitor(page)
    await who.press('Se og endre Tilgangsnøkler')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Fjern / })
      .click()
    await who.press('Fjern tilgangsnøkkelen')
    await expect(page.getByText(/^Tilgangsnøkkelen er fjernet/)).toBeVisible()
    await leave(page)
    await page.goto('/log-in')
    await who.press(nb.logInByPasskey)
    await expect(said(page)).toContainText('Denne tilgangsnøkkelen hører ikke til noen konto her lenger.')
    await look(page)
  })

  test('it was copied: it is suspended, and its owner told', async ({ page, request }) => {
    const { authenticator, email, phone } = await atSecurity({ page, request })
    await add({ page, request }, phone)
    await leave(page)
    await page.goto('/log-in')
    const who = visitor(page)
    await authenticator.setCounters(50)
    await who.press(nb.logInByPasskey)
    await expectSignedIn({ who, words: nb, request })
    await leave(page)
    await authenticator.setCounters(10)
    await page.goto('/log-in')
    await who.press(nb.logInByPasskey)
    await expect(said(page)).toContainText('Tilgangsnøkkelen er sperret, for det kan finnes en kopi av den.')
    await look(page)
    const [notice] = await messagesTo(request, email)
    expect(notice?.subject).toBe('En tilgangsnøkkel på kontoen din hos Portvakt er sperret')
  })

  test('not accepted: says so', async ({ page, request }) => {
    await atLogIn(page, request)
    // Somebody between page and server changes the answer.
    await page.route('**/sign-in/passkey', async (route) => {
      const body = route.request().postDataJSON()
      body.credential.response.signature = body.credential.response.signature.replace(/^.{12}/, 'AAAAAAAAAAAA')
      await route.continue({ postData: JSON.stringify(body) })
    })
    await visitor(page).press(nb.logInByPasskey)
    await expect(said(page)).toHaveText('Tilgangsnøkkelen ble ikke godtatt. Prøv igjen, eller bruk en annen måte.')
  })

  test('this device has one already', async ({ page, request }) => {
    const { phone } = await atSecurity({ page, request })
    await add({ page, request }, phone)
    const who = visitor(page)
    await who.press('Se og endre Tilgangsnøkler')
    await who.press(nb.addPasskey)
    await expect(said(page)).toContainText('Enheten har allerede en tilgangsnøkkel for kontoen din.')
    await look(page)
  })

  test('a browser that cannot says so when asked, and offers nothing before', async ({ page }) => {
    await page.addInitScript(() => Reflect.deleteProperty(window, 'PublicKeyCredential'))
    const asked: string[] = []
    page.on('request', (made) => asked.push(made.url()))
    await page.goto('/log-in')
    await visitor(page).press(nb.logInByPasskey)
    await expect(said(page)).toHaveText(
      'Nettleseren kan ikke bruke tilgangsnøkler. Oppdater den, eller bruk en annen måte.',
    )
    expect(asked.filter((url) => url.includes('/passkey/options'))).toEqual([])
  })

  test('another name of the site says where they work', async ({ page, baseURL }) => {
    await addAuthenticator(page)
    await offersNothingInFields(page)
    await page.goto(`${baseURL?.replace('localhost', '127.0.0.1')}/log-in`)
    await visitor(page).press(nb.logInByPasskey)
    await expect(said(page)).toHaveText('Tilgangsnøkler virker bare på localhost. Åpne siden der.')
  })

  test('no network: says so, and the next press goes through', async ({ page, request }) => {
    await atLogIn(page, request)
    await page.route('**/passkey/options', (route) => route.abort())
    const who = visitor(page)
    await who.press(nb.logInByPasskey)
    await expect(said(page)).toContainText('Vi fikk ikke kontakt.')
    await page.unroute('**/passkey/options')
    await who.press(nb.logInByPasskey)
    await expectSignedIn({ who, words: nb, request })
  })

  test('pressed before its script is there, it acts when it is', async ({ page, request }) => {
    let arrives = () => {}
    const late = new Promise<void>((resolve) => (arrives = resolve))
    await page.route('**/passkey-button-*.js', (route) => late.then(() => route.continue()))
    await atLogIn(page, request)
    const who = visitor(page)
    await who.press(nb.logInByPasskey)
    arrives()
    await expectSignedIn({ who, words: nb, request })
  })

  test('in Nynorsk, too', async ({ browser, baseURL }) => {
    const context = await browser.newContext({ locale: 'nn-NO', baseURL: baseURL ?? '' })
    const page = await context.newPage()
    await addAuthenticator(page)
    await offersNothingInFields(page)
    await page.goto('/log-in')
    await visitor(page).press(nn.logInByPasskey)
    await expect(said(page)).toHaveText(
      'Det vart avbrote, eller eininga fann ingen tilgangsnøkkel hit. Prøv igjen, eller bruk ein annan måte.',
    )
    await context.close()
  })
})
