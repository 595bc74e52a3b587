// J5: the forgotten password, by phone and by e-mail, in every way people use the pages, and what goes wrong on the way.
import { expect, look, test } from '../support/browser.ts'
import { expectSignedIn, logIn, resetPassword } from '../support/journeys.ts'
import { codeFor, createAccount, messagesTo, newEmail, newPhone, PASSWORD, post, wrongCode } from '../support/people.ts'
import { visitor } from '../support/visitor.ts'
import { walker, ways } from '../support/ways.ts'
import { nb } from '../support/words.ts'

const NEW = 'en helt annen setning'

for (const way of ways) {
  test.describe(way.name, () => {
    test.use(way.use)

    for (const [name, addresses] of [
      ['phone', () => ({ phone: newPhone() })],
      ['e-mail', () => ({ email: newEmail() })],
    ] as const)
      test(`gets a new password by ${name}, and signs in with it`, async ({ page, request }) => {
        const person = addresses()
        const token = await createAccount(request, person)
        const walk = { ...walker(page, way), request }
        await page.goto('/log-in')
        await resetPassword(walk, person, NEW)
        const session = await request.get('/api/v1/session', { headers: { authorization: `Bearer ${token}` } })
        expect(session.status()).toBe(401)
        await page.getByRole('main').getByRole('link', { name: walk.words.logIn, exact: true }).click()
        await logIn({ ...walk, isLooking: false }, person)
        await expect(page.getByRole('alert')).toBeVisible() // the old password
        await walk.who.type(walk.words.password, NEW)
        await walk.who.press(walk.words.logIn)
        await expectSignedIn({ ...walk, isLooking: false })
      })
  })
}

/** The code screen of somebody's reset. */
async function reset(page: Parameters<typeof visitor>[0], identifier: string) {
  const who = visitor(page)
  await page.goto('/forgot-password')
  await who.type(nb.anyAddress, identifier)
  await who.press(nb.next)
  await who.sees(nb.resetTitle)
  const send = async (code: string, password = NEW, repeat = password) => {
    await who.type(nb.code, code)
    await who.type(nb.newPassword, password)
    await who.type(nb.repeat, repeat)
    await who.press(nb.send)
  }
  return { who, send }
}

test('an unknown address sees the same screen, and is sent nothing', async ({ page, request }) => {
  const [known, unknown] = [newEmail(), newEmail()]
  await createAccount(request, { email: known })
  const text = async (address: string) => {
    await page.context().clearCookies()
    await page.goto('/')
    await page.evaluate(() => sessionStorage.clear())
    await reset(page, address)
    return (await page.getByRole('main').innerText()).replace(/om (1 min|\d+ s)/, '')
  }
  expect(await text(unknown)).toBe(await text(known))
  expect(await messagesTo(request, unknown)).toEqual([])
})

test('a weak and an unequal password are said before anything is spent; then the code still works', async ({
  page,
  request,
}) => {
  const email = newEmail()
  await createAccount(request, { email })
  const { who, send } = await reset(page, email)
  const code = await codeFor(request, email)
  await send('123', 'kort', 'noe annet')
  await expect(page.getByRole('heading', { name: 'Rett dette før du går videre' })).toBeVisible()
  for (const error of ['Koden har 8 sifre. Skriv inn alle.', 'Passordet har 4 tegn. Det trenger minst 15.'])
    await expect(page.getByText(error)).toHaveCount(2) // beside the field, and in the summary
  await look(page)
  await send(code, 'passord123passord123')
  await expect(page.getByText('Dette passordet er lett å gjette')).toBeVisible()
  await send(code, NEW, `${NEW}.`)
  await expect(page.getByText('Passordene er ikke like. Skriv det samme begge steder.')).toBeVisible()
  await send(code)
  await who.sees(nb.resetDone)
})

test('a wrong code is said beside the code, after five tries a new one is needed', async ({ page, request }) => {
  const email = newEmail()
  await createAccount(request, { email })
  const { send } = await reset(page, email)
  const code = await codeFor(request, email)
  for (let at = 0; at < 5; at++) {
    await send(wrongCode(code))
    await expect(page.getByText('Koden stemmer ikke. Sjekk sifrene og prøv igjen.')).toBeVisible()
  }
  await look(page)
  await send(code)
  await expect(page.getByText('Koden er prøvd for mange ganger. Be om en ny.')).toBeVisible()
  await expect(page.getByText(/Du kan be om en ny kode om/).first()).toBeVisible()
})

