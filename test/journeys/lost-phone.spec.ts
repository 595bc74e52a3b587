// J10 and J11: the phone is gone. With the phrase there is a way on from sign-in, from a new password and from a frozen account.

import { authenticatorApp } from '../support/authenticator-app.ts'
import { createBoundAccount } from '../support/bound-account.ts'
import { expect, look, test } from '../support/browser.ts'
import { logIn, type Walk } from '../support/journeys.ts'
import {
  lookIf,
  lostPhoneWords,
  lostWords,
  NEW,
  replace,
  resetToFactor,
  signInWith,
  toPhrase,
  walkOf,
} from '../support/lost-phone.ts'
import { codeFor, messagesTo, newEmail, newPhone, PASSWORD, post } from '../support/people.ts'
import { useUpCodes } from '../support/used-up.ts'
import { walker, ways } from '../support/ways.ts'
import { nb } from '../support/words.ts'

const mistyped = (phrase: string) => phrase.slice(0, -1) + (phrase.endsWith('Z') ? 'Y' : 'Z')

/** Codes of the authenticator that are not taken: each is told by itself, wherever one is asked for. */
async function seeRefused({ who: { page } }: Walk, codes: readonly (readonly [code: string, said: string])[]) {
  const field = page.getByLabel(lostPhoneWords.nb.code, { exact: true })
  for (const [code, said] of codes) {
    await field.fill(code)
    await expect(field).toHaveAccessibleDescription(new RegExp(said))
  }
  await look(page)
}
const WRONG = 'Koden stemmer ikke'
const LATE = 'klokken på telefonen går feil'
const USED = 'Koden er allerede brukt\\. Vent til appen viser en ny\\.'
const notThe = (code: string) => String((Number(code) + 1) % 1e6).padStart(6, '0')

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

test('tells the phrase of another account and one that was replaced by words of their own; the right one goes on', async ({
  page,
  request,
}) => {
  test.setTimeout(120_000)
  const email = newEmail()
  const before = await createBoundAccount(request, { email })
  const stranger = await createBoundAccount(request, { email: newEmail() })
  // It was used before: another came of it.
  const { flow: waits } = await signInWith(request, email, PASSWORD)
  const { flow, key } = await post(request, '/sign-in/recovery-key', { flow: waits, phrase: before.phrase })
  const app = authenticatorApp(key.secret, () => new Date())
  const { phrase: newest } = await post(request, '/sign-in/recovery-key/key', { flow, code: app.code() })
  await post(request, '/sign-in/recovery-key/phrase', { flow, phrase: newest.text })
  const walk = walkOf(page, request)
  await page.goto('/log-in')
  await logIn(walk, { email })
  await walk.who.sees(lostPhoneWords.nb.title)
  await toPhrase(walk)
  const field = page.getByLabel(lostPhoneWords.nb.key, { exact: true })
  for (const [phrase, said] of [
    [stranger.phrase, 'Det er ikke gjenopprettingsnøkkelen til denne kontoen. Sjekk at du har den riktige.'],
    [before.phrase, 'Den gjenopprettingsnøkkelen er byttet ut. Bruk den nyeste.'],
  ] as const) {
    await walk.who.type(lostPhoneWords.nb.key, phrase)
    await walk.who.press(nb.confirm)
    await expect(field).toHaveAccessibleDescription(new RegExp(said.replaceAll('.', '\\.')))
    await expect(field).toHaveValue(phrase)
  }
  await look(page)
  await walk.who.type(lostPhoneWords.nb.key, newest.text)
  await walk.who.press(nb.confirm)
  await walk.who.sees(lostPhoneWords.nb.connect)
})

