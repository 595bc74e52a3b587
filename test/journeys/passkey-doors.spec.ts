// A passkey where the password is forgotten, and where the account is frozen; and what is said to whoever has lost the only one.
import type { APIRequestContext, Page } from '@playwright/test'
import { authenticatorApp } from '../support/authenticator-app.ts'
import { createBoundAccount } from '../support/bound-account.ts'
import { expect, look, test } from '../support/browser.ts'
import { logIn, type Walk } from '../support/journeys.ts'
import { add, atSecurity, leave, withPasskey } from '../support/passkey-account.ts'
import { codeFor, messagesTo, newEmail, PASSWORD } from '../support/people.ts'
import { addAuthenticator, offersNothingInFields } from '../support/virtual-authenticator.ts'
import { visitor } from '../support/visitor.ts'
import { walker, ways } from '../support/ways.ts'
import { nb, type Words } from '../support/words.ts'

const words = {
  nb: {
    thawed: 'Kontoen er åpen igjen',
    lost: 'Mistet tilgangsnøkkelen?',
    none: 'Uten tilgangsnøkkel',
    ask: 'Jeg vil be om opphevelse av tilgangsnøkkelen for kontoen min. Jeg har ingen tilgangsnøkkel som virker lenger, og ingen autentiseringsapp.',
    mail: 'Skriv e-post',
    back: 'Tilbake',
    alone: 'Mister du den eneste tilgangsnøkkelen, kommer du ikke inn med passordet alene.',
  },
  nn: {
    thawed: 'Kontoen er open igjen',
    lost: 'Mista tilgangsnøkkelen?',
    none: 'Når tilgangsnøkkelen er borte',
    ask: 'Eg vil be om oppheving av tilgangsnøkkelen for kontoen min. Eg har ingen tilgangsnøkkel som verkar lenger, og ingen autentiseringsapp.',
    mail: 'Skriv e-post',
    back: 'Tilbake',
    alone: 'Mistar du den einaste tilgangsnøkkelen, kjem du ikkje inn med passordet åleine.',
  },
}
const wordsOf = (spoken: Words) => (spoken === nb ? words.nb : words.nn)

const NEW = 'en helt annen setning'
const lookIf = async ({ who, isLooking }: Walk) => (isLooking ? look(who.page) : undefined)
const signInWith = (request: APIRequestContext, identifier: string, password: string) =>
  request.post('/api/v1/sign-in', { data: { identifier, password } }).then((answer) => answer.json())
const walkOf = (page: Page, request: APIRequestContext): Walk => ({ who: visitor(page), words: nb, request })
const said = (page: Page) => page.getByRole('alert')

/** From the first page of a reset to where its second proof is asked for. */
async function resetTo({ who, words: common, request }: Walk, address: string, heading = common.factorTitle) {
  await who.page.goto('/forgot-password')
  await who.type(common.anyAddress, address)
  await who.press(common.next)
  await who.sees(common.resetTitle)
  await who.type(common.code, await codeFor(request, address))
  await who.type(common.newPassword, NEW)
  await who.type(common.repeat, NEW)
  await who.press(common.send)
  await who.sees(heading)
}

/** From the page of a frozen account to where its second proof is asked for. */
async function thawTo({ who, words: common, request }: Walk, email: string, heading = common.factorTitle) {
  await who.page.goto('/thaw')
  await who.type(common.anyAddress, email)
  await who.type(common.password, PASSWORD)
  await who.press(common.next)
  await who.sees(common.codeTitle)
  await who.type(common.code, await codeFor(request, email))
  await who.press(common.confirm)
  await who.sees(heading)
}

async function frozen(start: Parameters<typeof atSecurity>[0]) {
  const person = await atSecurity(start)
  await add(start, person.phone)
  expect((await start.page.request.post('/api/v1/account/freeze', { data: {} })).status()).toBe(200)
  return person
}

/** An account with an authenticator and a passkey, signed out. */
async function withBoth(page: Page, request: APIRequestContext) {
  const email = newEmail()
  const bound = await createBoundAccount(request, { email })
  await addAuthenticator(page)
  await offersNothingInFields(page)
  await page.goto('/log-in?next=/account/security')
  const walk = walkOf(page, request)
  await logIn(walk, { email })
  await walk.who.type('6-sifret kode', bound.app.code())
  await add({ page, request }, undefined)
  await leave(page)
  return { email, ...bound }
}

