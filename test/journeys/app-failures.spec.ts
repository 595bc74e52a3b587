// The app on a bad day: a wrong clock, a full disk, a token that was copied, a session that ended, a link that leads nowhere.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Page, Route } from '@playwright/test'
import { logInToApp, openSecurity, signedInToApp, theSwitch, turnOn, walkOf } from '../support/app-walks.ts'
import { wordsOf } from '../support/binding.ts'
import { createBoundAccount } from '../support/bound-account.ts'
import { expect, look, test } from '../support/browser.ts'
import { logIn } from '../support/journeys.ts'
import { createAccount, newEmail, PASSWORD } from '../support/people.ts'
import { codeOn, scan } from '../support/phone.ts'
import { playPhone } from '../support/played-phone.ts'
import { visitor } from '../support/visitor.ts'
import { nb } from '../support/words.ts'

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

const tokenOf = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<{ token: string }>((resolve, reject) => {
        const request = indexedDB.open('portvakt-app')
        request.onerror = reject
        request.onsuccess = () => {
          const kept = request.result.transaction('kept').objectStore('kept').get('session')
          kept.onsuccess = () => resolve(kept.result)
        }
      }),
  )

test('a token copied to another device opens nothing, and the key it needs cannot be read', async ({
  page,
  request,
}) => {
  await signedInToApp(page, request)
  const { token } = await tokenOf(page)
  const bearer = { authorization: `Bearer ${token}` }
  for (const path of ['/session', '/account', '/devices']) {
    const answer = await request.get(`/api/v1${path}`, { headers: bearer })
    expect([path, answer.status(), (await answer.json()).code]).toEqual([path, 401, 'device_proof_required'])
  }
  const exported = await page.evaluate(
    () =>
      new Promise<string>((resolve, reject) => {
        const opening = indexedDB.open('portvakt-app')
        opening.onerror = reject
        opening.onsuccess = () => {
          const kept = opening.result.transaction('kept').objectStore('kept').get('device-key')
          kept.onsuccess = () =>
            crypto.subtle.exportKey('jwk', kept.result.privateKey).then(
              () => resolve('read'),
              (error) => resolve(error.name),
            )
        }
      }),
  )
  expect(exported).toBe('InvalidAccessError')
})

test('a clock that is an hour off costs nobody the sign-in', async ({ page, request }) => {
  await page.addInitScript(() => {
    const now = Date.now.bind(Date)
    Date.now = () => now() + 3_600_000
  })
  await signedInToApp(page, request)
})

test('a phone without room: signed in all the same, and told that it will not last', async ({ page, request }) => {
  await page.addInitScript(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
  })
  await signedInToApp(page, request)
  await expect(page.getByText(/Telefonen har ikke plass/)).toBeVisible()
  await look(page)
  await page.reload()
  await visitor(page).sees(nb.home)
})

test('ended elsewhere: the app says so, and after the sign-in is where it was', async ({ page, request }) => {
  const email = await signedInToApp(page, request)
  await page.goto('/app/account/activity')
  await visitor(page).sees('Aktivitet')
  const { session } = await (
    await request.post('/api/v1/sign-in', { data: { identifier: email, password: PASSWORD, client: 'app' } })
  ).json()
  const ended = await request.delete('/api/v1/sessions', {
    headers: { authorization: `Bearer ${session.token}` },
  })
  expect(ended.status()).toBeLessThan(300)
  await page.reload()
  await visitor(page).sees(nb.logIn)
  await expect(page.getByRole('alert')).toContainText('Du er logget ut. Logg inn igjen.')
  await look(page)
  await visitor(page).type(nb.email, email)
  await visitor(page).type(nb.password, PASSWORD)
  await visitor(page).press(nb.logIn)
  await visitor(page).press('Fortsett')
  await visitor(page).sees('Aktivitet')
  await expect(page.getByRole('alert')).toHaveCount(0)
})

test('an app that is too old is told so, and loses nothing', async ({ page, request }) => {
  await signedInToApp(page, request)
  await page.route('**/api/v1/**', (route) =>
    route.continue({ headers: { ...route.request().headers(), 'portvakt-app': '0' } }),
  )
  await page.reload()
  await visitor(page).sees('Oppdater appen')
  await look(page)
  const website = page.waitForEvent('popup')
  await visitor(page).press('Åpne kontoen på nettsiden')
  await expect((await website).getByRole('link', { name: nb.logIn, exact: true })).toBeVisible()
  await page.unroute('**/api/v1/**')
  await visitor(page).press('Last inn på nytt')
  await visitor(page).sees(nb.signedIn)
})

test('an address that no screen has, and a guide that is not there, lead on', async ({ page }) => {
  await page.goto('/app/somewhere')
  await visitor(page).sees('Denne siden finnes ikke i appen')
  await look(page)
  await page.goto('/app/help/somewhere')
  await expect(page.getByRole('searchbox')).toBeVisible()
  await look(page)
})

