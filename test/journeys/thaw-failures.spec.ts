// J13: what goes wrong where a frozen account is opened again. Each has its own words beside its cause, and a way on.
import { expect, look } from '../support/browser.ts'
import { test } from '../support/movable.ts'
import { codeFor, createAccount, messagesTo, newEmail, PASSWORD, post, wrongCode } from '../support/people.ts'
import { visitor } from '../support/visitor.ts'
import { nb } from '../support/words.ts'

// The clock of the one server is everybody's: one test after the other.
test.describe.configure({ mode: 'default' })

const OPEN = 'Kontoen er åpen igjen'
const NEW = 'en helt annen setning'

type Request = Parameters<typeof createAccount>[0]

/** Somebody's frozen account: its address. */
async function frozen(request: Request): Promise<string> {
  const email = newEmail()
  const token = await createAccount(request, { email })
  await post(request, '/account/freeze', {}, token)
  return email
}

/** The code screen of an opening. */
async function opening(page: Parameters<typeof visitor>[0], email: string, password = PASSWORD) {
  const who = visitor(page)
  await page.goto('/thaw')
  await who.type(nb.anyAddress, email)
  await who.type(nb.password, password)
  await who.press(nb.next)
  await who.sees(nb.codeTitle)
  const code = page.getByLabel(nb.code, { exact: true })
  const send = async (digits: string) => {
    await who.type(nb.code, digits)
    await who.press(nb.confirm)
    await expect(page.locator('[aria-busy=true]')).toHaveCount(0) // answered: what is said is about these digits
  }
  return { who, send, code }
}

test('a wrong code, one that was replaced and one that expired are told apart, and the last one opens', async ({
  page,
  request,
  pass,
}) => {
  const email = await frozen(request)
  const { who, send, code } = await opening(page, email)
  const first = await codeFor(request, email)
  await send('1234')
  await expect(code).toHaveAccessibleDescription(/Koden har 8 sifre\. Skriv inn alle\./)
  await send(wrongCode(first))
  await expect(code).toHaveAccessibleDescription(/Koden stemmer ikke\. Sjekk sifrene og prøv igjen\./)
  await look(page)
  const resend = page.getByRole('button', { name: 'Send ny kode' })
  await expect(resend).toHaveAttribute('aria-disabled', 'true')
  await expect(page.getByText(/^Du kan be om en ny kode om \d+ s\.$/).first()).toBeVisible()
  await pass(page, 61)
  await Promise.all([page.waitForResponse('**/thaw/resend'), resend.click()])
  await expect(resend).toHaveAttribute('aria-disabled', 'true')
  await send(first)
  await expect(code).toHaveAccessibleDescription(/Du har fått en nyere kode\. Bruk den siste\./)
  await pass(page, 601)
  await send(await codeFor(request, email))
  await expect(code).toHaveAccessibleDescription(/Koden er utløpt\. Be om en ny\./)
  await Promise.all([page.waitForResponse('**/thaw/resend'), resend.click()])
  await expect(resend).toHaveAttribute('aria-disabled', 'true')
  await send(await codeFor(request, email))
  await who.sees(OPEN)
})

test('the code of another account, or of a new password, opens nothing and stays good where it belongs', async ({
  page,
  request,
}) => {
  const [email, other] = [await frozen(request), await frozen(request)]
  const { flow } = await post(request, '/thaw', { identifier: other, password: PASSWORD })
  const theirs = await codeFor(request, other)
  const owner = newEmail()
  await createAccount(request, { email: owner })
  const reset = await post(request, '/forgot-password', { identifier: owner })
  const ofReset = await codeFor(request, owner)
  const { who, send, code } = await opening(page, email)
  for (const foreign of [theirs, ofReset]) {
    await send(foreign)
    await expect(code).toHaveAccessibleDescription(/Koden stemmer ikke\. Sjekk sifrene og prøv igjen\./)
  }
  await send(await codeFor(request, email))
  await who.sees(OPEN)
  expect(await post(request, '/thaw/code', { flow, code: theirs })).toMatchObject({ state: 'done' })
  const about = { flow: reset.flow, code: ofReset, password: NEW, repeat: NEW }
  expect(await post(request, '/forgot-password/finish', about)).toMatchObject({ state: 'done' })
})

