// J13: freezing, from the account page and from the link of a notice, and opening the account again.
import { expect, look, test } from '../support/browser.ts'
import { logIn, proveCode, type Walk } from '../support/journeys.ts'
import {
  type Addresses,
  codeFor,
  createAccount,
  messagesTo,
  newEmail,
  newPhone,
  PASSWORD,
  post,
} from '../support/people.ts'
import { visitor } from '../support/visitor.ts'
import { walker, ways } from '../support/ways.ts'
import { nb, type Words } from '../support/words.ts'

const words = {
  nb: {
    freeze: 'Frys konto',
    sure: 'Fryse kontoen?',
    frozen: 'Kontoen er fryst',
    thaw: 'Åpne kontoen igjen',
    thawTitle: 'Åpne en fryst konto',
    identifier: 'E-postadresse eller telefonnummer',
    open: 'Kontoen er åpen igjen',
    notMe: 'Var det ikke deg?',
    told: /^En ny enhet er logget inn på kontoen din\s*\d+\.\s\p{L}+\s\d{4} kl\.\s\d\d\.\d\d · Firefox på Linux$/u,
    ownBefore: /Lag ditt eget, så er den andre ute/,
    notYet: 'Kontoen kan ikke åpnes ennå',
    earliest: /Derfor kan den tidligst åpnes .*\d/,
    ended: 'Lenken virker ikke lenger',
    hold: /^Uttakssperre til /,
    // The hold of the address that was added runs yet; the one that lasts longest is named first.
    why: /^Grunner: kontoen ble åpnet igjen etter frysing; en adresse eller et nummer ble lagt til\./,
  },
  nn: {
    freeze: 'Frys konto',
    sure: 'Fryse kontoen?',
    frozen: 'Kontoen er frosen',
    thaw: 'Opne kontoen igjen',
    thawTitle: 'Opne ein frosen konto',
    identifier: 'E-postadresse eller telefonnummer',
    open: 'Kontoen er open igjen',
    notMe: 'Var det ikkje deg?',
    told: /^Ei ny eining er innlogga på kontoen din\s*\d+\.\s\p{L}+\s\d{4} kl\.\s\d\d\.\d\d · Firefox på Linux$/u,
    ownBefore: /Lag ditt eige, så er den andre ute/,
    notYet: 'Kontoen kan ikkje opnast enno',
    earliest: /Difor kan han tidlegast opnast .*\d/,
    ended: 'Lenkja verkar ikkje lenger',
    hold: /^Uttakssperre til /,
    why: /^Grunnar: kontoen vart opna igjen etter frysing; ei adresse eller eit nummer vart lagt til\./,
  },
}
const freezeWords = (spoken: Words) => (spoken === nb ? words.nb : words.nn)

/** From the sign-in page to the account, open again. */
async function thaw(walk: Walk, addresses: Addresses): Promise<void> {
  const { who } = walk
  const said = freezeWords(walk.words)
  const address = addresses.email ?? addresses.phone ?? ''
  await who.press(said.thaw, 'link')
  await who.sees(said.thawTitle)
  if (walk.isLooking) await look(who.page)
  await who.type(said.identifier, address)
  await who.type(walk.words.password, PASSWORD)
  await who.press(walk.words.next)
  await proveCode(walk, address)
  await who.sees(said.open)
  if (walk.isLooking) await look(who.page)
}

