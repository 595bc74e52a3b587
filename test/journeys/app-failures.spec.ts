// The app on a bad day: killed between two steps, without a network, with a wrong clock, a full disk, a token that was copied.
import type { Page, Route } from '@playwright/test'
import {
  appWords,
  finishInApp,
  logInToApp,
  openSecurity,
  seeSetupKey,
  theSwitch,
  turnOn,
} from '../support/app-walks.ts'
import { wordsOf } from '../support/binding.ts'
import { expect, look, test } from '../support/browser.ts'
import { createAccount, newEmail, PASSWORD } from '../support/people.ts'
import { codeOn } from '../support/phone.ts'
import { visitor } from '../support/visitor.ts'
import { nb } from '../support/words.ts'

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

/** Closes the app as a phone does, and opens it anew at its front. */
async function killed(page: Page): Promise<Page> {
  const context = page.context()
  await page.close()
  const next = await context.newPage()
  await next.goto('/app')
  return next
}

const walkOf = (page: Page, request: Parameters<typeof createAccount>[0]) => ({
  who: visitor(page),
  words: nb,
  request,
})

async function signedIn(page: Page, request: Parameters<typeof createAccount>[0]) {
  const addresses = { email: newEmail() }
  await createAccount(request, addresses)
  await logInToApp(walkOf(page, request), addresses)
  return addresses.email
}

test('killed at the code, at the key, at the six digits: opened anew, the app is where it was', async ({
  page,
  request,
}) => {
  const email = await signedIn(page, request)
  await openSecurity(walkOf(page, request))
  await theSwitch(page).click()
  await visitor(page).sees(nb.codeTitle)
  let open = await killed(page)
  await visitor(open).sees(nb.codeTitle)
  await open.reload()
  await visitor(open).sees(nb.codeTitle)
  await open.goBack()
  await expect(theSwitch(open)).not.toBeChecked()

  const secret = await turnOn(walkOf(open, request), email)
  open = await killed(open)
  expect(await seeSetupKey(walkOf(open, request))).toBe(secret)
  await open.reload()
  expect(await seeSetupKey(walkOf(open, request))).toBe(secret)
  await visitor(open).press(nb.next)
  await visitor(open).sees('Skriv koden fra autentiseringsappen')
  open = await killed(open)
  await visitor(open).sees('Skriv koden fra autentiseringsappen')
  await visitor(open).press('Se oppsettnøkkelen igjen')
  expect(await seeSetupKey(walkOf(open, request))).toBe(secret)
  await finishInApp(walkOf(open, request), secret)
})

test('killed with the phrase on the screen: it can be entered, or another is shown', async ({ page, request }) => {
  const email = await signedIn(page, request)
  await openSecurity(walkOf(page, request))
  const secret = await turnOn(walkOf(page, request), email)
  const said = { ...wordsOf(walkOf(page, request)) }
  await visitor(page).press(nb.next)
  await visitor(page).type(said.appCode, codeOn(secret))
  await visitor(page).sees(said.introTitle)
  await visitor(page).press(said.show)
  await visitor(page).sees(said.shownTitle)
  const open = await killed(page)
  await visitor(open).sees('Har du gjenopprettingsnøkkelen?')
  await visitor(open).press(said.another)
  await visitor(open).sees(said.shownTitle)
})

for (const where of ['the code', 'the key', 'the six digits'] as const) {
  test(`«Tilbake» at ${where}: unbound, switch off`, async ({ page, request }) => {
    const email = await signedIn(page, request)
    const walk = walkOf(page, request)
    await openSecurity(walk)
    if (where === 'the code') {
      await theSwitch(page).click()
      await walk.who.sees(nb.codeTitle)
    } else await turnOn(walk, email)
    if (where === 'the six digits') {
      await walk.who.press(nb.next)
      await walk.who.sees(appWords(walk).codeTitle)
    }
    await walk.who.press(appWords(walk).back)
    await expect(theSwitch(page)).not.toBeChecked()
    await page.reload()
    await expect(theSwitch(page)).not.toBeChecked()
    await expect(page).toHaveURL(/\/app\/account\/security$/)
  })
}

test('«Tilbake» once the phrase was seen asks first', async ({ page, request }) => {
  const email = await signedIn(page, request)
  const walk = walkOf(page, request)
  const said = { ...wordsOf(walk), ...appWords(walk) }
  await openSecurity(walk)
  const secret = await turnOn(walk, email)
  await walk.who.press(nb.next)
  await walk.who.type(said.appCode, codeOn(secret))
  await walk.who.press(said.show)
  await walk.who.sees(said.shownTitle)
  await walk.who.press(said.back)
  await walk.who.sees('Vil du avbryte?')
  await look(page)
  await walk.who.press('Fortsett')
  await walk.who.sees(said.shownTitle)
  await page.goBack() // the phone's own way back asks as well
  await walk.who.sees('Vil du avbryte?')
  await walk.who.press('Avbryt oppsettet')
  await expect(theSwitch(page)).not.toBeChecked()
})

async function untilKept(page: Page): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(async () => {
        const cache = await caches.open('portvakt-app')
        const kept = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname))
        const files = document.documentElement.dataset.files?.split(' ') ?? []
        return files.filter((file) => !kept.has(file))
      }),
    )
    .toEqual([])
}

