// What time brings about in a reset: codes that are replaced, expire or go elsewhere, and a reset that ends.
import { expect, look } from '../support/browser.ts'
import { test } from '../support/movable.ts'
import { codeFor, createAccount, messagesTo, newEmail, newPhone } from '../support/people.ts'
import { visitor } from '../support/visitor.ts'
import { nb } from '../support/words.ts'

// The clock of the one server is everybody's: one test after the other.
test.describe.configure({ mode: 'default' })

const NEW = 'en helt annen setning'

async function reset(page: Parameters<typeof visitor>[0], identifier: string) {
  const who = visitor(page)
  await page.goto('/forgot-password')
  await who.type(nb.anyAddress, identifier)
  await who.press(nb.next)
  await who.sees(nb.resetTitle)
  const send = async (code: string) => {
    await who.type(nb.code, code)
    await who.type(nb.newPassword, NEW)
    await who.type(nb.repeat, NEW)
    await who.press(nb.send)
  }
  return { who, send, code: page.getByLabel(nb.code, { exact: true }) }
}

test('a code that was replaced says so, and what was typed stays', async ({ page, request, pass }) => {
  const email = newEmail()
  await createAccount(request, { email })
  const { who, send, code } = await reset(page, email)
  const old = await codeFor(request, email)
  await who.type(nb.newPassword, NEW)
  await pass(page, 61)
  await who.press('Send ny kode')
  await expect(page.getByText('Vi har sendt en ny kode. Den gamle virker ikke lenger.')).toBeAttached()
  await expect(page.getByLabel(nb.newPassword, { exact: true })).toHaveValue(NEW)
  await send(old)
  await expect(code).toHaveAccessibleDescription(/Du har fått en nyere kode\. Bruk den siste\./)
  await send(await codeFor(request, email))
  await who.sees(nb.resetDone)
})

test('a code that expired says so; an hour later the reset begins anew', async ({ page, request, pass }) => {
  const email = newEmail()
  await createAccount(request, { email })
  const { who, send, code } = await reset(page, email)
  await pass(page, 601)
  await send(await codeFor(request, email))
  await expect(code).toHaveAccessibleDescription(/Koden er utløpt\. Be om en ny\./)
  await pass(page, 3000)
  await who.press(nb.send)
  await who.sees(nb.forgot)
  await expect(page.getByRole('alert')).toContainText('Begynn på nytt.')
  await look(page)
})

test('the code can go to the other address of the account, and back', async ({ page, request, pass }) => {
  const [email, phone] = [newEmail(), newPhone()]
  await createAccount(request, { email, phone })
  const { who, send } = await reset(page, email)
  const sent = (await messagesTo(request, phone)).length
  await pass(page, 61)
  await who.press('Send koden til en annen adresse på kontoen')
  await expect(page.getByText('Vi har sendt en ny kode til den andre adressen')).toBeVisible()
  await look(page)
  expect(await messagesTo(request, phone)).toHaveLength(sent + 1)
  await expect(page.getByRole('button', { name: /^Send koden til k•••@/ })).toBeVisible()
  await send(await codeFor(request, phone))
  await who.sees(nb.resetDone)
})