for (const way of ways)
  test.describe(way.name, () => {
    test.use(way.use)

    test('a new password with the passkey, and nobody signed in', async ({ page, request }) => {
      const walk = { ...walker(page, way), request }
      const { who, words: common } = walk
      const { email } = await withPasskey({ page, request, words: common, hands: way.hands })
      await resetTo(walk, email)
      await lookIf(walk)
      expect((await signInWith(request, email, NEW)).code).toBe('credentials_wrong')
      await who.press(common.usePasskey)
      await who.sees(common.resetDone)
      await lookIf(walk)
      await expect(page.getByRole('button', { name: common.menu, exact: true })).toHaveCount(0)
      expect((await page.request.get('/api/v1/session')).status()).toBe(401)
      expect((await signInWith(request, email, NEW)).state).toBe('factor')
    })

    test('a frozen account opens with the passkey, and nobody is signed in', async ({ page, request }) => {
      const walk = { ...walker(page, way), request }
      const { who, words: common } = walk
      const { email } = await frozen({ page, request, words: common, hands: way.hands })
      await thawTo(walk, email)
      await lookIf(walk)
      expect((await signInWith(request, email, PASSWORD)).code).toBe('account_frozen')
      await who.press(common.usePasskey)
      await who.sees(wordsOf(common).thawed)
      await lookIf(walk)
      expect((await page.request.get('/api/v1/session')).status()).toBe(401)
      expect((await signInWith(request, email, PASSWORD)).state).toBe('factor')
    })

    test('the only passkey is lost: what to do now, and the ready-made text', async ({ page, request }) => {
      const walk = { ...walker(page, way), request }
      const { who, words: common } = walk
      const its = wordsOf(common)
      const { email } = await withPasskey({ page, request, words: common, hands: way.hands })
      await page.goto('/log-in')
      await logIn({ ...walk, isLooking: false }, { email })
      await who.sees(common.factorTitle)
      await who.press(its.lost)
      await who.sees(its.none)
      await expect(page.getByText(its.ask)).toBeVisible()
      const href = (await page.getByRole('link', { name: its.mail }).getAttribute('href')) ?? ''
      expect(href).toMatch(/^mailto:support@localhost\?/)
      expect(new URL(href).searchParams.get('body')).toBe(its.ask)
      await lookIf(walk)
      await who.press(its.back)
      await who.sees(common.factorTitle)
    })

    test('whoever adds the only factor is told the way back in', async ({ page, request }) => {
      const { who, words: common } = walker(page, way)
      await atSecurity({ page, request, words: common, hands: way.hands })
      await who.press(common.addPasskeyRow)
      await who.sees(common.passkeys)
      await expect(page.getByText(wordsOf(common).alone)).toBeVisible()
    })
  })

test.describe('a forgotten password', () => {
  test('the finger is not recognised, and then it is', async ({ page, request }) => {
    const { email, authenticator } = await withPasskey({ page, request })
    const walk = walkOf(page, request)
    await resetTo(walk, email)
    await authenticator.recognises(false)
    await walk.who.press(nb.usePasskey)
    await expect(said(page)).toContainText('Det ble avbrutt')
    await look(page)
    await authenticator.recognises(true)
    await walk.who.press(nb.usePasskey)
    await walk.who.sees(nb.resetDone)
  })

  test('after a reload asks for the new password once more, and goes on', async ({ page, request }) => {
    const { email } = await withPasskey({ page, request })
    const walk = walkOf(page, request)
    await resetTo(walk, email)
    await page.reload()
    await walk.who.sees(nb.resetTitle)
    await walk.who.type(nb.newPassword, NEW)
    await walk.who.type(nb.repeat, NEW)
    await walk.who.press(nb.next)
    await walk.who.press(nb.usePasskey)
    await walk.who.sees(nb.resetDone)
  })

  test('a password made of another address of the account is refused by name, and chosen anew', async ({
    page,
    request,
  }) => {
    const { email, phone } = await withPasskey({ page, request })
    const walk = walkOf(page, request)
    await resetTo(walk, phone)
    await page.reload()
    await walk.who.sees(nb.resetTitle)
    const [own = ''] = email.split('@')
    await walk.who.type(nb.newPassword, own)
    await walk.who.type(nb.repeat, own)
    await walk.who.press(nb.next)
    await walk.who.press(nb.usePasskey)
    await walk.who.sees(nb.resetTitle)
    await expect(page.getByText('Passordet inneholder').first()).toBeVisible()
    await walk.who.type(nb.newPassword, NEW)
    await walk.who.type(nb.repeat, NEW)
    await walk.who.press(nb.next)
    await walk.who.press(nb.usePasskey)
    await walk.who.sees(nb.resetDone)
  })

  test('with an authenticator as well, either will do', async ({ page, request }) => {
    const { email } = await withBoth(page, request)
    const walk = walkOf(page, request)
    await resetTo(walk, email, 'Skriv koden fra appen')
    await expect(page.getByRole('button', { name: 'Mistet eller byttet telefon?' })).toBeVisible()
    await look(page)
    await walk.who.press(nb.usePasskey)
    await walk.who.sees(nb.resetDone)
  })

  test('not accepted, or no network: says so, and the next press goes through', async ({ page, request }) => {
    const { email } = await withPasskey({ page, request })
    const walk = walkOf(page, request)
    await resetTo(walk, email)
    await page.route('**/forgot-password/passkey', async (route) => {
      const body = route.request().postDataJSON()
      body.credential.response.signature = body.credential.response.signature.replace(/^.{12}/, 'AAAAAAAAAAAA')
      await route.continue({ postData: JSON.stringify(body) })
    })
    await walk.who.press(nb.usePasskey)
    await expect(said(page)).toHaveText('Tilgangsnøkkelen ble ikke godtatt. Prøv igjen, eller bruk en annen måte.')
    await page.unroute('**/forgot-password/passkey')
    await page.route('**/passkey/options', (route) => route.abort())
    await walk.who.press(nb.usePasskey)
    await expect(said(page)).toContainText('Vi fikk ikke kontakt.')
    await page.unroute('**/passkey/options')
    await walk.who.press(nb.usePasskey)
    await walk.who.sees(nb.resetDone)
  })

  test('the reset is over: says so where it begins', async ({ page, request }) => {
    const { email } = await withPasskey({ page, request })
    const walk = walkOf(page, request)
    await resetTo(walk, email)
    await page.route('**/passkey/options', (route) =>
      route.continue({ postData: JSON.stringify({ flow: 'A'.repeat(120) }) }),
    )
    await walk.who.press(nb.usePasskey)
    await walk.who.sees(nb.forgot)
    await expect(said(page)).toBeVisible()
  })
})