const keptAddresses = (page: Page) =>
  page.evaluate(async () => {
    const all = []
    for (const name of await caches.keys()) all.push(...(await (await caches.open(name)).keys()))
    return all.map(({ url }) => new URL(url).pathname)
  })

test('without a network the app opens, the help can be read, and nothing typed is lost', async ({
  page,
  request,
  context,
}) => {
  await signedIn(page, request)
  await untilKept(page)
  // What is anybody's own is never kept.
  expect((await keptAddresses(page)).filter((path) => path.startsWith('/api'))).toEqual([])
  await context.setOffline(true)
  const open = await killed(page)
  await visitor(open).sees(nb.signedIn)
  await expect(open.getByText('Vi fikk ikke hentet kontoen din.')).toBeVisible()
  await look(open)
  await visitor(open).press('Profil', 'link')
  await visitor(open).press('Hjelp', 'link')
  await visitor(open).press('Koden kommer ikke', 'link')
  await expect(open.getByRole('heading', { level: 1 })).toHaveText('Koden kommer ikke')
  // A sign-in waits for the network with everything in its place.
  await open.goto('/app/sign-up')
  await visitor(open).press(nb.signUpByEmail)
  await visitor(open).type(nb.email, 'noen@example.com')
  await visitor(open).press(nb.next)
  await expect(open.getByText(/Vi fikk ikke kontakt/)).toBeVisible()
  await expect(open.getByLabel(nb.email, { exact: true })).toHaveValue('noen@example.com')
  await context.setOffline(false)
  await visitor(open).press(nb.next)
  await visitor(open).sees(nb.codeTitle)
})

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
  await signedIn(page, request)
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
  await signedIn(page, request)
})

test('a phone without room: signed in all the same, and told that it will not last', async ({ page, request }) => {
  await page.addInitScript(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
  })
  await signedIn(page, request)
  await expect(page.getByText(/Telefonen har ikke plass/)).toBeVisible()
  await look(page)
  await page.reload()
  await visitor(page).sees(nb.home)
})

test('ended elsewhere: the app says so, and after the sign-in is where it was', async ({ page, request }) => {
  const email = await signedIn(page, request)
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
  await visitor(page).type(nb.email, email)
  await visitor(page).type(nb.password, PASSWORD)
  await visitor(page).press(nb.logIn)
  await visitor(page).press('Fortsett')
  await visitor(page).sees('Aktivitet')
})

test('an app that is too old is told so, and loses nothing', async ({ page, request }) => {
  await signedIn(page, request)
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
const besideTheApp = async (page: Page, address: string) => {
  const beside = await page.context().newPage()
  await beside.goto(address)
  await beside.waitForTimeout(300)
  return beside
}

test('a page or picture whose address begins like the app’s never takes its place', async ({
  page,
  request,
  context,
  faults,
}) => {
  const identifier = await signedIn(page, request)
  await untilKept(page)
  // In the pages of this browser too: without a cookie they lead to the sign-in page.
  const status = await page.evaluate(
    async (body) =>
      (
        await fetch('/api/v1/sign-in', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        })
      ).status,
    { identifier, password: PASSWORD },
  )
  expect(status).toBe(200)
  for (const address of ['/approve/0', '/app/icon-192.png', '/app.webmanifest'])
    await (await besideTheApp(page, address)).close()
  faults.length = 0 // the browser's own viewer of pictures styles itself, which the policy stops
  await context.setOffline(true)
  const open = await killed(page)
  await visitor(open).sees(nb.signedIn)
})

test('while the server is broken the app opens, and a page of a proxy is not kept as a script', async ({
  page,
  request,
  context,
}) => {
  await signedIn(page, request)
  await untilKept(page)
  await context.route('**/*', (route) => route.fulfill({ status: 502, contentType: 'text/html', body: 'Bad Gateway' }))
  const open = await killed(page)
  await visitor(open).sees(nb.signedIn)
  await context.unroute('**/*')
  const html = (route: Route) => route.fulfill({ contentType: 'text/html', body: 'Back soon' })
  await context.route('**/*', html)
  await open.evaluate(() => fetch('/assets/app-0.js'))
  expect(await keptAddresses(open)).not.toContain('/assets/app-0.js')
  await context.unroute('**/*')
})

test('a new page of the app is kept with its scripts or not at all', async ({ page, request, context }) => {
  await signedIn(page, request)
  await untilKept(page)
  await context.route('**/app', async (route) => {
    const response = await route.fetch()
    const body = (await response.text()).replaceAll(/\/assets\/app-[\w-]+\.js/g, '/assets/app-not-there.js')
    await route.fulfill({ response, body, headers: { ...response.headers(), 'content-encoding': '' } })
  })
  await page.goto('/app')
  await expect(page.locator('script[src="/assets/app-not-there.js"]')).toBeAttached()
  await page.waitForTimeout(500)
  await context.unroute('**/app')
  await context.setOffline(true)
  const open = await killed(page)
  await visitor(open).sees(nb.signedIn)
})

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
  await signedIn(page, request)
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
  await signedIn(page, request)
  await page.evaluate(() => {
    for (const name of ['authenticator', 'authenticator-key', 'forgot-password', 'sign-up'])
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
  await signedIn(page, request)
  await page.reload()
  await visitor(page).sees(nb.signedIn)
})
