// J10 and J11: the phone is gone. With the phrase there is a way on from sign-in, from a new password and from a frozen account.
import type { Page } from '@playwright/test'
import { authenticatorApp } from '../support/authenticator.ts'
import { type BoundAccount, createBoundAccount } from '../support/bound-account.ts'
import { expect, look, test } from '../support/browser.ts'
import { logIn, type Walk } from '../support/journeys.ts'
import { codeFor, messagesTo, newEmail, newPhone, PASSWORD, post } from '../support/people.ts'
import { visitor } from '../support/visitor.ts'
import { walker, ways } from '../support/ways.ts'
import { nb, type Words } from '../support/words.ts'

const words = {
  nb: {
    title: 'Skriv koden fra appen',
    code: '6-sifret kode',
    lost: 'Mistet eller byttet telefon?',
    reasons: ['Telefonen er mistet, stjålet eller ødelagt', 'Jeg har byttet telefon', 'Noe annet'],
    choice: 'Har du gjenopprettingsnøkkelen?',
    have: 'Jeg har gjenopprettingsnøkkelen',
    haveNot: 'Jeg har ikke gjenopprettingsnøkkelen',
    enter: 'Skriv inn gjenopprettingsnøkkelen',
    key: 'Gjenopprettingsnøkkel',
    mistyped: 'Noe er skrevet feil i gjenopprettingsnøkkelen.',
    connect: 'Koble til autentiseringsappen',
    show: 'Vis nøkkelen',
    shown: 'Ta vare på nøkkelen',
    kept: 'Jeg har tatt vare på nøkkelen',
    done: 'Den nye appen er koblet til',
    hold: /Uttak er sperret til /,
    go: 'Fortsett',
    back: 'Tilbake',
    none: 'Uten telefon og nøkkel',
    ask: 'Jeg vil be om opphevelse av Google Authenticator for kontoen min. Jeg har mistet min gjenopprettingsnøkkelfrase (RKP).',
    mail: 'Skriv e-post',
    copy: 'Kopier teksten',
    thawed: 'Kontoen er åpen igjen',
    again: 'Koble til en ny autentiseringsapp',
  },
  nn: {
    title: 'Skriv koden frå appen',
    code: '6-sifra kode',
    lost: 'Mista eller bytt telefon?',
    reasons: ['Telefonen er mista, stolen eller øydelagd', 'Eg har bytt telefon', 'Noko anna'],
    choice: 'Har du gjenopprettingsnøkkelen?',
    have: 'Eg har gjenopprettingsnøkkelen',
    haveNot: 'Eg har ikkje gjenopprettingsnøkkelen',
    enter: 'Skriv inn gjenopprettingsnøkkelen',
    key: 'Gjenopprettingsnøkkel',
    mistyped: 'Noko er skrive feil i gjenopprettingsnøkkelen.',
    connect: 'Kople til autentiseringsappen',
    show: 'Vis nøkkelen',
    shown: 'Ta vare på nøkkelen',
    kept: 'Eg har teke vare på nøkkelen',
    done: 'Den nye appen er kopla til',
    hold: /Uttak er sperra til /,
    go: 'Hald fram',
    back: 'Tilbake',
    none: 'Når telefon og nøkkel er borte',
    ask: 'Eg vil be om oppheving av Google Authenticator for kontoen min. Eg har mista gjenopprettingsnøkkelfrasen min (RKP).',
    mail: 'Skriv e-post',
    copy: 'Kopier teksten',
    thawed: 'Kontoen er open igjen',
    again: 'Kople til ein ny autentiseringsapp',
  },
}
type Said = typeof words.nb
const lostWords = (spoken: Words): Said => (spoken === nb ? words.nb : words.nn)

const mistyped = (phrase: string) => phrase.slice(0, -1) + (phrase.endsWith('Z') ? 'Y' : 'Z')
const lookIf = async ({ who, isLooking }: Walk) => (isLooking ? look(who.page) : undefined)

