// J8, J9 and a new phrase: an authenticator that is there is changed and disconnected, its phrase made anew.
import type { APIRequestContext } from '@playwright/test'
import { policy } from '../../server/platform/policy.ts'
import { bindAtOnce, enterBack, row, seeKey, seePhrase, wordsOf } from '../support/binding.ts'
import { expect, look } from '../support/browser.ts'
import { logIn, proveCode, proveOwnAddress, type Walk } from '../support/journeys.ts'
import { test } from '../support/movable.ts'
import { codeFor, createAccount, newEmail, newPhone, PASSWORD, wrongCode } from '../support/people.ts'
import { codeOn } from '../support/phone.ts'
import { visitor } from '../support/visitor.ts'
import { walker, ways } from '../support/ways.ts'

// The clock of the one server is everybody's: one test after the other.
test.describe.configure({ mode: 'default', timeout: 150_000 })

/** Whether a code of the authenticator opens the account that waits for one; none is asked for: 'open'. */
async function signIn(request: APIRequestContext, identifier: string, code: string): Promise<string> {
  const answer = await request.post('/api/v1/sign-in', { data: { identifier, password: PASSWORD } })
  const waiting = await answer.json()
  if (waiting.state !== 'factor') return 'open'
  const opened = await request.post('/api/v1/sign-in/totp', { data: { flow: waiting.flow, code } })
  return opened.ok() ? 'in' : (await opened.json()).code
}

for (const way of ways) {
  test.describe(way.name, () => {
    test.use(way.use)

    async function withAuthenticator(walk: Walk, address: string, now: Date) {
      await walk.who.page.goto('/log-in?next=/account/security')
      await logIn({ ...walk, isLooking: false }, { [address.includes('@') ? 'email' : 'phone']: address })
      const said = wordsOf(walk)
      await expect(row(walk.who.page, said.row)).toContainText(said.off)
      const made = await bindAtOnce(walk, address, now)
      await expect(row(walk.who.page, said.row).getByText(said.on)).toBeVisible()
      return made
    }

    /** Both codes, on one screen. */
    async function proveBoth(walk: Walk, address: string, totp: string): Promise<void> {
      const { who, words, request, isLooking } = walk
      const said = wordsOf(walk)
      await who.press(said.send)
      await who.sees(said.bothTitle)
      if (isLooking) await look(who.page)
      await who.type(words.code, await codeFor(request, address))
      await who.type(said.oldCode, totp)
      await who.press(words.confirm)
    }

    test('changes the app: the old one works until the new one does', async ({ page, request, pass, now }) => {
      const phone = newPhone()
      await createAccount(request, { phone })
      const walk = { ...walker(page, way), request }
      const said = wordsOf(walk)
      const { secret: old } = await withAuthenticator(walk, phone, now())
      await pass(page, 31)
      await walk.who.press(said.change)
      await walk.who.sees(said.changeTitle)
      await expect(page.getByText(said.changeHold, { exact: true })).toBeVisible()
      if (walk.isLooking) await look(page)
      await proveBoth(walk, phone, codeOn(old, now()))
      const fresh = await seeKey(walk)
      expect(fresh).not.toBe(old)
      await pass(page, 31)
      expect(await signIn(request, phone, codeOn(old, now()))).toBe('in')
      await walk.who.type(said.appCode, codeOn(fresh, now()))
      await walk.who.sees(said.ready)
      await expect(page.getByText(said.changed)).toBeVisible()
      if (walk.isLooking) await look(page)
      await walk.who.press(said.finish)
      await pass(page, 31)
      expect(await signIn(request, phone, codeOn(old, now()))).toBe('totp_wrong')
      expect(await signIn(request, phone, codeOn(fresh, now()))).toBe('in')
    })

    test('disconnects it, after a warning of the hold', async ({ page, request, pass, now }) => {
      const email = newEmail()
      await createAccount(request, { email })
      const walk = { ...walker(page, way), request }
      const said = wordsOf(walk)
      const { secret } = await withAuthenticator(walk, email, now())
      await pass(page, 31)
      await walk.who.press(said.remove)
      await walk.who.sees(said.removeTitle)
      await expect(page.getByText(said.removeHold, { exact: true })).toBeVisible()
      if (walk.isLooking) await look(page)
      await proveBoth(walk, email, codeOn(secret, now()))
      await walk.who.sees(said.removed)
      await expect(page.getByText(said.unlinked)).toBeVisible()
      if (walk.isLooking) await look(page)
      await walk.who.press(said.finish)
      await expect(row(page, said.row)).toContainText(said.off)
      await expect(row(page, said.phrase)).toHaveCount(0)
      await expect(page.getByText(/^Grunner|^Grunnar/)).toContainText(
        /Google-autentisering (ble koblet fra|vart kopla frå)/,
      )
      expect(await signIn(request, email, '')).toBe('open')
    })

    test('makes a new phrase, with a code to an address beside the app, and the old one is dead', async ({
      page,
      request,
      now,
    }) => {
      const email = newEmail()
      await createAccount(request, { email })
      const walk = { ...walker(page, way), request }
      const said = wordsOf(walk)
      const { phrase: old } = await withAuthenticator(walk, email, now())
      await walk.who.press(said.renew)
      await walk.who.sees(said.renewTitle)
      if (walk.isLooking) await look(page)
      await walk.who.press(said.show)
      await proveOwnAddress(walk, email)
      const phrase = await seePhrase(walk)
      expect(phrase).not.toBe(old)
      await enterBack(walk, phrase)
      // It pauses no withdrawals, and nothing says so.
      await expect(page.getByText(said.renewed)).toBeVisible()
      await expect(page.getByRole('dialog').getByText(/uttak/i)).toHaveCount(0)
      await walk.who.press(said.finish)
      const { flow } = await (
        await request.post('/api/v1/sign-in', { data: { identifier: email, password: PASSWORD } })
      ).json()
      const spent = await request.post('/api/v1/sign-in/recovery-key', { data: { flow, phrase: old } })
      expect((await spent.json()).code).toBe('recovery_key_spent')
      const good = await request.post('/api/v1/sign-in/recovery-key', { data: { flow, phrase } })
      expect((await good.json()).state).toBe('key')
    })
  })
}

