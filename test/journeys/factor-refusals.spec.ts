// What is no proof is told by words of its own wherever the second one is asked for: the phrase of somebody else, codes of before.
import { authenticatorApp } from '../support/authenticator-app.ts'
import { createBoundAccount } from '../support/bound-account.ts'
import { expect, look, test } from '../support/browser.ts'
import { logIn, type Walk } from '../support/journeys.ts'
import {
  createFrozen,
  lostPhoneWords,
  NEW,
  resetToFactor,
  signInWith,
  thawToFactor,
  toPhrase,
  walkOf,
} from '../support/lost-phone.ts'
import { newEmail, PASSWORD, post } from '../support/people.ts'
import { nb } from '../support/words.ts'

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

test('a new password tells a wrong code from an old one and a used one, and takes the next', async ({
  page,
  request,
}) => {
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

test('a frozen account tells a wrong code from an old one, and takes the right one after', async ({
  page,
  request,
}) => {
  const { email, app } = await createFrozen(request)
  const walk = walkOf(page, request)
  await thawToFactor(walk, email)
  await seeRefused(walk, [
    [notThe(app.code()), WRONG],
    [app.code(-4), LATE],
  ])
  await walk.who.type(lostPhoneWords.nb.code, app.code())
  await walk.who.sees(lostPhoneWords.nb.thawed)
})