for (const way of ways) {
  test.describe(way.name, () => {
    test.use(way.use)

    test('freezes from the account page, is kept out, and opens it again', async ({ page, request }) => {
      const [phone, email] = [newPhone(), newEmail()]
      await createAccount(request, { phone, email })
      const walk = { ...walker(page, way), request }
      const { who, isLooking } = walk
      const said = freezeWords(way.words)
      await page.goto('/log-in?next=/account/security')
      await logIn({ ...walk, isLooking: false }, { phone })
      await who.press(said.freeze)
      await who.sees(said.sure)
      if (isLooking) await look(page)
      const dialog = page.getByRole('dialog')
      if (way.hands === 'keyboard') {
        await dialog.getByRole('button', { name: said.freeze }).focus()
        await page.keyboard.press('Enter')
      } else await dialog.getByRole('button', { name: said.freeze }).click()
      await who.sees(said.frozen)
      if (isLooking) await look(page)

      await page.goto('/log-in')
      await logIn({ ...walk, isLooking: false }, { phone })
      await expect(page.getByRole('alert')).toContainText(said.frozen)
      if (isLooking) await look(page)
      await thaw(walk, { email })
      await page.goto('/log-in?next=/account/security')
      await logIn({ ...walk, isLooking: false }, { phone })
      await expect(page.getByText(said.hold)).toBeVisible()
      await expect(page.getByText(said.why)).toBeVisible()
    })

    test('a password set anew before: one’s own comes first, and it opens after a wait', async ({ page, request }) => {
      const email = newEmail()
      await createAccount(request, { email })
      const walk = { ...walker(page, way), request }
      const { who, isLooking } = walk
      const said = freezeWords(way.words)
      const { flow } = await post(request, '/forgot-password', { identifier: email })
      const password = 'en helt annen setning'
      const code = await codeFor(request, email)
      await post(request, '/forgot-password/finish', { flow, code, password, repeat: password })
      const [notice] = await messagesTo(request, email)
      // In the language of the account, whatever the browser's.
      expect(notice?.text).toContain(
        'Lag ditt eget passord med «Glemt passord» på innloggingssiden, så er den andre ute',
      )
      await page.goto(/\/not-me#[\w-]{43}/.exec(notice?.text ?? '')?.[0] ?? '')
      await who.sees(said.notMe)
      await expect(page.getByRole('link', { name: said.ownBefore })).toHaveAttribute('href', '/forgot-password')
      if (isLooking) await look(page)
      await who.press(said.freeze)
      await who.sees(said.frozen)
      await page.goto('/thaw')
      await who.type(said.identifier, email)
      await who.type(way.words.password, password)
      await who.press(way.words.next)
      await proveCode({ ...walk, isLooking: false }, email)
      await who.sees(said.notYet)
      await expect(page.getByText(said.earliest)).toBeVisible()
      await expect(page.getByRole('link', { name: /^support@/ })).toHaveAttribute('href', /^mailto:support@/)
      if (isLooking) await look(page)
    })

    test('opens the link of a notice, signed out, and freezes', async ({ page, request }) => {
      const [phone, email] = [newPhone(), newEmail()]
      const token = await createAccount(request, { phone, email })
      const walk = { ...walker(page, way), request }
      const said = freezeWords(way.words)
      const data = { identifier: email, password: PASSWORD, client: 'app' }
      const agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
      await request.post('/api/v1/sign-in', { data, headers: { 'user-agent': agent } })
      const [notice] = await messagesTo(request, email)
      const link = /\/not-me#[\w-]{43}/.exec(notice?.text ?? '')?.[0] ?? ''
      await page.goto(link)
      await walk.who.sees(said.notMe)
      // What happened, when, and with what: an SMS has no room for it.
      await expect(page.locator('.told')).toHaveText(said.told)
      if (walk.isLooking) await look(page)
      // Having looked has changed nothing.
      const session = () => request.get('/api/v1/session', { headers: { authorization: `Bearer ${token}` } })
      expect((await session()).status()).toBe(200)
      await walk.who.press(said.freeze)
      await walk.who.sees(said.frozen)
      if (walk.isLooking) await look(page)
      await expect.poll(async () => (await session()).status()).toBe(401)
      await page.reload()
      await walk.who.sees(said.frozen)
    })
  })
}

test('a link that is spent, cut short or empty says so, and where to go', async ({ page, request }) => {
  const email = newEmail()
  await createAccount(request, { email, phone: newPhone() })
  const who = visitor(page)
  for (const rest of ['', '#abc', `#${'A'.repeat(43)}`]) {
    await page.goto(`/not-me${rest}`)
    await who.sees(words.nb.ended)
    await expect(page.getByRole('link', { name: 'Logg inn', exact: true }).last()).toBeVisible()
  }
  await look(page)
})

test('the link of wrong passwords says that nobody is in, and what freezing would do', async ({ page, request }) => {
  const email = newEmail()
  await createAccount(request, { email })
  for (let n = 0; n < 5; n++)
    await request.post('/api/v1/sign-in', { data: { identifier: email, password: `feil hest batteri ${n}` } })
  const told = async () =>
    (await messagesTo(request, email)).find(({ text }) => text.includes('Det er prøvd feil passord'))
  await expect.poll(told).toBeDefined()
  await page.goto(/\/not-me#[\w-]{43}/.exec((await told())?.text ?? '')?.[0] ?? '')
  await visitor(page).sees(words.nb.notMe)
  await expect(page.getByText('Ingen er sluppet inn, så du trenger ikke gjøre noe.')).toBeVisible()
  await expect(page.getByText('Fryser du kontoen, skjer dette:')).toBeVisible()
  await look(page)
})

test('an SMS has one link: to undo what it tells of, and from there to freeze instead', async ({ page, request }) => {
  const [phone, email] = [newPhone(), newEmail()]
  await createAccount(request, { phone, email })
  const { who } = walker(page, ways[0] as (typeof ways)[0])
  const [notice] = await messagesTo(request, phone)
  await page.goto(/\/undo-change#[\w-]{43}/.exec(notice?.text ?? '')?.[0] ?? '')
  await page.getByRole('link', { name: 'Frys kontoen i stedet. Da kommer ingen inn.' }).click()
  await who.sees(words.nb.notMe)
  await who.press(words.nb.freeze)
  await who.sees(words.nb.frozen)
})

test('without network the page keeps trying on request, and freezes after all', async ({ page, context, request }) => {
  const [phone, email] = [newPhone(), newEmail()]
  await createAccount(request, { phone, email })
  const who = visitor(page)
  const [notice] = await messagesTo(request, email)
  await page.goto(/\/not-me#[\w-]{43}/.exec(notice?.text ?? '')?.[0] ?? '')
  await who.sees(words.nb.notMe)
  await expect(page.getByRole('button', { name: words.nb.freeze })).toBeVisible()
  await context.setOffline(true)
  await who.press(words.nb.freeze)
  await expect(page.getByRole('alert')).toContainText('Sjekk nettet')
  await context.setOffline(false)
  await who.press(words.nb.freeze)
  await who.sees(words.nb.frozen)
})

test('opening again with a wrong password shows the same screens, and sends nothing', async ({ page, request }) => {
  const [phone, email] = [newPhone(), newEmail()]
  await createAccount(request, { phone, email })
  const before = (await messagesTo(request, email)).length
  const who = visitor(page)
  await page.goto('/thaw')
  await who.press('Neste')
  await expect(page.getByText('Skriv passordet ditt.').first()).toBeVisible()
  await look(page)
  await who.type(words.nb.identifier, email)
  await who.type(nb.password, 'feil hest batteri stift')
  await who.press('Neste')
  await who.sees(nb.codeTitle)
  await expect(page.getByText('Hvis kontoen er fryst')).toBeVisible()
  await look(page)
  expect(await messagesTo(request, email)).toHaveLength(before)
})

for (const way of ways)
  test.describe(`the words every message begins with, ${way.name}`, () => {
    test.use(way.use)
    test('are chosen, hidden, shown, in the next message, and taken away', async ({ page, request }) => {
      const [phone, email] = [newPhone(), newEmail()]
      await createAccount(request, { phone, email })
      const walk = { ...walker(page, way), request }
      const { who } = walk
      const choose = way.words === nb ? 'Velg kjenneord' : 'Vel kjenneord'
      await page.goto('/log-in?next=/account/security')
      await logIn({ ...walk, isLooking: false }, { phone })
      await who.press(choose)
      await who.sees(choose)
      await who.type('Kjenneord', 'www.eksempel.no')
      await who.press('Lagre')
      await expect(page.getByText(/3 (til|–) 40 (tegn|teikn) ut[ae]n/)).toBeVisible()
      if (walk.isLooking) await look(page)
      await who.type('Kjenneord', 'blå elg i motlys')
      await who.press('Lagre')
      await expect(page.getByText(way.words === nb ? 'Kjenneordet er lagret.' : 'Kjenneordet er lagra.')).toBeVisible()
      await expect(page.getByText('blå elg i motlys')).toHaveCount(0)
      if (walk.isLooking) await look(page)
      await who.press('Vis kjenneordet')
      await expect(page.getByText('blå elg i motlys')).toBeVisible()
      await request.post('/api/v1/forgot-password', { data: { identifier: email } })
      const [mail] = await messagesTo(request, email)
      expect(mail?.text.split('\n')[0]).toBe('Kjenneordet ditt: blå elg i motlys')
      await who.press('Endre kjenneord')
      await who.press('Fjern kjenneordet')
      await expect(
        page.getByText(way.words === nb ? 'Kjenneordet er fjernet.' : 'Kjenneordet er fjerna.'),
      ).toBeVisible()
    })
  })
