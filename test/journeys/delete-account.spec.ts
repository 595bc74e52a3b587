// Deleting an account, and keeping it after all: from the account page, from the card, and by the link of the notice.
import type { Page } from '@playwright/test'
import { expect, look, test } from '../support/browser.ts'
import { logIn, loseSession } from '../support/journeys.ts'
import { test as later } from '../support/movable.ts'
import { createAccount, messagesTo, newEmail, newPhone, PASSWORD } from '../support/people.ts'
import { type Visitor, visitor } from '../support/visitor.ts'
import { walker, ways } from '../support/ways.ts'
import { nb, type Words } from '../support/words.ts'

const words = {
  nb: {
    delete: 'Slett konto',
    sure: 'Slette kontoen?',
    goOn: 'Gå videre',
    confirm: 'Skriv passordet for å slette kontoen',
    card: /^Kontoen slettes \d+\. \p{L}+ \d{4}$/u,
    keep: 'Behold kontoen',
    kept: 'Kontoen blir ikke slettet.',
    hold: /^Uttakssperre til /,
    subject: /^Kontoen din hos Portvakt slettes \d+\. /,
  },
  nn: {
    delete: 'Slett konto',
    sure: 'Slette kontoen?',
    goOn: 'Gå vidare',
    confirm: 'Skriv passordet for å slette kontoen',
    card: /^Kontoen blir sletta \d+\. \p{L}+ \d{4}$/u,
    keep: 'Behald kontoen',
    kept: 'Kontoen blir ikkje sletta.',
    hold: /^Uttakssperre til /,
    subject: /^Kontoen din hos Portvakt blir sletta \d+\. /,
  },
}
const deletionWords = (spoken: Words) => (spoken === nb ? words.nb : words.nn)

const card = (page: Page, { card }: typeof words.nb) => page.getByRole('heading', { name: card })

/** From the account page to the card. */
async function askForDeletion(who: Visitor, said: typeof words.nb, see: () => Promise<void>): Promise<void> {
  const { page } = who
  await who.press(said.delete)
  await who.sees(said.sure)
  await see()
  await who.press(said.goOn)
  await who.sees(said.confirm)
  await see()
  await who.type(nb.password, PASSWORD)
  await page.keyboard.press('Enter')
  await expect(card(page, said)).toBeVisible()
}

