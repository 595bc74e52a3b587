// A page is there before its script: on a train the one takes a second and the other ten. What is typed meanwhile stays.
import type { Page } from '@playwright/test'
import { expect, test } from '../support/browser.ts'
import { expectSignedIn, proveCode, startSignUp } from '../support/journeys.ts'
import { codeFor, createAccount, newEmail, newPhone, PASSWORD } from '../support/people.ts'
import { visitor } from '../support/visitor.ts'
import { nb } from '../support/words.ts'

/** Holds every script back. @returns lets them through, and waits until the page is awake */
async function holdScripts(page: Page): Promise<() => Promise<void>> {
  const held: (() => void)[] = []
  let isHolding = true
  await page.route('**/*.js', async (route) => {
    if (isHolding) await new Promise<void>((resolve) => held.push(resolve))
    await route.continue()
  })
  return async () => {
    isHolding = false
    for (const release of held) release()
    await page.waitForLoadState()
  }
}

const typeInto = async (page: Page, label: string, text: string) => {
  await page.getByLabel(label, { exact: true }).click()
  await page.keyboard.type(text)
}

test('keeps what was typed for signing in', async ({ page, request }) => {
  const phone = newPhone()
  await createAccount(request, { phone })
  const wake = await holdScripts(page)
  await page.goto('/log-in', { waitUntil: 'commit' })
  await typeInto(page, nb.phone, phone)
  await typeInto(page, nb.password, PASSWORD.slice(0, 10))
  await wake()
  await page.keyboard.type(PASSWORD.slice(10)) // the focus is where it was
  await expect(page.getByLabel(nb.phone, { exact: true })).toHaveValue(phone)
  await expect(page.getByLabel(nb.password, { exact: true })).toHaveValue(PASSWORD)
  await page.keyboard.press('Enter')
  await expectSignedIn({ who: visitor(page), words: nb, request })
})

test('keeps what was sent too early: pressing Enter loses nothing', async ({ page }) => {
  const wake = await holdScripts(page)
  await page.goto('/log-in', { waitUntil: 'commit' })
  await typeInto(page, nb.phone, '41234567')
  await typeInto(page, nb.password, PASSWORD)
  await page.keyboard.press('Enter')
  await wake()
  await expect(page.getByLabel(nb.phone, { exact: true })).toHaveValue('41234567')
  await expect(page.getByLabel(nb.password, { exact: true })).toHaveValue(PASSWORD)
  expect(new URL(page.url()).search).toBe('')
})

test('keeps an address typed for a forgotten password, and asks a number for its country', async ({ page }) => {
  const wake = await holdScripts(page)
  await page.goto('/forgot-password', { waitUntil: 'commit' })
  await typeInto(page, nb.anyAddress, '412 34 567')
  await wake()
  await expect(page.getByLabel(nb.anyAddress, { exact: true })).toHaveValue('412 34 567')
  await expect(page.locator('.country-line')).toHaveAttribute('data-shown')
  await page.keyboard.press('Enter')
  await visitor(page).sees(nb.resetTitle)
})

test('keeps a number typed for signing up, and goes on from it', async ({ page, request }) => {
  const phone = newPhone()
  const wake = await holdScripts(page)
  await page.goto('/sign-up', { waitUntil: 'commit' })
  await typeInto(page, nb.phone, phone)
  await wake()
  await page.keyboard.press('Enter')
  await visitor(page).sees(nb.codeTitle)
  await proveCode({ who: visitor(page), words: nb, request }, phone)
  await visitor(page).sees(nb.passwordTitle)
})

/** Somebody quick, or a keyboard that fills codes in by itself: in the field in the moment that it is there. */
async function beQuick(page: Page): Promise<void> {
  await page.addInitScript(() => {
    new MutationObserver(() => {
      const field = document.querySelector<HTMLInputElement>('input[name=code]:not([data-met])')
      field?.setAttribute('data-met', '')
      field?.focus()
    }).observe(document, { childList: true, subtree: true })
  })
}

test('leaves the focus with whoever is in the field for the code before the step has settled', async ({
  page,
  request,
}) => {
  await beQuick(page)
  const phone = newPhone()
  const who = visitor(page)
  const walk = { who, words: nb, request }
  await page.goto('/sign-up')
  await startSignUp(walk, { phone })
  await who.sees(nb.codeTitle)
  const code = await codeFor(request, phone)
  await page.keyboard.type(code.slice(0, 4))
  await expect(page.getByLabel(nb.code, { exact: true })).toHaveValue(code.slice(0, 4))
  // The same after a reload, whose script is late.
  const wake = await holdScripts(page)
  await page.reload({ waitUntil: 'commit' })
  await wake()
  await who.sees(nb.codeTitle)
  await page.keyboard.type(code)
  await expect(page.getByLabel(nb.code, { exact: true })).toHaveValue(code)
  await page.keyboard.press('Enter')
  await who.sees(nb.passwordTitle)
})

test('leaves the focus in the field for the code of a forgotten password', async ({ page, request }) => {
  await beQuick(page)
  const email = newEmail()
  await createAccount(request, { email })
  await page.goto('/forgot-password')
  await visitor(page).type(nb.anyAddress, email)
  await visitor(page).press(nb.next)
  await visitor(page).sees(nb.resetTitle)
  const code = await codeFor(request, email)
  await page.keyboard.type(code)
  await expect(page.getByLabel(nb.code, { exact: true })).toHaveValue(code)
})
