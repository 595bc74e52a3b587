// J4: whoever signs in is led to an address of our own, whatever a link asks for (RFC 9700 §4.11).
import { expect, test } from '../support/browser.ts'
import { logIn } from '../support/journeys.ts'
import { createAccount, newEmail, newPhone } from '../support/people.ts'
import { visitor } from '../support/visitor.ts'
import { nb } from '../support/words.ts'

const hostile = [
  '//evil.example',
  'https://evil.example/',
  '/\\evil.example',
  '\\\\evil.example',
  'javascript:alert(document.domain)',
  'data:text/html,evil',
  '/%2f%2fevil.example',
  '%2F%2Fevil.example',
  '/\t/evil.example',
  'https:evil.example',
  'http://localhost@evil.example/',
]

test('never leads away from our own origin', async ({ page, request, baseURL }) => {
  const phone = newPhone()
  await createAccount(request, { phone })
  const elsewhere: string[] = []
  page.on('request', (asked) => {
    if (!asked.url().startsWith(`${baseURL}/`)) elsewhere.push(asked.url())
  })
  page.on('dialog', (dialog) => elsewhere.push(dialog.message()))
  for (const next of hostile) {
    await page.goto(`/log-in?next=${encodeURIComponent(next)}#//evil.example/`)
    const left = page.waitForURL(({ pathname }) => pathname !== '/log-in')
    await logIn({ who: visitor(page), words: nb, request }, { phone })
    await left
    expect(new URL(page.url()).origin, next).toBe(baseURL)
  }
  expect(elsewhere).toEqual([])
})

test('keeps the query and the place in the page of where it leads', async ({ page, request, baseURL }) => {
  const phone = newPhone()
  await createAccount(request, { phone })
  await page.goto('/account/devices?from=mail#here')
  const who = visitor(page)
  // The links of the summary set a fragment of their own, which is not where the person was going.
  await who.press(nb.logIn)
  await page.getByRole('link', { name: 'Skriv telefonnummeret ditt.' }).click()
  await expect(page).toHaveURL(/#phone$/)
  await logIn({ who, words: nb, request }, { phone })
  await expect(page).toHaveURL(`${baseURL}/account/devices?from=mail#here`)
})

test('opens what a link to a place in the page leads to, after signing in', async ({ page, request }) => {
  const email = newEmail()
  await createAccount(request, { email })
  await page.goto('/account/security#add-phone')
  const who = visitor(page)
  await logIn({ who, words: nb, request }, { email })
  await who.sees(nb.addPhone)
})
