// Browsers keep pages whole in memory and bring them back by Back; Playwright switches that off unless told otherwise.
import config from '../../playwright.config.ts'
import { expect, test } from '../support/browser.ts'
import { logIn } from '../support/journeys.ts'
import { createAccount, newPhone } from '../support/people.ts'
import { visitor } from '../support/visitor.ts'
import { nb } from '../support/words.ts'

test.use({
  launchOptions: { ...config.use?.launchOptions, ignoreDefaultArgs: ['--disable-back-forward-cache'] },
})

test('shows nothing of the account after signing out, not even from the memory of the browser', async ({
  page,
  request,
}) => {
  const phone = newPhone()
  await createAccount(request, { phone })
  const who = visitor(page)
  await page.goto('/log-in?next=/account/security')
  await logIn({ who, words: nb, request }, { phone })
  const masked = page.getByText(`•• ${phone.slice(-3)}`)
  await expect(masked).toBeVisible()
  await who.press(nb.menu)
  await who.press(nb.logOut)
  await who.sees(nb.home)
  await page.goBack()
  await who.sees(nb.logIn)
  await expect(masked).toHaveCount(0)
})