test('each of the two codes is told by itself when it is wrong, used or from a slow phone; nothing is lost', async ({
  page,
  request,
  pass,
  now,
}) => {
  const way = ways[0]
  if (!way) throw new Error('there is a first way')
  const email = newEmail()
  await createAccount(request, { email })
  const walk = { ...walker(page, way), request }
  const { who, words } = walk
  const said = wordsOf(walk)
  await page.goto('/log-in?next=/account/security')
  await logIn({ ...walk, isLooking: false }, { email })
  await expect(row(page, said.row)).toContainText(said.off)
  const { secret } = await bindAtOnce(walk, email, now())
  const used = codeOn(secret, now())
  await who.press(said.remove)
  await who.press(said.send)
  await who.sees(said.bothTitle)
  await who.press(words.confirm)
  const summary = page.getByRole('dialog').locator('.ds-error-summary')
  await expect(summary).toBeFocused()
  await expect(summary).toContainText('Rett dette før du går videre')
  const [code, totp] = [page.getByLabel(words.code, { exact: true }), page.getByLabel(said.oldCode, { exact: true })]
  const sent = await codeFor(request, email)
  await code.fill(wrongCode(sent))
  await totp.fill(used)
  await who.press(words.confirm)
  await expect(code).toHaveAccessibleDescription(/Koden stemmer ikke\. Sjekk sifrene/)
  await code.fill(sent)
  await who.press(words.confirm)
  await expect(totp).toHaveAccessibleDescription(/Koden er allerede brukt\. Vent til appen viser en ny\./)
  await look(page)
  await pass(page, 31)
  await totp.fill(wrongCode(codeOn(secret, now())))
  await who.press(words.confirm)
  await expect(totp).toHaveAccessibleDescription(/Sjekk at du ser på riktig konto i appen/)
  await pass(page, 271)
  await totp.fill(codeOn(secret, new Date(now().getTime() - 240_000)))
  await who.press(words.confirm)
  await expect(totp).toHaveAccessibleDescription(/klokken på telefonen går feil/)
  await totp.fill(codeOn(secret, now()))
  await who.press(words.confirm)
  await who.sees(said.removed)
})

