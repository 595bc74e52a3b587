// The app on a bad day: a wrong clock, a full disk, a token that was copied, a session that ended, a link that leads nowhere.
import type { Page } from '@playwright/test'
import { signedInToApp, theSwitch } from '../support/app-walks.ts'
import { expect, look, test } from '../support/browser.ts'
import { PASSWORD } from '../support/people.ts'
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