/** From where the code is asked for to the field for the phrase. */
async function toPhrase(walk: Walk): Promise<void> {
  const { who } = walk
  const said = lostWords(walk.words)
  await who.press(said.lost)
  await who.sees(said.lost)
  await lookIf(walk)
  for (const reason of said.reasons) await expect(who.page.getByLabel(reason, { exact: true })).toBeVisible()
  await who.press(walk.words.next)
  await who.sees(said.choice)
  await lookIf(walk)
  await who.press(said.have)
  await who.sees(said.enter)
  await lookIf(walk)
}

/** From the field for the old phrase to the new one entered back. @returns phone and paper of from now on */
async function replace(walk: Walk, phrase: string): Promise<Pick<BoundAccount, 'app' | 'phrase'>> {
  const { who, words: common } = walk
  const { page } = who
  const said = lostWords(common)
  await who.type(said.key, phrase)
  await who.press(common.confirm)
  await who.sees(said.connect)
  await lookIf(walk)
  const app = authenticatorApp(await secretOn(page), () => new Date())
  await who.type(said.code, app.code())
  await who.press(said.show)
  await who.sees(said.shown)
  await lookIf(walk)
  const fresh = await secretOn(page)
  await who.press(said.kept)
  await who.sees(said.enter)
  await lookIf(walk)
  await who.type(said.key, fresh)
  await who.press(common.confirm)
  return { app, phrase: fresh }
}

const secretOn = async (page: Page) => ((await page.locator('.secret code').textContent()) ?? '').replace(/\s/g, '')

for (const way of ways) {
  test.describe(way.name, () => {
    test.use(way.use)
    test.setTimeout(120_000)

    test('with the phrase: a new authenticator, a new phrase, signed in, and the hold said', async ({
      page,
      request,
    }) => {
      const phone = newPhone()
      const before = await createBoundAccount(request, { phone })
      const walk = { ...walker(page, way), request }
      const { who } = walk
      const said = lostWords(way.words)
      await page.goto('/log-in')
      await logIn({ ...walk, isLooking: false }, { phone })
      await who.sees(said.title)
      await toPhrase(walk)
      const asked: string[] = []
      page.on('request', (each) => asked.push(each.url()))
      await who.type(said.key, mistyped(before.phrase))
      await who.press(way.words.confirm)
      await expect(page.getByText(said.mistyped)).toBeVisible()
      expect(asked.filter((url) => url.includes('/api/'))).toEqual([])
      await lookIf(walk)
      const now = await replace(walk, before.phrase)
      await who.sees(said.done)
      await expect(page.getByText(said.hold)).toBeVisible()
      await lookIf(walk)
      await who.press(said.go)
      await who.sees(way.words.signedIn)
      const signIn = { identifier: phone, country: 'NO', password: PASSWORD }
      const { flow } = await post(request, '/sign-in', signIn)
      const old = await request.post('/api/v1/sign-in/totp', { data: { flow, code: before.app.code(1) } })
      expect((await old.json()).code).toBe('totp_wrong')
      const spent = await request.post('/api/v1/sign-in/recovery-key', { data: { flow, phrase: before.phrase } })
      expect((await spent.json()).code).toBe('recovery_key_spent')
      expect((await post(request, '/sign-in/totp', { flow, code: now.app.code(1) })).state).toBe('signed_in')
    })

    test('without the phrase: what to do now, and the ready-made text', async ({ page, request }) => {
      const phone = newPhone()
      await createBoundAccount(request, { phone })
      const walk = { ...walker(page, way), request }
      const { who } = walk
      const said = lostWords(way.words)
      await page.goto('/log-in')
      await logIn({ ...walk, isLooking: false }, { phone })
      await who.press(said.lost)
      await who.tick(said.reasons[0] ?? '')
      // A group of choices is one stop of Tab; inside it the arrows choose.
      if (way.hands === 'keyboard') await page.keyboard.press('ArrowDown')
      else await who.tick(said.reasons[1] ?? '')
      await expect(page.getByLabel(said.reasons[1] ?? '', { exact: true })).toBeChecked()
      await who.press(way.words.next)
      await who.press(said.haveNot)
      await who.sees(said.none)
      await expect(page.getByText(said.ask)).toBeVisible()
      const mail = page.getByRole('link', { name: said.mail })
      const href = (await mail.getAttribute('href')) ?? ''
      expect(href).toMatch(/^mailto:support@localhost\?/)
      expect(new URL(href).searchParams.get('body')).toBe(said.ask)
      await lookIf(walk)
      await who.press(said.back)
      await who.sees(said.choice)
      await who.press(said.have)
      await who.sees(said.enter)
    })
  })
}

