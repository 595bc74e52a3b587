// J3 and J7: the phone app, signed in to by phone and by e-mail, and the authenticator bound on the phone it lives on.
import { appWords, finishInApp, logInToApp, openSecurity, theSwitch, turnOn } from '../support/app-walks.ts'
import { wordsOf } from '../support/binding.ts'
import { expect, look, test } from '../support/browser.ts'
import { codeFor, createAccount, messagesTo, newEmail, newPhone, PASSWORD } from '../support/people.ts'
import { codeOn } from '../support/phone.ts'
import { visitor } from '../support/visitor.ts'
import { walker, ways } from '../support/ways.ts'
import { nb } from '../support/words.ts'

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true }

for (const way of ways) {
  test.describe(way.name, () => {
    test.use({ ...way.use, permissions: ['clipboard-read', 'clipboard-write'] })

    for (const kind of ['phone', 'email'] as const) {
      test(`somebody signs in to the app by ${kind}, and out`, async ({ page, request, context }) => {
        const addresses = kind === 'phone' ? { phone: newPhone() } : { email: newEmail() }
        await createAccount(request, addresses)
        const walk = { ...walker(page, way), request }
        const said = appWords(walk)
        await logInToApp(walk, addresses)
        expect(await context.cookies()).not.toContainEqual(expect.objectContaining({ name: '__Host-portvakt' }))
        await walk.who.press(said.profile, 'link')
        await walk.who.press(said.logOut)
        await walk.who.sees(walk.words.home)
        // The way used last comes first.
        await walk.who.press(said.profile, 'link')
        await expect(page.getByLabel(walk.words[kind], { exact: true })).toBeVisible()
      })
    }

    test('the switch binds an authenticator, and is on', async ({ page, request }) => {
      const addresses = { email: newEmail() }
      await createAccount(request, addresses)
      const walk = { ...walker(page, way), request }
      await logInToApp({ ...walk, isLooking: false }, addresses)
      await openSecurity(walk)
      if (walk.isLooking) await look(page)
      const secret = await turnOn(walk, addresses.email)
      await walk.who.press(wordsOf(walk).copyKey)
      await expect(page.getByText('Kopiert', { exact: true })).toBeVisible()
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret)
      await finishInApp(walk, secret)
      const [notice] = await messagesTo(request, addresses.email)
      expect(notice?.text).toContain('Google-autentisering')
      const answer = await request.post('/api/v1/sign-in', {
        data: { identifier: addresses.email, password: PASSWORD },
      })
      expect(await answer.json()).toMatchObject({ state: 'factor', actions: ['totp', 'recovery_key'] })
    })
  })
}

