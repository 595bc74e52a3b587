// J10 and J11: the phone is gone. With the phrase there is a way on from sign-in, from a new password and from a frozen account.

import { createBoundAccount } from '../support/bound-account.ts'
import { expect, look, test } from '../support/browser.ts'
import { logIn } from '../support/journeys.ts'
import {
  createFrozen,
  lookIf,
  lostPhoneWords,
  lostWords,
  NEW,
  replace,
  resetToFactor,
  signInWith,
  thawToFactor,
  toPhrase,
  walkOf,
} from '../support/lost-phone.ts'
import { codeFor, messagesTo, newEmail, newPhone, PASSWORD, post } from '../support/people.ts'
import { useUpCodes } from '../support/used-up.ts'
import { walker, ways } from '../support/ways.ts'
import { nb } from '../support/words.ts'

const mistyped = (phrase: string) => phrase.slice(0, -1) + (phrase.endsWith('Z') ? 'Y' : 'Z')

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
  test('with password, code and the code of the app', async ({ page, request }) => {
    const { email, app } = await createFrozen(request)
    const walk = walkOf(page, request)
    await thawToFactor(walk, email)
    await look(page)
    expect((await signInWith(request, email, PASSWORD)).code).toBe('account_frozen')
    await walk.who.type(lostPhoneWords.nb.code, app.code())
    await walk.who.sees(lostPhoneWords.nb.thawed)
    expect((await signInWith(request, email, PASSWORD)).actions).toContain('totp')
  })

  test('where no code is looked at any more with the phrase, and no device is named: none is known', async ({
    page,
    request,
  }) => {
    const { email, app } = await createFrozen(request)
    const walk = walkOf(page, request)
    await thawToFactor(walk, email)
    await useUpCodes(page, '/thaw/totp')
    await walk.who.type(lostPhoneWords.nb.code, app.code())
    const said = page.getByRole('alert')
    await expect(said).toContainText('Bruk gjenopprettingsnøkkelen under «Mistet eller byttet telefon?».')
    await expect(said).not.toContainText('enhet')
    await expect(said).toContainText('Prøv igjen om 29 døgn 19 t')
    await look(page)
  })

  test('with the phrase too, and says that a new app is connected at the next sign-in', async ({ page, request }) => {
    const { email, phrase } = await createFrozen(request)
    const walk = walkOf(page, request)
    await thawToFactor(walk, email)
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