test('a frozen account: the finger is not recognised, and then it is; over, it says so where it begins', async ({
  page,
  request,
}) => {
  const { email, authenticator } = await frozen({ page, request })
  const walk = walkOf(page, request)
  await thawTo(walk, email)
  await authenticator.recognises(false)
  await walk.who.press(nb.usePasskey)
  await expect(said(page)).toContainText('Det ble avbrutt')
  await look(page)
  await authenticator.recognises(true)
  await page.route('**/passkey/options', (route) =>
    route.continue({ postData: JSON.stringify({ flow: 'A'.repeat(120) }) }),
  )
  await walk.who.press(nb.usePasskey)
  await walk.who.sees('Åpne en fryst konto')
  await expect(said(page)).toBeVisible()
})

test('the phrase in the place of a lost phone ends passkeys too: said before, and after', async ({ page, request }) => {
  test.setTimeout(120_000)
  const { email, phrase } = await withBoth(page, request)
  const walk = walkOf(page, request)
  const { who } = walk
  await page.goto('/log-in')
  await logIn(walk, { email })
  await who.press('Mistet eller byttet telefon?')
  await who.press(nb.next)
  await who.press('Jeg har gjenopprettingsnøkkelen')
  await expect(page.getByText('slutter den gamle appen og alle tilgangsnøkler på kontoen å virke')).toBeVisible()
  await look(page)
  await who.type('Gjenopprettingsnøkkel', phrase)
  await who.press(nb.confirm)
  await who.sees('Koble til autentiseringsappen')
  const secretOn = async () => ((await page.locator('.secret code').textContent()) ?? '').replace(/\s/g, '')
  await who.type('6-sifret kode', authenticatorApp(await secretOn(), () => new Date()).code())
  await who.press('Vis nøkkelen')
  await who.sees('Ta vare på nøkkelen')
  const fresh = await secretOn()
  await who.press('Jeg har tatt vare på nøkkelen')
  await who.type('Gjenopprettingsnøkkel', fresh)
  await who.press(nb.confirm)
  await expect(page.getByText('og tidligere tilgangsnøkler virker ikke lenger')).toBeVisible()
  await look(page)
  const told = (await messagesTo(request, email)).map(({ text }) => text).join('\n')
  expect(told).toContain('tidligere tilgangsnøkler virker ikke lenger')
  await leave(page)
  await page.goto('/log-in')
  await who.press(nb.logInByPasskey)
  await expect(said(page)).toContainText('Denne tilgangsnøkkelen hører ikke til noen konto her lenger.')
})

test('a suspended passkey alone: the page says that none works, and how to go on', async ({ page, request }) => {
  const { email, authenticator } = await withPasskey({ page, request })
  const walk = walkOf(page, request)
  await authenticator.setCounters(50)
  await resetTo(walk, email)
  await walk.who.press(nb.usePasskey)
  await walk.who.sees(nb.resetDone)
  await authenticator.setCounters(10)
  await page.goto('/log-in')
  await walk.who.press(nb.logInByPasskey)
  await expect(said(page)).toContainText('Tilgangsnøkkelen er sperret, for det kan finnes en kopi av den.')
  const [notice] = await messagesTo(request, email)
  expect(notice?.subject).toContain('sperret')
  await walk.who.press(nb.logInByEmail)
  await walk.who.type(nb.email, email)
  await walk.who.type(nb.password, NEW)
  await walk.who.press(nb.logIn)
  await walk.who.sees(words.nb.none)
  await expect(page.getByText('Kontoen har ingen tilgangsnøkkel som virker nå.')).toBeVisible()
  await expect(page.getByRole('button', { name: words.nb.back })).toHaveCount(0)
  await look(page)
})