test.describe('a new password for an account with an authenticator', () => {
  test('takes the code of the app after the code of the mailbox', async ({ page, request }) => {
    const email = newEmail()
    const { app } = await createBoundAccount(request, { email })
    const walk = walkOf(page, request)
    await resetToFactor(walk, email, NEW)
    await look(page)
    expect((await signInWith(request, email, NEW)).code).toBe('credentials_wrong')
    await walk.who.type(lostPhoneWords.nb.code, app.code())
    await walk.who.sees(nb.resetDone)
    await look(page)
    await expect(page.getByRole('button', { name: nb.menu, exact: true })).toHaveCount(0)
    expect((await signInWith(request, email, NEW)).state).toBe('factor')
  })

  test('tells a wrong code from an old one and a used one, and takes the next', async ({ page, request }) => {
    const email = newEmail()
    const { app } = await createBoundAccount(request, { email })
    const walk = walkOf(page, request)
    await resetToFactor(walk, email, NEW)
    const { flow } = await post(request, '/sign-in', { identifier: email, password: PASSWORD })
    const used = app.code()
    await post(request, '/sign-in/totp', { flow, code: used })
    await seeRefused(walk, [
      [notThe(app.code(1)), WRONG],
      [app.code(-4), LATE],
      [used, USED],
    ])
    await walk.who.type(lostPhoneWords.nb.code, app.code(1))
    await walk.who.sees(nb.resetDone)
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
    await walk.who.type(lostPhoneWords.nb.code, app.code())
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
    await walk.who.sees(lostPhoneWords.nb.title)
    await walk.who.type(lostPhoneWords.nb.code, app.code())
    await walk.who.sees(nb.resetTitle)
    await expect(page.getByText('Passordet inneholder e-postadressen').first()).toBeVisible()
    await look(page)
    await walk.who.type(nb.newPassword, NEW)
    await walk.who.type(nb.repeat, NEW)
    await walk.who.press(nb.next)
    await walk.who.type(lostPhoneWords.nb.code, app.code())
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
    await walk.who.sees(lostPhoneWords.nb.done)
    await expect(page.getByText(lostPhoneWords.nb.holdHours, { exact: true })).toBeVisible()
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
    await walk.who.type(lostPhoneWords.nb.key, before.phrase)
    await walk.who.press(nb.confirm)
    await walk.who.sees(lostPhoneWords.nb.connect)
    await page.goto('/log-in')
    await walk.who.press(nb.logInByEmail)
    await walk.who.type(nb.email, email)
    await walk.who.type(nb.password, NEW)
    await walk.who.press(nb.logIn)
    await walk.who.sees(lostPhoneWords.nb.again)
    await look(page)
    await walk.who.press(lostPhoneWords.nb.have)
    await replace(walk, before.phrase)
    await walk.who.sees(lostPhoneWords.nb.done)
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
    await who.sees(lostPhoneWords.nb.title)
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
    await walk.who.type(lostPhoneWords.nb.code, app.code())
    await walk.who.sees(lostPhoneWords.nb.thawed)
    expect((await signInWith(request, email, PASSWORD)).actions).toContain('totp')
  })

  test('tells a wrong code from an old one, and takes the right one after', async ({ page, request }) => {
    const { email, app } = await frozen(request)
    const walk = walkOf(page, request)
    await toFactor(walk, email)
    await seeRefused(walk, [
      [notThe(app.code()), WRONG],
      [app.code(-4), LATE],
    ])
    await walk.who.type(lostPhoneWords.nb.code, app.code())
    await walk.who.sees(lostPhoneWords.nb.thawed)
  })

  test('where no code is looked at any more with the phrase, and no device is named: none is known', async ({
    page,
    request,
  }) => {
    const { email, app } = await frozen(request)
    const walk = walkOf(page, request)
    await toFactor(walk, email)
    await useUpCodes(page, '/thaw/totp')
    await walk.who.type(lostPhoneWords.nb.code, app.code())
    const said = page.getByRole('alert')
    await expect(said).toContainText('Bruk gjenopprettingsnøkkelen under «Mistet eller byttet telefon?».')
    await expect(said).not.toContainText('enhet')
    await expect(said).toContainText('Prøv igjen om 29 døgn 19 t')
    await look(page)
  })

  test('with the phrase too, and says that a new app is connected at the next sign-in', async ({ page, request }) => {
    const { email, phrase } = await frozen(request)
    const walk = walkOf(page, request)
    await toFactor(walk, email)
    await toPhrase(walk)
    await walk.who.type(lostPhoneWords.nb.key, phrase)
    await walk.who.press(nb.confirm)
    await walk.who.sees(lostPhoneWords.nb.thawed)
    await expect(page.getByText('bruk den samme gjenopprettingsnøkkelen en gang til')).toBeVisible()
    await expect(page.getByText('Du kan logge inn som før.')).toHaveCount(0)
    await look(page)
    expect((await signInWith(request, email, PASSWORD)).actions).toEqual(['recovery_key'])
    expect((await messagesTo(request, email)).some(({ subject }) => /er brukt/.test(subject ?? ''))).toBe(true)
  })
})
