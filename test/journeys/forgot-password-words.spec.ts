// What goes wrong in a reset is said in each language, with what to do next; written here once more on purpose.
import { expect, look } from '../support/browser.ts'
import { test } from '../support/movable.ts'
import { codeFor, createAccount, newEmail, newPhone, wrongCode } from '../support/people.ts'
import { visitor } from '../support/visitor.ts'

// The clock of the one server is everybody's: one test after the other.
test.describe.configure({ mode: 'default' })

const NEW = 'en helt annen setning'

const languages = {
  'nb-NO': {
    address: 'E-postadresse eller telefonnummer',
    next: 'Neste',
    title: 'Lag nytt passord',
    code: 'Bekreftelseskode',
    password: 'Nytt passord',
    repeat: 'Gjenta nytt passord',
    send: 'Send',
    done: 'Du har fått nytt passord',
    never: 'Har du ikke fått koden?',
    spam: 'Se i søppelposten, og sjekk at adressen er riktig. Det kan ta et par minutter.',
    coverage: 'Sjekk at nummeret er riktig, og at telefonen har dekning. Det kan ta et par minutter.',
    help: /^Mer hjelp med koden/,
    guide: 'Koden kommer ikke',
    other: 'Send koden til en annen adresse på kontoen',
    resend: 'Send ny kode',
    soon: /^Du kan be om en ny kode om (1 min|\d+ s)\.$/,
    unequal: 'Passordene er ikke like. Skriv det samme begge steder.',
    wrong: /Koden stemmer ikke\. Sjekk sifrene og prøv igjen\./,
    replaced: /Du har fått en nyere kode\. Bruk den siste\./,
    expired: /Koden er utløpt\. Be om en ny\./,
    spent: /Koden er prøvd for mange ganger\. Be om en ny\./,
    ended: 'Det gikk for lang tid, eller kontoen er endret. Begynn på nytt.',
  },
  'nn-NO': {
    address: 'E-postadresse eller telefonnummer',
    next: 'Neste',
    title: 'Lag nytt passord',
    code: 'Stadfestingskode',
    password: 'Nytt passord',
    repeat: 'Gjenta nytt passord',
    send: 'Send',
    done: 'Du har fått nytt passord',
    never: 'Har du ikkje fått koden?',
    spam: 'Sjå i søppelposten, og sjekk at adressa er rett. Det kan ta eit par minutt.',
    coverage: 'Sjekk at nummeret er rett, og at telefonen har dekning. Det kan ta eit par minutt.',
    help: /^Meir hjelp med koden/,
    guide: 'Koden kjem ikkje',
    other: 'Send koden til ei anna adresse på kontoen',
    resend: 'Send ny kode',
    soon: /^Du kan be om ein ny kode om (1 min|\d+ s)\.$/,
    unequal: 'Passorda er ikkje like. Skriv det same begge stadene.',
    wrong: /Koden stemmer ikkje\. Sjekk sifra og prøv igjen\./,
    replaced: /Du har fått ein nyare kode\. Bruk den siste\./,
    expired: /Koden er gått ut\. Be om ein ny\./,
    spent: /Koden er prøvd for mange gonger\. Be om ein ny\./,
    ended: 'Det gjekk for lang tid, eller kontoen er endra. Begynn på nytt.',
  },
  'en-GB': {
    address: 'Email address or phone number',
    next: 'Next',
    title: 'Create a new password',
    code: 'Verification code',
    password: 'New password',
    repeat: 'Repeat new password',
    send: 'Send',
    done: 'You have a new password',
    never: 'No code yet?',
    spam: 'Look in your spam folder, and check that the address is right. It can take a few minutes.',
    coverage: 'Check that the number is right and that your phone has coverage. It can take a few minutes.',
    help: /^More help with the code/,
    guide: 'The code does not arrive',
    other: 'Send the code to another address of the account',
    resend: 'Send a new code',
    soon: /^You can ask for a new code in (1 min|\d+ s)\.$/,
    unequal: 'The passwords are not the same. Enter the same one in both places.',
    wrong: /The code doesn’t match\. Check the digits and try again\./,
    replaced: /You have a newer code\. Use the latest one\./,
    expired: /The code has expired\. Ask for a new one\./,
    spent: /The code has been tried too many times\. Ask for a new one\./,
    ended: 'It took too long, or the account was changed meanwhile. Start again.',
  },
}