/** Opens a page of the server beside the app, in a browser that has the app. */
for (const address of ['/app/not-me', '/not-me', '/app/undo-change'] as const) {
  test(`the way past the header keeps what the link at ${address} is for`, async ({ page }) => {
    await page.route('**/api/v1/*/look', (route) =>
      route.fulfill({ status: 503, contentType: 'application/json', body: '{"code":"busy"}' }),
    )
    await page.goto(`${address}#${'a'.repeat(43)}`)
    await expect(page.getByRole('button', { name: 'Prøv igjen' })).toBeVisible()
    await page.locator('a.skip').focus()
    await page.keyboard.press('Enter')
    await page.waitForTimeout(500)
    await expect(page.getByRole('button', { name: 'Prøv igjen' })).toBeVisible()
  })
}

test('a link pressed twice is one step, and the way past the header none', async ({ page, request }) => {
  await signedInToApp(page, request)
  await page.getByRole('link', { name: 'Profil' }).click()
  await visitor(page).press('Sikkerhet', 'link')
  await expect(theSwitch(page)).toBeVisible()
  await page.evaluate(() => {
    const link = Object.assign(document.createElement('a'), { href: '/account/security' })
    document.querySelector('main')?.append(link)
    link.click()
    link.click()
  })
  await page.locator('a.skip').focus()
  await page.keyboard.press('Enter')
  await expect(page.locator('#main')).toBeFocused()
  await expect(page).toHaveURL(/\/app\/account\/security$/)
  await visitor(page).press('Tilbake')
  await visitor(page).sees('Innstillinger')
})

test('whoever signs out leaves no journey to the next one at the same computer', async ({ page, request }) => {
  await signedInToApp(page, request)
  await page.evaluate(() => {
    for (const name of ['authenticator', 'authenticator-key', 'forgot-password', 'sign-up', 'sign-in'])
      localStorage.setItem(`portvakt-${name}`, 'x')
  })
  await page.goto('/app/settings')
  await visitor(page).press('Logg ut')
  await visitor(page).sees(nb.home)
  const left = await page.evaluate(() => Object.keys(localStorage))
  expect(left.filter((name) => name !== 'portvakt-method')).toEqual([])
})

test('two tabs opened at once at first hold one key', async ({ page, request, context }) => {
  const slow = await context.newPage()
  await slow.addInitScript(() => {
    const make = crypto.subtle.generateKey.bind(crypto.subtle) as (...all: unknown[]) => Promise<CryptoKeyPair>
    Object.assign(crypto.subtle, {
      generateKey: async (...all: unknown[]) => {
        const made = await make(...all)
        await new Promise((done) => setTimeout(done, 3000))
        document.documentElement.dataset.made = ''
        return made
      },
    })
  })
  await slow.goto('/app')
  await page.goto('/app')
  await visitor(page).sees(nb.home)
  await slow.locator('html[data-made]').waitFor({ state: 'attached' })
  await slow.waitForTimeout(500)
  await signedInToApp(page, request)
  await page.reload()
  await visitor(page).sees(nb.signedIn)
})

test('a shell, which can use no passkeys, leads to the browser of the phone', async ({ page, request, baseURL }) => {
  await page.addInitScript(playPhone)
  const asked: string[] = []
  page.on('request', (made) => asked.push(made.url()))
  const who = visitor(page)
  const isLedTo = async (path: string) => {
    const said = page.getByRole('alert')
    await expect(said).toContainText('Tilgangsnøkler virker ikke i appen. Bruk en annen måte')
    await look(page)
    await said.getByRole('link', { name: 'Åpne i nettleseren' }).click()
    const { calls } = await page.evaluate(() => (window as never as { phone: { calls: [string, unknown][] } }).phone)
    expect(calls.at(-1)).toEqual(['Browser.open', { url: `${baseURL}${path}` }])
  }
  await page.goto('/app/log-in')
  await who.press(nb.logInByPasskey)
  await isLedTo('/log-in')

  const addresses = { email: newEmail() }
  await createAccount(request, addresses)
  await logInToApp({ who, words: nb, request }, addresses)
  await who.press('Profil', 'link')
  await who.press('Sikkerhet', 'link')
  await who.press(nb.addPasskeyRow)
  await who.press(nb.addPasskey)
  await isLedTo('/account/security')
  expect(asked.filter((url) => url.endsWith('/options'))).toEqual([])
})

/** A shell, beside whose page lies what it carries. */
async function carryGuides(page: Page): Promise<void> {
  await page.addInitScript(playPhone)
  await page.route(/\/nb\/[\w-]+\.html$/, (route) => {
    const path = join(import.meta.dirname, '../../dist/web', new URL(route.request().url()).pathname)
    return existsSync(path) ? route.fulfill({ path }) : route.fulfill({ status: 404 })
  })
}