for (const way of ways) {
  test.describe(way.name, () => {
    test.use(way.use)

    test('asks for it, signs in again to one calm card, and keeps the account', async ({ page, request }) => {
      test.slow() // looked at in seven places
      const [phone, email] = [newPhone(), newEmail()]
      const elsewhere = await createAccount(request, { phone, email })
      const walk = { ...walker(page, way), request }
      const { who, isLooking } = walk
      const said = deletionWords(way.words)
      const see = async () => (isLooking ? look(page) : undefined)
      await page.goto('/log-in?next=/account/security')
      await logIn({ ...walk, isLooking: false }, { phone })
      await askForDeletion(who, said, see)
      await expect(card(page, said)).toBeFocused()
      await expect(page.getByRole('button', { name: said.delete })).toHaveCount(0)
      await expect(page.getByText(said.hold)).toHaveCount(0) // one card, not two notes
      await see()
      const session = await request.get('/api/v1/session', { headers: { authorization: `Bearer ${elsewhere}` } })
      expect(session.status()).toBe(401)

      await loseSession(page)
      await page.goto('/log-in')
      await logIn({ ...walk, isLooking: false }, { email })
      await who.sees(way.words.signedIn)
      await expect(card(page, said)).toBeVisible()
      await see()
      await who.press(said.keep)
      await expect(page.getByText(said.kept)).toBeVisible()
      await expect(page.getByText(said.hold)).toBeVisible()
      await expect(card(page, said)).toHaveCount(0)
      await see()
      await page.goto('/account/security')
      await expect(page.getByRole('button', { name: said.delete })).toBeVisible()
    })

    test('the link of the notice freezes, and stops it', async ({ page, request }) => {
      const [phone, email] = [newPhone(), newEmail()]
      await createAccount(request, { phone, email })
      const walk = { ...walker(page, way), request }
      const said = deletionWords(way.words)
      await page.goto('/log-in?next=/account/security')
      await logIn({ ...walk, isLooking: false }, { phone })
      await askForDeletion(walk.who, said, async () => {})
      const [notice] = await messagesTo(request, email)
      expect(notice?.subject).toMatch(words.nb.subject) // the account's own language
      await page.goto(/\/not-me#[\w-]{43}/.exec(notice?.text ?? '')?.[0] ?? '')
      await expect(
        page.getByText(way.words === nb ? 'Kontoen blir heller ikke slettet.' : 'Kontoen blir heller ikkje sletta.'),
      ).toBeVisible()
      if (walk.isLooking) await look(page)
      await walk.who.press('Frys konto')
      await walk.who.sees(way.words === nb ? 'Kontoen er fryst' : 'Kontoen er frosen')
      await expect
        .poll(async () => (await messagesTo(request, email))[0]?.subject)
        .toBe('Kontoen din hos Portvakt er fryst og slettes ikke')
    })
  })
}

test('a wrong password deletes nothing, and neither does closing', async ({ page, request }) => {
  const email = newEmail()
  await createAccount(request, { email })
  const who = visitor(page, 'keyboard')
  await page.goto('/log-in?next=/account/security')
  await logIn({ who: visitor(page), words: nb, request }, { email })
  await who.press('Slett konto')
  await who.press('Gå videre')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Slett konto' })).toBeFocused()
  await page.keyboard.press('Enter')
  await who.press('Gå videre')
  await who.type(nb.password, 'ikke dette passordet')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Passordet er feil. Prøv igjen.')).toBeVisible()
  await look(page)
  await who.press('Avbryt')
  await page.reload()
  await expect(page.getByRole('button', { name: 'Slett konto' })).toBeVisible()
  await expect(card(page, words.nb)).toHaveCount(0)
})

test('without network the page says so, and what was typed stays', async ({ page, context, request }) => {
  const email = newEmail()
  await createAccount(request, { email })
  const who = visitor(page)
  await page.goto('/log-in?next=/account/security')
  await logIn({ who, words: nb, request }, { email })
  await expect(page.getByRole('button', { name: 'Slett konto' })).toBeVisible()
  await context.setOffline(true)
  await who.press('Slett konto')
  await expect(page.getByRole('alert')).toContainText('Sjekk nettet')
  await context.setOffline(false)
  await askForDeletion(who, words.nb, async () => {})
  await context.setOffline(true)
  await who.press('Behold kontoen')
  await expect(page.getByRole('alert')).toContainText('Sjekk nettet')
  await context.setOffline(false)
  await who.press('Behold kontoen')
  await expect(page.getByText(words.nb.kept)).toBeVisible()
})

later(
  'an old proof is asked for anew: before it is asked for, and before it is kept',
  async ({ page, request, pass }) => {
    const email = newEmail()
    await createAccount(request, { email })
    const who = visitor(page)
    await page.goto('/log-in?next=/account/security')
    await logIn({ who, words: nb, request }, { email })
    await expect(page.getByRole('button', { name: 'Slett konto' })).toBeVisible()
    const prove = async () => {
      await who.sees('Bekreft at det er deg')
      await who.type(nb.password, PASSWORD)
      await who.press('Fortsett')
    }
    await pass(page, 6 * 60)
    await who.press('Slett konto')
    await who.press('Gå videre')
    await prove()
    await who.sees(words.nb.confirm)
    await who.type(nb.password, PASSWORD)
    await page.getByRole('dialog').getByRole('button', { name: 'Slett konto' }).click()
    await expect(card(page, words.nb)).toBeVisible()
    await pass(page, 6 * 60)
    await who.press('Behold kontoen')
    await prove()
    await expect(page.getByText(words.nb.kept)).toBeVisible()
    await expect(page.getByRole('dialog')).toHaveCount(0)
  },
)