const walkOf = (page: Page, request: Walk['request']): Walk => ({ who: visitor(page), words: nb, request })

/** From the first page to where the second proof of a reset is asked for. */
async function resetToFactor(walk: Walk, email: string, password: string): Promise<void> {
  const { who, request } = walk
  await who.page.goto('/forgot-password')
  await who.type(nb.anyAddress, email)
  await who.press(nb.next)
  await who.sees(nb.resetTitle)
  await who.type(nb.code, await codeFor(request, email))
  await who.type(nb.newPassword, password)
  await who.type(nb.repeat, password)
  await who.press(nb.send)
  await who.sees(words.nb.title)
}

const NEW = 'en helt annen setning'
const signInWith = (request: Walk['request'], identifier: string, password: string) =>
  request.post('/api/v1/sign-in', { data: { identifier, password } }).then((answer) => answer.json())

test.describe('a new password for an account with an authenticator', () => {
  test('takes the code of the app after the code of the mailbox', async ({ page, request }) => {
    const email = newEmail()
    const { app } = await createBoundAccount(request, { email })
    const walk = walkOf(page, request)
    await resetToFactor(walk, email, NEW)
    await look(page)
    expect((await signInWith(request, email, NEW)).code).toBe('credentials_wrong')
    await walk.who.type(words.nb.code, app.code())
    await walk.who.sees(nb.resetDone)
    await look(page)
    await expect(page.getByRole('button', { name: nb.menu, exact: true })).toHaveCount(0)
    expect((await signInWith(request, email, NEW)).state).toBe('factor')
  })

  test('after a reload asks for the new password once more, and goes on', async ({ page, request }) => {
    const email = newEmail()
    const { app } = await createBoundAccount(request, { email })
    const walk = walkOf(page, request)
    await resetToFactor(walk, email, NEW)
    await page.reload()
    await walk.who.sees(nb.resetTitle)
    await expect(page.getByLabel(nb.code, { exact: true })).toHaveCount(0)
    await walk.who.type(nb.newPassword, NEW)
    await walk.who.type(nb.repeat, `${NEW}.`)
    await walk.who.press(nb.next)
    await expect(page.getByText('Passordene er ikke like. Skriv det samme begge steder.')).toBeVisible()
    await walk.who.type(nb.repeat, NEW)
    await walk.who.press(nb.next)
    await walk.who.type(words.nb.code, app.code())
    await walk.who.sees(nb.resetDone)
  })

  test('made of another address of the account is refused by name, and can be chosen anew', async ({
    page,
    request,
  }) => {
    const [email, phone] = [newEmail().replace(/.*@/, `hallgrim.fjeldstad@${Date.now().toString(36)}.`), newPhone()]
    const { app } = await createBoundAccount(request, { phone, email })
    const walk = walkOf(page, request)
    await walk.who.page.goto('/forgot-password')
    await walk.who.type(nb.anyAddress, phone)
    await walk.who.press(nb.next)
    await walk.who.sees(nb.resetTitle)
    await walk.who.type(nb.code, await codeFor(request, phone))
    const own = 'hallgrim.fjeldstad'
    await walk.who.type(nb.newPassword, own)
    await walk.who.type(nb.repeat, own)
    await walk.who.press(nb.send)
    await walk.who.sees(words.nb.title)
    await walk.who.type(words.nb.code, app.code())
    await walk.who.sees(nb.resetTitle)
    await expect(page.getByText('Passordet inneholder e-postadressen').first()).toBeVisible()
    await look(page)
    await walk.who.type(nb.newPassword, NEW)
    await walk.who.type(nb.repeat, NEW)
    await walk.who.press(nb.next)
    await walk.who.type(words.nb.code, app.code())
    await walk.who.sees(nb.resetDone)
  })

  test('takes the phrase where the phone is lost too, and signs nobody in', async ({ page, request }) => {
    test.setTimeout(120_000)
    const email = newEmail()
    const before = await createBoundAccount(request, { email })
    const walk = walkOf(page, request)
    await resetToFactor(walk, email, NEW)
    await toPhrase(walk)
    const now = await replace(walk, before.phrase)
    await walk.who.sees(words.nb.done)
    await look(page)
    await expect(page.getByRole('button', { name: nb.menu, exact: true })).toHaveCount(0)
    expect((await page.request.get('/api/v1/session')).status()).toBe(401)
    const { flow } = await signInWith(request, email, NEW)
    expect((await post(request, '/sign-in/totp', { flow, code: now.app.code(1) })).state).toBe('signed_in')
  })

  test('cut off after the phrase: the sign-in page knows, and the same phrase goes on', async ({ page, request }) => {
    test.setTimeout(120_000)
    const email = newEmail()
    const before = await createBoundAccount(request, { email })
    const walk = walkOf(page, request)
    await resetToFactor(walk, email, NEW)
    await toPhrase(walk)
    await walk.who.type(words.nb.key, before.phrase)
    await walk.who.press(nb.confirm)
    await walk.who.sees(words.nb.connect)
    await page.goto('/log-in')
    await walk.who.press(nb.logInByEmail)
    await walk.who.type(nb.email, email)
    await walk.who.type(nb.password, NEW)
    await walk.who.press(nb.logIn)
    await walk.who.sees(words.nb.again)
    await look(page)
    await walk.who.press(words.nb.have)
    await replace(walk, before.phrase)
    await walk.who.sees(words.nb.done)
  })
})

