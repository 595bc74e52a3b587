// People with a passkey, in a browser that has an authenticator.
import type { APIRequestContext, Page } from '@playwright/test'
import { expect, look } from './browser.ts'
import { logIn, proveOwnAddress } from './journeys.ts'
import { createAccount, newEmail, newPhone } from './people.ts'
import { addAuthenticator, offersNothingInFields } from './virtual-authenticator.ts'
import { type Hands, visitor } from './visitor.ts'
import { nb, type Words } from './words.ts'

export interface Start {
  page: Page
  request: APIRequestContext
  words?: Words
  hands?: Hands
}

/** A new account at its security page, in a browser that can make passkeys. */
export async function atSecurity({ page, request, words = nb, hands }: Start) {
  const [email, phone] = [newEmail(), newPhone()]
  const token = await createAccount(request, { email, phone })
  const authenticator = await addAuthenticator(page)
  await offersNothingInFields(page)
  await page.goto('/log-in?next=/account/security')
  await logIn({ who: visitor(page, hands), words, request }, { email })
  await visitor(page).sees(words.security)
  return { email, phone, token, authenticator }
}

/**
 * Adds a passkey from the security page.
 *
 * @param address the account's first, which proves a first factor; undefined: the account has a factor
 */
export async function add(
  { page, request, words = nb, hands }: Start,
  address: string | undefined,
  isLooking = false,
): Promise<void> {
  const who = visitor(page, hands)
  await who.press(words.addPasskeyRow)
  await who.sees(words.passkeys)
  await expect(page.getByText(words.passkeyHold)).toBeVisible()
  if (isLooking) await look(page)
  await who.press(words.addPasskey)
  if (address) {
    await proveOwnAddress({ who, words, request, isLooking }, address)
    await who.press(words.addPasskey)
  }
  await expect(page.getByText(words.passkeyAdded)).toBeVisible()
  await expect(page.getByText(words.onePasskey)).toBeVisible()
  if (isLooking) await look(page)
}

export const leave = (page: Page) => page.context().clearCookies()

/** An account whose only factor is a passkey, signed out. */
export async function withPasskey(start: Start) {
  const person = await atSecurity(start)
  await add(start, person.phone)
  await leave(start.page)
  return person
}
