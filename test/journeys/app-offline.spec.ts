// The app without a network, and what its service worker keeps and does not.
import type { Page, Route } from '@playwright/test'
import { killed, signedInToApp } from '../support/app-walks.ts'
import { expect, look, test } from '../support/browser.ts'
import { PASSWORD } from '../support/people.ts'
import { visitor } from '../support/visitor.ts'
import { nb } from '../support/words.ts'

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

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
  await signedInToApp(page, request)
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

test('without a network the guides can be searched, and what is no guide leads to the search', async ({
  page,
  request,
  context,
}) => {
  await signedInToApp(page, request)
  await untilKept(page)
  await context.setOffline(true)
  const open = await killed(page)
  const who = visitor(open)
  await open.goto('/app/help')
  const search = async (question: string) => {
    await open.getByRole('searchbox').fill(question)
    await who.press('Søk')
  }
  await search('mistet mobilen')
  await who.sees('Treff for «mistet mobilen»')
  await expect(open.getByRole('searchbox')).toHaveValue('mistet mobilen')
  await look(open)
  await who.press('Alle veiledninger', 'link')
  await who.sees('Hjelp')
  await open.goBack()
  await who.sees('Treff for «mistet mobilen»')
  await open.locator('a[href="/help/lost-authenticator"]').click()
  await expect(open.locator('.guide')).toBeVisible()
  await expect(open).toHaveURL(/\/app\/help\/lost-authenticator$/)

  await open.goto('/app/help?q=xyzzy')
  await who.sees('Ingen treff for «xyzzy»')
  await open.goto('/app/help/somewhere')
  await who.sees('Vi fant ikke veiledningen')
  await look(open)
  await search('mistet mobilen')
  await who.sees('Treff for «mistet mobilen»')
})

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
  const identifier = await signedInToApp(page, request)
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
  await signedInToApp(page, request)
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
  await signedInToApp(page, request)
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