test('on a trusted device the way on is where the code is asked for, and ends the trust that hides it', async ({
  page,
  request,
}) => {
  const email = newEmail()
  const { app } = await createBoundAccount(request, { email })
  const walk = walkOf(page, request)
  const { who } = walk
  await page.goto('/log-in')
  await logIn(walk, { email })
  await who.tick('Stol på denne enheten i 30 dager')
  await who.type(words.nb.code, app.code())
  await who.sees(nb.signedIn)
  await page.request.delete('/api/v1/session')
  await page.goto('/log-in?next=/account/security')
  await logIn(walk, { email })
  await who.press('Koble fra Google-autentisering')
  await who.sees('Bekreft at det er deg')
  const way = page.getByRole('button', { name: words.nb.lost })
  await expect(way).toHaveAccessibleDescription(/^Du blir logget ut, og vi spør om koden på denne enheten igjen\./)
  await look(page)
  await way.click()
  await who.sees(nb.logIn)
  expect((await page.request.get('/api/v1/session')).status()).toBe(401)
  await logIn(walk, { email })
  await who.sees(words.nb.title)
  await toPhrase(walk)
})

test.describe('where the answer to the last step is lost, pressing again says that the new app may be connected', () => {
  const unsure = 'Den nye appen kan være koblet til'
  const loseLast = (page: Page, path: string) =>
    page.route(
      `**/api/v1/${path}/recovery-key/phrase`,
      async (route) => {
        await route.fetch()
        await route.abort()
      },
      { times: 1 },
    )
  /** Everything is replaced and nobody is told; then once more. */
  async function replaceUnheard(walk: Walk, old: string): Promise<Pick<BoundAccount, 'app' | 'phrase'>> {
    const { who } = walk
    const now = await replace(walk, old)
    await expect(who.page.getByRole('alert').filter({ hasText: 'Sjekk nettet' })).toBeVisible()
    await who.press(nb.confirm)
    await who.sees(unsure)
    await expect(who.page.getByText('prøv en kode fra den nye appen')).toBeVisible()
    await expect(who.page.getByText('Ta vare på den nye gjenopprettingsnøkkelen')).toBeVisible()
    await look(who.page)
    return now
  }

  test('at the sign-in', async ({ page, request }) => {
    test.setTimeout(120_000)
    const email = newEmail()
    const before = await createBoundAccount(request, { email })
    const walk = walkOf(page, request)
    await page.goto('/log-in')
    await logIn(walk, { email })
    await walk.who.sees(words.nb.title)
    await toPhrase(walk)
    await loseLast(page, 'sign-in')
    const now = await replaceUnheard(walk, before.phrase)
    await walk.who.press(nb.logIn)
    await expect(page.getByRole('alert')).toHaveCount(0)
    await walk.who.type(nb.password, PASSWORD)
    await walk.who.press(nb.logIn)
    await walk.who.sees(words.nb.title)
    await walk.who.type(words.nb.code, now.app.code(1))
    await walk.who.sees(nb.signedIn)
  })

  test('at a new password', async ({ page, request }) => {
    test.setTimeout(120_000)
    const email = newEmail()
    const before = await createBoundAccount(request, { email })
    const walk = walkOf(page, request)
    await resetToFactor(walk, email, NEW)
    await toPhrase(walk)
    await loseLast(page, 'forgot-password')
    const now = await replaceUnheard(walk, before.phrase)
    await walk.who.press(nb.logIn, 'link')
    await walk.who.press(nb.logInByEmail)
    await walk.who.type(nb.email, email)
    await walk.who.type(nb.password, NEW)
    await walk.who.press(nb.logIn)
    await walk.who.sees(words.nb.title)
    await walk.who.type(words.nb.code, now.app.code(1))
    await walk.who.sees(nb.signedIn)
  })
})

