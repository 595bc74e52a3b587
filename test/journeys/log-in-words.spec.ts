// What goes wrong at sign-in is said in each language, with what to do next; written here once more on purpose.
import { expect, look, test } from '../support/browser.ts'
import { createAccount, newEmail } from '../support/people.ts'
import { visitor } from '../support/visitor.ts'

const languages = {
  'nb-NO': {
    byEmail: 'Logg inn med e-post',
    email: 'E-post',
    password: 'Passord',
    logIn: 'Logg inn',
    refused: 'E-postadressen eller passordet er feil. Sjekk begge og prøv igjen.',
    wait: /Det er prøvd for mange ganger\. Vent litt\..*Prøv igjen om \d+ s\./s,
  },
  'nn-NO': {
    byEmail: 'Logg inn med e-post',
    email: 'E-post',
    password: 'Passord',
    logIn: 'Logg inn',
    refused: 'E-postadressa eller passordet er feil. Sjekk begge og prøv igjen.',
    wait: /Det er prøvd for mange gonger\. Vent litt\..*Prøv igjen om \d+ s\./s,
  },
  'en-GB': {
    byEmail: 'Log in with email',
    email: 'Email',
    password: 'Password',
    logIn: 'Log in',
    refused: 'The email address or the password is wrong. Check both and try again.',
    wait: /There have been too many attempts\. Wait a little\..*Try again in \d+ s\./s,
  },
}

for (const [locale, said] of Object.entries(languages))
  test.describe(locale, () => {
    test.use({ locale, viewport: { width: 390, height: 844 } })

    test('a wrong password and an unknown account are one sentence, and too many tries say how long to wait', async ({
      page,
      request,
    }) => {
      const email = newEmail()
      await createAccount(request, { email })
      const who = visitor(page)
      await page.goto('/log-in')
      await who.press(said.byEmail)
      const alert = page.getByRole('alert')
      const attempt = async (address: string) => {
        const answered = page.waitForResponse('**/sign-in')
        await who.type(said.email, address)
        await who.type(said.password, 'feil hest batteri stift')
        await who.press(said.logIn)
        await answered
        await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
      }
      for (const address of [newEmail(), ...Array(5).fill(email)]) {
        await attempt(address)
        await expect(alert).toHaveText(said.refused)
      }
      await attempt(email)
      await expect(alert).toContainText(said.wait)
      await look(page)
    })
  })