test('given up at the new key, the old app goes on working', async ({ page, request, pass, now }) => {
  const way = ways[0]
  if (!way) throw new Error('there is a first way')
  const phone = newPhone()
  await createAccount(request, { phone })
  const walk = { ...walker(page, way), request, isLooking: false }
  const { who, words } = walk
  const said = wordsOf(walk)
  await page.goto('/log-in?next=/account/security')
  await logIn(walk, { phone })
  await expect(row(page, said.row)).toContainText(said.off)
  const { secret } = await bindAtOnce(walk, phone, now())
  await expect(row(page, said.row).getByText(said.on)).toBeVisible()
  await pass(page, 31)
  await who.press(said.change)
  await who.press(said.send)
  await who.sees(said.bothTitle)
  await who.type(words.code, await codeFor(request, phone))
  await who.type(said.oldCode, codeOn(secret, now()))
  await who.press(words.confirm)
  const fresh = await seeKey(walk)
  const cancelled = page.waitForResponse((answer) => answer.request().method() === 'DELETE')
  await page.keyboard.press('Escape')
  expect((await cancelled).status()).toBe(204)
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await pass(page, 31)
  expect(await signIn(request, phone, codeOn(fresh, now()))).toBe('totp_wrong')
  expect(await signIn(request, phone, codeOn(secret, now()))).toBe('in')
})

test('no code goes to a number that was just added, and none is offered to; nor does it get the old address out of the way', async ({
  page,
  request,
  pass,
  now,
}) => {
  const way = ways[0]
  if (!way) throw new Error('there is a first way')
  const [email, phone] = [newEmail(), newPhone()]
  await createAccount(request, { email })
  await pass(page, policy.identifierUndoSeconds)
  const walk = { ...walker(page, way), request, isLooking: false }
  const { who, words } = walk
  const said = wordsOf(walk)
  await page.goto('/log-in?next=/account/security')
  await logIn(walk, { email })
  await expect(row(page, said.row)).toContainText(said.off)
  await bindAtOnce(walk, email, now())
  await row(page, 'Telefonnummer').getByRole('button', { name: 'Legg til' }).click()
  await who.type(words.phone, phone)
  await who.press('Send kode')
  await proveCode(walk, phone)
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await row(page, 'E-post').getByRole('button', { name: 'Fjern' }).click()
  await who.press('Send kode')
  await expect(page.getByRole('alert')).toContainText('er for ny til å bekrefte dette')
  await look(page)
  await page.keyboard.press('Escape')
  for (const act of [said.renew, said.change]) {
    await who.press(act)
    if (act === said.renew) await who.press(said.show)
    await expect(page.getByRole('dialog')).toContainText(/Koden går til .+@.+\./)
    await expect(page.getByRole('radio')).toHaveCount(0)
    await page.keyboard.press('Escape')
  }
})

test('closing a tab ends nothing that another tab has begun since', async ({ page, request, now }) => {
  const way = ways[0]
  if (!way) throw new Error('there is a first way')
  const email = newEmail()
  await createAccount(request, { email })
  const walk = { ...walker(page, way), request, isLooking: false }
  const said = wordsOf(walk)
  await page.goto('/log-in?next=/account/security')
  await logIn(walk, { email })
  await expect(row(page, said.row)).toContainText(said.off)
  await bindAtOnce(walk, email, now())
  await walk.who.press(said.change)
  await walk.who.press(said.send)
  await walk.who.sees(said.bothTitle)
  const other = await page.context().newPage()
  await other.goto('/account/security')
  const second = { ...walk, who: visitor(other) }
  await second.who.press(said.renew)
  await second.who.press(said.show)
  await proveOwnAddress(second, email)
  const phrase = await seePhrase(second)
  const cancelled = page.waitForResponse((answer) => answer.request().method() === 'DELETE')
  await page.keyboard.press('Escape')
  expect((await cancelled).status()).toBe(204)
  await enterBack(second, phrase)
})
