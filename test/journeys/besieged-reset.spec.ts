// P12 as the owner of a forgotten password meets it: strangers asked and guessed, and the mailbox is proven before a code is sent.
import { randomInt } from 'node:crypto'
import { expect, look, test } from '../support/browser.ts'
import { logIn } from '../support/journeys.ts'
import { test as movable } from '../support/movable.ts'
import { codeFor, createAccount, messagesTo, newEmail, newPhone, wrongCode } from '../support/people.ts'
import { visitor } from '../support/visitor.ts'
import { walker, ways } from '../support/ways.ts'
import { nb } from '../support/words.ts'

const NEW = 'en helt annen setning'
// Tests run side by side: nobody else's networks.
const newNetwork = () => `10.${[0, 0, 0].map(() => randomInt(256)).join('.')}`

/** Strangers guess at two resets of this address until no more is looked at. */
async function strangers(address: string, server = process.env.JOURNEYS_URL): Promise<void> {
  const post = async (path: string, body: object) => {
    const answer = await fetch(`${server}/api/v1/forgot-password${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': newNetwork() },
      body: JSON.stringify(body),
    })
    return { status: answer.status, body: await answer.json() }
  }
  const { flow } = (await post('', { identifier: address })).body
  for (let tried = 0; tried < 5; tried++)
    expect((await post('/finish', { flow, code: '00000000', password: NEW, repeat: NEW })).status).toBe(422)
}

const said = {
  why: { nb: /bedt om nytt passord mange ganger/, nn: /bede om nytt passord mange gonger/ },
  sent: { nb: /^Takk\. Nå har vi sendt koden/, nn: /^Takk\. No har vi sendt koden/ },
}

for (const way of ways) {
  const language = way.words === nb ? 'nb' : 'nn'
  test.describe(way.name, () => {
    test.use(way.use)

    for (const [name, newAddress] of [
      ['e-mail', newEmail],
      ['phone', newPhone],
    ] as const)
      test(`a new password on a new device, by ${name}, however much strangers tried`, async ({ page, request }) => {
        const address = newAddress()
        const isMail = address.includes('@')
        await createAccount(request, isMail ? { email: address } : { phone: address })
        await strangers(address)
        const { who, words, isLooking } = walker(page, way)
        await page.goto('/forgot-password')
        await who.type(words.anyAddress, address)
        await who.press(words.next)
        await who.sees(words.codeTitle)
        await expect(page.getByText(said.why[language])).toBeVisible()
        await expect(page.getByRole('heading', { name: words.codeTitle })).toBeFocused()
        if (isLooking) await look(page)
        const first = await codeFor(request, address)
        await who.type(words.code, wrongCode(first))
        await who.press(words.confirm)
        await expect(page.getByLabel(words.code, { exact: true })).toHaveAttribute('aria-invalid', 'true')
        await page.reload()
        await who.sees(words.codeTitle)
        await who.type(words.code, first)
        await who.press(words.confirm)
        await who.sees(words.resetTitle)
        await expect(page.getByText(said.sent[language])).toBeVisible()
        if (isLooking) await look(page)
        const second = await codeFor(request, address)
        expect(second).not.toBe(first)
        await who.type(words.code, second)
        await who.type(words.newPassword, NEW)
        await who.type(words.repeat, NEW)
        await who.press(words.send)
        await who.sees(words.resetDone)
      })
  })
}

test('begins anew from there, and an address that nobody has sees the same and is sent nothing', async ({
  page,
  request,
}) => {
  const [known, unknown] = [newEmail(), newEmail()]
  await createAccount(request, { email: known })
  const { who } = walker(page, ways[0] as (typeof ways)[0])
  const text = async (address: string) => {
    await strangers(address)
    await page.goto('/forgot-password')
    await who.type(nb.anyAddress, address)
    await who.press(nb.next)
    await who.sees(nb.codeTitle)
    const said = (await page.getByRole('main').innerText())
      .replace(/om (1 min|\d+ s)/, '')
      .replace(address.slice(0, 1), '')
    await who.press('Begynn på nytt')
    await who.sees(nb.forgot)
    return said
  }
  expect(await text(unknown)).toBe(await text(known))
  expect(await messagesTo(request, unknown)).toEqual([])
})

// The clock of the one server is everybody's: one test after the other.
movable.describe('in the middle of a reset', () => {
  movable.describe.configure({ mode: 'default' })

  movable('what was typed stays while the mailbox is proven', async ({ page, request, pass, baseURL }) => {
    const email = newEmail()
    await createAccount(request, { email })
    const who = visitor(page)
    await page.goto('/forgot-password')
    await who.type(nb.anyAddress, email)
    await who.press(nb.next)
    await who.sees(nb.resetTitle)
    const code = page.getByLabel(nb.code, { exact: true })
    await who.type(nb.code, await codeFor(request, email))
    await who.type(nb.newPassword, NEW)
    await who.type(nb.repeat, NEW)
    await strangers(email, baseURL)
    await who.press(nb.send)
    await expect(code).toHaveAttribute('aria-invalid', 'true')
    await pass(page, 61)
    await who.press('Send ny kode')
    await who.sees(nb.codeTitle)
    await who.type(nb.code, await codeFor(request, email))
    await who.press(nb.confirm)
    await who.sees(nb.resetTitle)
    await expect(page.getByRole('heading', { name: nb.resetTitle })).toBeFocused()
    await expect(code).toHaveValue('')
    await expect(page.getByLabel(nb.newPassword, { exact: true })).toHaveValue(NEW)
    await who.type(nb.code, await codeFor(request, email))
    await who.press(nb.send)
    await who.sees(nb.resetDone)
    await page.getByRole('main').getByRole('link', { name: nb.logIn, exact: true }).click()
    await logIn({ who, words: nb, request }, { email })
  })

  movable(
    'begun in two tabs, the code that one has used is told of in the other, which goes on with a new one',
    async ({ page, request, pass, baseURL }) => {
      const email = newEmail()
      await createAccount(request, { email })
      await strangers(email, baseURL)
      const [first, second] = [visitor(page), visitor(await page.context().newPage())]
      for (const { page: tab, type, press, sees } of [first, second]) {
        await tab.goto('/forgot-password')
        await type(nb.anyAddress, email)
        await press(nb.next)
        await sees(nb.codeTitle)
      }
      const code = await codeFor(request, email)
      await first.type(nb.code, code)
      await first.press(nb.confirm)
      await first.sees(nb.resetTitle)
      await second.type(nb.code, code)
      await second.press(nb.confirm)
      const field = second.page.getByLabel(nb.code, { exact: true })
      await expect(field).toHaveAccessibleDescription(/Koden er brukt\. Be om en ny\./)
      await expect(field).toBeFocused()
      await look(second.page)
      await pass(second.page, 61)
      const sent = second.page.waitForResponse('**/forgot-password/resend')
      await second.press('Send ny kode')
      expect((await sent).status()).toBe(200)
      await second.type(nb.code, await codeFor(request, email))
      await second.press(nb.confirm)
      await second.sees(nb.resetTitle)
    },
  )
})