for (const [how, spell] of [
  ['with spaces', (code: string) => ` ${code.slice(0, 4)} ${code.slice(4)} `],
  ['in Arabic-Indic digits', (code: string) => code.replace(/\d/g, (digit) => '٠١٢٣٤٥٦٧٨٩'[Number(digit)] ?? '')],
] as const)
  test(`a code typed ${how} sets the new password`, async ({ page, request }) => {
    const email = newEmail()
    await createAccount(request, { email })
    const { who, send } = await reset(page, email)
    await send(spell(await codeFor(request, email)))
    await who.sees(nb.resetDone)
  })

test('the code of another account, or of a sign-up, is refused and stays good where it belongs', async ({
  page,
  request,
}) => {
  const [mine, theirs, stranger] = [newEmail(), newEmail(), newEmail()]
  for (const email of [mine, theirs]) await createAccount(request, { email })
  const other = await post(request, '/forgot-password', { identifier: theirs })
  const signUp = await post(request, '/sign-up', { identifier: stranger })
  const [ofTheirs, ofSignUp] = [await codeFor(request, theirs), await codeFor(request, stranger)]
  const { who, send } = await reset(page, mine)
  for (const foreign of [ofTheirs, ofSignUp]) {
    const refused = page.waitForResponse('**/forgot-password/finish')
    await send(foreign)
    expect((await (await refused).json()).code).toBe('code_wrong')
    await expect(page.getByLabel(nb.code, { exact: true })).toHaveAccessibleDescription(
      /Koden stemmer ikke\. Sjekk sifrene og prøv igjen\./,
    )
    await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
  }
  await send(await codeFor(request, mine))
  await who.sees(nb.resetDone)
  expect(await post(request, '/sign-up/code', { flow: signUp.flow, code: ofSignUp })).toMatchObject({
    state: 'password',
  })
  const about = { flow: other.flow, code: ofTheirs, password: NEW, repeat: NEW }
  expect(await post(request, '/forgot-password/finish', about)).toMatchObject({ state: 'done' })
})

test('what is not an address is said beside it; a number without a country asks for one', async ({ page }) => {
  const who = visitor(page)
  await page.goto('/forgot-password')
  const country = page.getByLabel('Landkode', { exact: true })
  await expect(country).toBeHidden()
  await who.press(nb.next)
  await expect(page.getByText('Skriv e-postadressen eller telefonnummeret ditt.')).toBeVisible()
  await who.type(nb.anyAddress, 'kari')
  await who.press(nb.next)
  await expect(page.getByText('Dette ser ikke ut som en e-postadresse')).toBeVisible()
  await look(page)
  await who.type(nb.anyAddress, '070 123 45 67')
  await expect(country).toBeVisible()
  await country.focus()
  await country.selectOption('SE')
  await who.press(nb.next)
  await who.sees(nb.resetTitle)
  await expect(page.getByText('+46')).toBeVisible()
})

test('a number with its country, or an e-mail address, is asked no more', async ({ page }) => {
  const who = visitor(page)
  await page.goto('/forgot-password')
  for (const typed of ['+47 412 34 567', '0047 41234567', 'kari@eksempel.no']) {
    await who.type(nb.anyAddress, typed)
    await expect(page.getByLabel('Landkode', { exact: true })).toBeHidden()
  }
})

test('a reload goes on where it was; a lost answer is no second reset', async ({ page, request }) => {
  const email = newEmail()
  await createAccount(request, { email })
  const { who, send } = await reset(page, email)
  await page.reload()
  await who.sees(nb.resetTitle)
  await page.route('**/forgot-password/finish', async (route) => {
    await route.fetch() // it arrives, and its answer does not
    await route.abort()
  })
  const code = await codeFor(request, email)
  await send(code)
  await expect(page.getByText('Vi fikk ikke kontakt.')).toBeVisible()
  await page.unroute('**/forgot-password/finish')
  await who.press(nb.send)
  await who.sees(nb.resetDone)
  expect((await messagesTo(request, email)).filter(({ text }) => !/^\d{8}$/m.test(text))).toHaveLength(1)
})

test('the old password is worth nothing and its session is over on the next page', async ({
  page,
  request,
  browser,
}) => {
  const email = newEmail()
  await createAccount(request, { email })
  await page.goto('/log-in')
  await logIn({ who: visitor(page), words: nb, request }, { email })
  await visitor(page).sees(nb.signedIn)
  const elsewhere = await browser.newPage({ baseURL: process.env.JOURNEYS_URL ?? '', locale: 'nb-NO' })
  const { who, send } = await reset(elsewhere, email)
  await send(await codeFor(request, email))
  await who.sees(nb.resetDone)
  await elsewhere.close()
  await page.goto('/account/devices')
  await visitor(page).sees(nb.logIn)
  await logIn({ who: visitor(page), words: nb, request }, { email })
  await expect(page.getByRole('alert')).toContainText('er feil')
  expect(PASSWORD).not.toBe(NEW)
})
