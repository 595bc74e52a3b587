// P12 as the owner of a frozen account meets it: whoever has the password alone used up its codes, and the mailbox is proven first.
import { randomInt } from 'node:crypto'
import { expect, look, test } from '../support/browser.ts'
import { proveCode } from '../support/journeys.ts'
import { test as movable } from '../support/movable.ts'
import { codeFor, createAccount, newEmail, PASSWORD } from '../support/people.ts'
import { visitor } from '../support/visitor.ts'
import { walker, ways } from '../support/ways.ts'
import { nb } from '../support/words.ts'

// Tests run side by side: nobody else's networks.
const newNetwork = () => `10.${[0, 0, 0].map(() => randomInt(256)).join('.')}`

/** Begins twice with the right password, and guesses until no more is looked at. */
async function thief(address: string, server = process.env.JOURNEYS_URL): Promise<void> {
  const post = async (path: string, body: object) => {
    const answer = await fetch(`${server}/api/v1/thaw${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': newNetwork() },
      body: JSON.stringify(body),
    })
    return { status: answer.status, body: await answer.json() }
  }
  const { flow } = (await post('', { identifier: address, password: PASSWORD })).body
  for (let tried = 0; tried < 5; tried++) expect((await post('/code', { flow, code: '00000000' })).status).toBe(422)
}

async function frozen(request: Parameters<typeof createAccount>[0]): Promise<string> {
  const email = newEmail()
  const token = await createAccount(request, { email })
  const answer = await request.post('/api/v1/account/freeze', { headers: { authorization: `Bearer ${token}` } })
  expect(answer.status()).toBe(200)
  return email
}

const said = {
  why: { nb: /eller bedt om mange koder/, nn: /eller bede om mange kodar/ },
  second: { nb: /^Hvis kontoen er fryst/, nn: /^Er kontoen frosen/ },
  open: { nb: 'Kontoen er åpen igjen', nn: 'Kontoen er open igjen' },
  asBefore: 'Du kan logge inn som før.',
}

for (const way of ways) {
  const language = way.words === nb ? 'nb' : 'nn'
  test.describe(way.name, () => {
    test.use(way.use)

    test('opens with two codes, whatever a thief with the password used up', async ({ page, request }) => {
      const email = await frozen(request)
      await thief(email)
      const { who, words, isLooking } = walker(page, way)
      const walk = { who, words, isLooking: false, request }
      await page.goto('/thaw')
      await who.type(words.anyAddress, email)
      await who.type(words.password, PASSWORD)
      await who.press(words.next)
      await who.sees(words.codeTitle)
      await expect(page.getByText(said.why[language])).toBeVisible()
      if (isLooking) await look(page)
      await proveCode(walk, email)
      await expect(page.getByText(said.second[language])).toBeVisible()
      await proveCode(walk, email)
      await who.sees(said.open[language])
      await expect(page.getByText(said.asBefore)).toBeVisible()
    })
  })
}

// The clock of the one server is everybody's.
movable('in the middle of it: another code leads over the mailbox and on', async ({ page, request, pass, baseURL }) => {
  const email = await frozen(request)
  const who = visitor(page)
  await page.goto('/thaw')
  await who.type(nb.anyAddress, email)
  await who.type(nb.password, PASSWORD)
  await who.press(nb.next)
  await who.sees(nb.codeTitle)
  const code = await codeFor(request, email)
  await thief(email, baseURL)
  await who.type(nb.code, code)
  await who.press(nb.confirm)
  await expect(page.getByLabel(nb.code, { exact: true })).toHaveAttribute('aria-invalid', 'true')
  await pass(page, 61)
  await who.press('Send ny kode')
  await expect(page.getByText(said.why.nb)).toBeVisible()
  await expect(page.getByRole('heading', { name: nb.codeTitle })).toBeFocused()
  const walk = { who, words: nb, isLooking: false, request }
  await proveCode(walk, email)
  // The password is sent again by itself.
  await expect(page.getByText(said.second.nb)).toBeVisible()
  await proveCode(walk, email)
  await who.sees(said.open.nb)
})