for (const [locale, said] of Object.entries(languages))
  test.describe(locale, () => {
    test.use({ locale, viewport: { width: 390, height: 844 } })

    async function reset(page: Parameters<typeof visitor>[0], identifier: string) {
      const who = visitor(page)
      await page.goto('/forgot-password')
      await who.type(said.address, identifier)
      await who.press(said.next)
      await who.sees(said.title)
      const code = page.getByLabel(said.code, { exact: true })
      const send = async (digits: string, repeat = NEW) => {
        await code.fill(digits)
        await who.type(said.password, NEW)
        await who.type(said.repeat, repeat)
        // What is said after is about this.
        const answered = repeat === NEW ? page.waitForResponse('**/forgot-password/finish') : undefined
        await who.press(said.send)
        await answered
        await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
      }
      return { who, code, send }
    }

    test('a code that is wrong, replaced, expired or tried too often, and a reset that took too long', async ({
      page,
      request,
      pass,
    }) => {
      const email = newEmail()
      await createAccount(request, { email })
      const { who, code, send } = await reset(page, email)
      const first = await codeFor(request, email)
      await send(first, `${NEW}.`)
      await expect(page.getByText(said.unequal).first()).toBeVisible()
      await send(wrongCode(first))
      await expect(code).toHaveAccessibleDescription(said.wrong)
      await pass(page, 61)
      const resend = page.getByRole('button', { name: said.resend })
      await Promise.all([page.waitForResponse('**/forgot-password/resend'), resend.click()])
      await expect(page.getByText(said.soon).first()).toBeVisible()
      await send(first)
      await expect(code).toHaveAccessibleDescription(said.replaced)
      await pass(page, 601)
      await send(await codeFor(request, email))
      await expect(code).toHaveAccessibleDescription(said.expired)
      await Promise.all([page.waitForResponse('**/forgot-password/resend'), resend.click()])
      await expect(resend).toHaveAttribute('aria-disabled', 'true') // sent: there is none for a minute
      const third = await codeFor(request, email)
      for (let tried = 0; tried < 4; tried++) await send(wrongCode(third))
      await send(third)
      await expect(code).toHaveAccessibleDescription(said.spent)
      await look(page)
      await pass(page, 3600)
      await who.press(said.send)
      await expect(page.getByRole('alert')).toContainText(said.ended)
    })

    test('a code that never comes: what to look for, the other channel, and a guide', async ({
      page,
      request,
      context,
    }) => {
      const [email, phone] = [newEmail(), newPhone()]
      await createAccount(request, { email, phone })
      for (const [address, hint] of [
        [email, said.spam],
        [phone, said.coverage],
      ] as const) {
        await page.goto('/')
        await page.evaluate(() => sessionStorage.clear())
        await reset(page, address)
        await expect(page.getByRole('heading', { name: said.never, exact: true })).toBeVisible()
        await expect(page.getByText(hint, { exact: true })).toBeVisible()
        await expect(page.getByRole('button', { name: said.other, exact: true })).toBeVisible()
      }
      const opened = context.waitForEvent('page')
      await page.getByRole('link', { name: said.help }).click()
      const guide = await opened
      await expect(guide.getByRole('heading', { level: 1, name: said.guide, exact: true })).toBeVisible()
      await expect(page.getByRole('heading', { name: said.title, exact: true })).toBeVisible() // the step stays
    })
  })