for (const [how, spell] of [
  ['with a space', (code: string) => ` ${code.slice(0, 4)} ${code.slice(4)}`],
  ['in Arabic-Indic digits', (code: string) => code.replace(/\d/g, (digit) => '٠١٢٣٤٥٦٧٨٩'[Number(digit)] ?? '')],
] as const)
  test(`a code typed ${how} opens it`, async ({ page, request }) => {
    const email = await frozen(request)
    const { who, send } = await opening(page, email)
    await send(spell(await codeFor(request, email)))
    await who.sees(OPEN)
  })

test('after five wrong codes a new one is needed, and begun anew the account opens', async ({
  page,
  request,
  pass,
}) => {
  const email = await frozen(request)
  const { send, code } = await opening(page, email)
  const right = await codeFor(request, email)
  for (let at = 0; at < 5; at++) {
    await send(wrongCode(right))
    await expect(code).toHaveAccessibleDescription(/Koden stemmer ikke/)
  }
  await send(right)
  await expect(code).toHaveAccessibleDescription(/Koden er prøvd for mange ganger\. Be om en ny\./)
  await look(page)
  await pass(page, 24 * 3600)
  const again = await opening(page, email)
  await again.send(await codeFor(request, email))
  await again.who.sees(OPEN)
})

test('a code whose answer was lost says that it is used, where the account does not open yet', async ({
  page,
  request,
}) => {
  const email = newEmail()
  await createAccount(request, { email })
  const { flow } = await post(request, '/forgot-password', { identifier: email })
  const about = { flow, code: await codeFor(request, email), password: NEW, repeat: NEW }
  await post(request, '/forgot-password/finish', about)
  const [notice] = await messagesTo(request, email)
  await post(request, '/not-me', { token: /\/not-me#([\w-]{43})/.exec(notice?.text ?? '')?.[1] })
  const { who, send, code } = await opening(page, email, NEW)
  await page.route('**/thaw/code', async (route) => {
    await route.fetch() // it arrives, and its answer does not
    await route.abort()
  })
  await send(await codeFor(request, email))
  await expect(page.getByRole('alert')).toContainText('Vi fikk ikke kontakt. Sjekk nettet og prøv igjen.')
  await page.unroute('**/thaw/code')
  await who.press(nb.confirm)
  await expect(code).toHaveAccessibleDescription(/Koden er brukt\. Be om en ny\./)
  await look(page)
})

test('too many passwords: it says how long to wait, and then opens', async ({ page, request, pass }) => {
  const email = await frozen(request)
  for (let tried = 0; tried < 5; tried++)
    await post(request, '/thaw', { identifier: email, password: `feil hest batteri ${tried}` })
  const who = visitor(page)
  await page.goto('/thaw')
  await who.type(nb.anyAddress, email)
  await who.type(nb.password, PASSWORD)
  await who.press(nb.next)
  await expect(page.getByRole('alert')).toContainText('Det er prøvd for mange ganger.')
  await expect(page.getByRole('alert')).toContainText(/om \d+ s/)
  await look(page)
  await pass(page, 11)
  await who.press(nb.next)
  await who.sees(nb.codeTitle)
  await who.type(nb.code, await codeFor(request, email))
  await who.press(nb.confirm)
  await who.sees(OPEN)
})

test('an opening that took too long begins anew, with what was typed', async ({ page, request, pass }) => {
  const email = await frozen(request)
  const { who, send } = await opening(page, email)
  await pass(page, 3601)
  await send(await codeFor(request, email))
  await who.sees('Åpne en fryst konto')
  await expect(page.getByRole('alert')).toContainText('Begynn på nytt.')
  await expect(page.getByLabel(nb.anyAddress, { exact: true })).toHaveValue(email)
  await look(page)
})