test.describe('a frozen account with an authenticator opens', () => {
  const toFactor = async (walk: Walk, email: string) => {
    const { who, request } = walk
    await who.page.goto('/thaw')
    await who.type(nb.anyAddress, email)
    await who.type(nb.password, PASSWORD)
    await who.press(nb.next)
    await who.sees(nb.codeTitle)
    await who.type(nb.code, await codeFor(request, email))
    await who.press(nb.confirm)
    await who.sees(words.nb.title)
  }
  const frozen = async (request: Walk['request']) => {
    const email = newEmail()
    const bound = await createBoundAccount(request, { email })
    await post(request, '/account/freeze', {}, bound.token)
    return { email, ...bound }
  }

  test('with password, code and the code of the app', async ({ page, request }) => {
    const { email, app } = await frozen(request)
    const walk = walkOf(page, request)
    await toFactor(walk, email)
    await look(page)
    expect((await signInWith(request, email, PASSWORD)).code).toBe('account_frozen')
    await walk.who.type(words.nb.code, app.code())
    await walk.who.sees(words.nb.thawed)
    expect((await signInWith(request, email, PASSWORD)).actions).toContain('totp')
  })

  test('with the phrase too, and says that a new app is connected at the next sign-in', async ({ page, request }) => {
    const { email, phrase } = await frozen(request)
    const walk = walkOf(page, request)
    await toFactor(walk, email)
    await toPhrase(walk)
    await walk.who.type(words.nb.key, phrase)
    await walk.who.press(nb.confirm)
    await walk.who.sees(words.nb.thawed)
    await expect(page.getByText('bruk den samme gjenopprettingsnøkkelen en gang til')).toBeVisible()
    await look(page)
    expect((await signInWith(request, email, PASSWORD)).actions).toEqual(['recovery_key'])
    expect((await messagesTo(request, email)).some(({ subject }) => /er brukt/.test(subject ?? ''))).toBe(true)
  })
})