test('a shell searches its guides itself, also where a link leads to none', async ({ page }) => {
  await carryGuides(page)
  const who = visitor(page)
  await page.goto('/app/help/somewhere')
  await who.sees('Vi fant ikke veiledningen')
  await page.getByRole('searchbox').fill('mistet mobilen')
  await who.press('Søk')
  await who.sees('Treff for «mistet mobilen»')
  await page.locator('a[href="/help/lost-authenticator"]').click()
  await expect(page.locator('.guide')).toBeVisible()
  const { calls } = await page.evaluate(() => (window as never as { phone: { calls: [string][] } }).phone)
  expect(calls.filter(([name]) => name === 'Browser.open')).toEqual([])
})

test('guides older than the policy say so, and lead to those that are not', async ({ page, baseURL }) => {
  await carryGuides(page)
  await page.goto('/app/help/no-code')
  await visitor(page).sees('Koden kommer ikke')
  await expect(page.getByRole('alert')).toHaveCount(0)
  await page.route('**/api/v1/policy', async (route) => {
    const answer = await route.fetch()
    await route.fulfill({ response: answer, json: { ...(await answer.json()), codeTtlSeconds: 300 } })
  })
  await page.reload()
  await expect(page.getByRole('alert')).toContainText('Noen tider og grenser er endret')
  await look(page)
  await visitor(page).press('Les hjelpen på nettsiden')
  const { calls } = await page.evaluate(() => (window as never as { phone: { calls: [string, unknown][] } }).phone)
  expect(calls.at(-1)).toEqual(['Browser.open', { url: `${baseURL}/help/no-code` }])
})

/** The server does it, and the phone does not hear of it. */
async function loseAnswer(page: Page, address: string): Promise<void> {
  const lose = async (route: Route) => {
    await route.fetch()
    await route.abort()
  }
  await page.route(address, lose, { times: 1 })
}

test('no network at the six digits of the sign-in, and an answer that is lost: said, and nothing is', async ({
  page,
  request,
}) => {
  const addresses = { email: newEmail() }
  const { app } = await createBoundAccount(request, addresses)
  const who = visitor(page)
  const digits = page.getByLabel('6-sifret kode', { exact: true })
  await page.goto('/app/log-in')
  await logIn(walkOf(page, request), addresses)
  await who.sees('Skriv koden fra appen')
  await page.route('**/sign-in/totp', (route) => route.abort(), { times: 1 })
  await digits.fill(app.code())
  await expect(page.getByRole('alert')).toContainText('Sjekk nettet')
  await expect(digits).not.toHaveValue('')
  await loseAnswer(page, '**/sign-in/totp')
  await who.press(nb.confirm)
  await expect(page.getByRole('alert')).toContainText('Sjekk nettet')
  // That sign-in is done, and its code used. With the next code it is told that a new one has to begin; what was typed is there.
  await who.press(nb.confirm)
  await expect(page.getByText('Koden er allerede brukt. Vent til appen viser en ny.')).toBeVisible()
  await look(page)
  await digits.fill(app.code(1))
  await expect(page.getByRole('alert')).toContainText('Det gikk for lang tid')
  await expect(page.getByLabel(nb.password, { exact: true })).toHaveValue(PASSWORD)
  await who.press(nb.logIn)
  await digits.fill(app.code(1))
  await who.press('Fortsett')
  await who.sees(nb.signedIn)
})

test('no network where the phrase is entered back, and an answer that is lost: bound all the same', async ({
  page,
  request,
}) => {
  const email = await signedInToApp(page, request)
  const walk = walkOf(page, request)
  const said = wordsOf(walk)
  await openSecurity(walk)
  const secret = await turnOn(walk, email)
  await walk.who.press(nb.next)
  await page.route('**/change/key', (route) => route.abort(), { times: 1 })
  await walk.who.type(said.appCode, codeOn(secret))
  await expect(page.getByRole('alert')).toContainText('Sjekk nettet')
  await walk.who.press(nb.confirm)
  await walk.who.press(said.show)
  await walk.who.sees(said.shownTitle)
  const phrase = await scan(page, page.getByRole('img', { name: said.phraseQr }))
  await walk.who.press(said.kept)
  await walk.who.type(said.phrase, phrase)
  await page.route('**/change/phrase', (route) => route.abort(), { times: 1 })
  await walk.who.press(nb.confirm)
  await expect(page.getByRole('alert')).toContainText('Sjekk nettet')
  await expect(page.getByLabel(said.phrase, { exact: true })).not.toHaveValue('')
  await look(page)
  await loseAnswer(page, '**/change/phrase')
  await walk.who.press(nb.confirm)
  await expect(page.getByRole('alert')).toContainText('Sjekk nettet')
  // The token of the session went with the answer: the sign-in asks for the new authenticator, and leads to the switch.
  await walk.who.press(nb.confirm)
  await expect(page.getByRole('alert')).toContainText('Du er logget ut. Logg inn igjen.')
  await logIn(walk, { email })
  await page.getByLabel(said.appCode, { exact: true }).fill(codeOn(secret, new Date(Date.now() + 30_000)))
  await walk.who.press('Fortsett')
  await expect(page).toHaveURL(/\/app\/account\/security\/authenticator$/)
  await page.goto('/app/account/security')
  await expect(theSwitch(page)).toBeChecked()
})