test.describe('on a phone', () => {
  test.use(phone)

  test('nothing moves while it starts, and nothing can be pressed before it is known who is there', async ({
    page,
    browser,
    baseURL,
  }) => {
    const unready = await browser.newPage({ ...phone, baseURL, javaScriptEnabled: false })
    await unready.goto('/app')
    await expect(unready.getByRole('link', { name: nb.logIn, exact: true })).toBeHidden()
    await unready.close()
    await page.goto('/app')
    await expect(page.getByRole('link', { name: nb.logIn, exact: true })).toBeVisible()
    const moved = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const shifts = (list: PerformanceEntryList) =>
            list.reduce((sum, entry) => sum + (entry as PerformanceEntry & { value: number }).value, 0)
          new PerformanceObserver((list) => resolve(shifts(list.getEntries()))).observe({
            type: 'layout-shift',
            buffered: true,
          })
          setTimeout(resolve, 1000, 0)
        }),
    )
    expect(moved).toBe(0)
  })

  test('with an authenticator a second proof comes before the welcome; the switch moved left removes it', async ({
    page,
    request,
  }) => {
    const walk = { who: visitor(page), words: nb, request }
    const said = { ...wordsOf(walk), ...appWords(walk) }
    const addresses = { email: newEmail() }
    await createAccount(request, addresses)
    await logInToApp(walk, addresses)
    await openSecurity(walk)
    const secret = await turnOn(walk, addresses.email)
    await finishInApp(walk, secret)
    await page.goto('/app/settings')
    await walk.who.press(said.logOut)
    await walk.who.press(said.profile, 'link')
    await walk.who.type(nb.email, addresses.email)
    await walk.who.type(nb.password, PASSWORD)
    await walk.who.press(nb.logIn)
    await walk.who.type(said.appCode, codeOn(secret, new Date(Date.now() + 30_000)))
    await walk.who.sees(said.welcome)
    await walk.who.press(said.goOn)
    await openSecurity(walk)
    await theSwitch(page).click()
    await walk.who.sees(said.removeTitle)
    await expect(page.getByText('Uttak blir sperret i 24 timer.')).toBeVisible()
    await look(page)
    await expect(theSwitch(page)).toBeChecked() // nothing has happened yet
  })

  test('a link into the account leads through the sign-in to where it was going', async ({ page, request }) => {
    const addresses = { email: newEmail() }
    await createAccount(request, addresses)
    const who = visitor(page)
    await page.goto('/app/account/devices')
    await who.sees(nb.logIn)
    await who.press(nb.logInByEmail)
    await who.type(nb.email, addresses.email)
    await who.type(nb.password, PASSWORD)
    await who.press(nb.logIn)
    await who.sees('Gratulerer, du har logget på')
    await who.press('Fortsett')
    await who.sees(nb.devices)
    await expect(page.getByRole('main')).toContainText('Denne enheten')
    // Back does not lead through the door again.
    await page.goBack()
    await expect(page.getByRole('heading', { name: nb.logIn, exact: true })).toHaveCount(0)
  })

  for (const next of ['https://evil.example/', '//evil.example', 'javascript:alert(1)', '/app//evil.example']) {
    test(`and never away from here: ${next}`, async ({ page, request }) => {
      const addresses = { email: newEmail() }
      await createAccount(request, addresses)
      const who = visitor(page)
      await page.goto(`/app/log-in?next=${encodeURIComponent(next)}`)
      await who.press(nb.logInByEmail)
      await who.type(nb.email, addresses.email)
      await who.type(nb.password, PASSWORD)
      await who.press(nb.logIn)
      const here = new URL(page.url()).origin
      await who.press('Fortsett')
      await expect(page.getByRole('main')).not.toContainText('Gratulerer')
      expect(new URL(page.url()).origin).toBe(here)
    })
  }

  test('somebody signs up in the app, and has every act of the account page there', async ({ page, request }) => {
    const who = visitor(page)
    const email = newEmail()
    await page.goto('/app')
    await who.press(nb.signUp, 'link')
    await who.press(nb.signUpByEmail)
    await who.type(nb.email, email)
    await who.press(nb.next)
    await who.sees(nb.codeTitle)
    await who.type(nb.code, await codeFor(request, email))
    await who.press(nb.confirm)
    await who.type(nb.password, PASSWORD)
    await who.tick(nb.accept)
    await who.press(nb.create)
    await who.sees(nb.signedIn)
    await who.press('Profil', 'link')
    await who.press('Sikkerhet', 'link')
    const rows = [
      'E-post',
      'Telefonnummer',
      'Passord',
      'Google-autentisering',
      'Tilgangsnøkler',
      'Enheter',
      'Kjenneord',
    ]
    for (const row of rows) await expect(page.getByRole('heading', { name: row, exact: true })).toBeVisible()
    for (const act of ['Frys konto', 'Slett konto']) await expect(page.getByRole('button', { name: act })).toBeVisible()
    for (const [link, heading] of [
      ['Enheter', nb.devices],
      ['Aktivitet', 'Aktivitet'],
    ] as const) {
      await page.goto('/app/settings')
      await who.press(link, 'link')
      await who.sees(heading)
      await look(page)
    }
  })

  test('a forgotten password is replaced in the app, and nobody is signed in', async ({ page, request }) => {
    const addresses = { email: newEmail() }
    await createAccount(request, addresses)
    const who = visitor(page)
    await page.goto('/app/log-in')
    await who.press(nb.forgot, 'link')
    await who.type(nb.anyAddress, addresses.email)
    await who.press(nb.next)
    await who.sees(nb.resetTitle)
    await who.type(nb.code, await codeFor(request, addresses.email))
    await who.type(nb.newPassword, 'en ganske annen setning')
    await who.type(nb.repeat, 'en ganske annen setning')
    await who.press(nb.send)
    await who.sees(nb.resetDone)
    await who.press(nb.logIn, 'link')
    await who.sees(nb.logIn)
    expect(new URL(page.url()).pathname).toBe('/app/log-in')
  })

  test('the language is chosen in the settings, and remembered on the account', async ({ page, request }) => {
    const addresses = { email: newEmail() }
    await createAccount(request, addresses)
    await logInToApp({ who: visitor(page), words: nb, request }, addresses)
    await page.goto('/app/settings')
    await page.getByLabel('Språk').selectOption('nn')
    await expect(page.getByRole('heading', { name: 'Innstillingar' })).toBeVisible()
    await expect(page.locator('html')).toHaveAttribute('lang', 'nn')
    await look(page)
  })
})
