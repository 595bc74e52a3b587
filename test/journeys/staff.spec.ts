// The door of the staff: an invitation is answered, a member signs in and out, an administrator has colleagues in and puts them
// out; and every way it can come to nothing.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { StaffRole } from '../../server/sessions/policy.ts'
import { expect, look, test } from '../support/browser.ts'
import { add, atSecurity, leave } from '../support/passkey-account.ts'
import { addAuthenticator } from '../support/virtual-authenticator.ts'
import { type Hands, visitor } from '../support/visitor.ts'
import { walker, ways } from '../support/ways.ts'

const nb = {
  invited: 'Du er invitert',
  make: 'Lag tilgangsnøkkel',
  name: 'Navn',
  nameWrong: /Skriv navnet ditt, med høyst 60 tegn\./,
  door: 'For ansatte',
  logIn: 'Logg inn med tilgangsnøkkel',
  over: 'Invitasjonen gjelder ikke lenger',
  role: 'Saksbehandler',
}
const nn: typeof nb = {
  ...nb,
  name: 'Namn',
  nameWrong: /Skriv namnet ditt, med høgst 60 teikn\./,
  door: 'For tilsette',
  over: 'Invitasjonen gjeld ikkje lenger',
  role: 'Saksbehandlar',
}

/** By the operator's own command, beside the server. @returns the link */
function invite(role: StaffRole): string {
  const { JOURNEYS_DATA_DIR: DATA_DIR = '', JOURNEYS_URL: ORIGIN = '' } = process.env
  const env = { ...process.env, DATABASE_URL: '', DATA_DIR, ORIGIN }
  const cli = join(import.meta.dirname, '../../server/cli.ts')
  const said = execFileSync(process.execPath, [cli, 'staff', 'invite', '--role', role], { env, encoding: 'utf8' })
  return /http\S+/.exec(said)?.[0] ?? ''
}

/** Comes in by an invitation, in a browser that can make passkeys. */
async function comeIn(page: Page, link: string, name: string, hands?: Hands) {
  const authenticator = await addAuthenticator(page)
  const who = visitor(page, hands)
  await page.goto(link)
  await who.sees(nb.invited)
  await who.type(nb.name, name)
  await who.press(nb.make)
  // Of an administrator the name stands among the colleagues too.
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  return { who, authenticator }
}

const refused = (page: Page) => page.getByRole('alert')

for (const way of ways)
  test.describe(way.name, () => {
    test.use(way.use)

    test('comes in by an invitation, once, and from then on by the passkey', async ({ page }) => {
      const { who, isLooking, words } = walker(page, way)
      const said = words.code === 'Stadfestingskode' ? nn : nb
      const link = invite('reviewer')
      const authenticator = await addAuthenticator(page)
      await page.goto(link)
      await who.sees(said.invited)
      await who.press(said.make)
      await expect(page.getByLabel(said.name)).toHaveAccessibleDescription(said.nameWrong)
      if (isLooking) await look(page)
      await who.type(said.name, 'Kari Nordmann')
      await who.press(said.make)
      await who.sees('Kari Nordmann')
      await expect(page.getByText(said.role)).toBeVisible()
      expect(await authenticator.count()).toBe(1)
      if (isLooking) await look(page)
      await page.reload()
      await who.sees('Kari Nordmann')
      await who.press(words.logOut)
      await who.sees(said.door)
      if (isLooking) await look(page)
      await who.press(said.logIn)
      await who.sees('Kari Nordmann')
      await who.press(words.logOut)
      await who.sees(said.door)
      await page.goto('about:blank')
      await page.goto(link)
      await who.sees(said.over)
      if (isLooking) await look(page)
      await who.press(said.logIn)
      await who.sees('Kari Nordmann')
    })
  })

test('an administrator has a colleague in and puts them out, by keyboard', async ({ page, browser, baseURL }) => {
  const { who } = await comeIn(page, invite('admin'), 'Ada Administrator', 'keyboard')
  await who.press('Inviter en kollega')
  await expect(page.getByRole('dialog')).toBeVisible()
  await look(page)
  await page.getByLabel('Rolle', { exact: true }).selectOption('compliance')
  await who.press('Bekreft med tilgangsnøkkel')
  await who.sees('Lenken er klar')
  await look(page)
  const link = await page.getByRole('dialog').getByRole('code').innerText()
  await page.keyboard.press('Escape')

  const elsewhere = await browser.newContext({ baseURL: baseURL ?? '', locale: 'nb-NO' })
  const colleague = await elsewhere.newPage()
  await comeIn(colleague, link, 'Per Kollega')
  await expect(colleague.getByText('Etterlevelse')).toBeVisible()
  await expect(colleague.getByText('Kolleger')).toBeHidden()

  await page.reload()
  await who.press('Steng ute Per Kollega')
  await who.sees('Stenge ute Per Kollega?')
  await look(page)
  await who.press('Steng ute med tilgangsnøkkel')
  await expect(page.getByRole('status').filter({ hasText: 'Per Kollega er stengt ute.' })).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: 'Per Kollega' })).toContainText('Stengt ute')
  await expect(page.getByRole('dialog')).toBeHidden()
  await colleague.reload()
  await visitor(colleague).sees(nb.door)
  await visitor(colleague).press(nb.logIn)
  await expect(refused(colleague)).toContainText('Be en administrator om en ny invitasjon.')
  await look(colleague)
  await elsewhere.close()
})

test('an invitation that went astray is taken back; one that was used already shows who came in', async ({
  page,
  browser,
  baseURL,
}) => {
  const name = `Astrid Bakke ${Date.now()}` // every administrator sees the invitations of all
  const { who } = await comeIn(page, invite('admin'), name, 'keyboard')
  const mine = page.getByRole('listitem').filter({ hasText: `Fra ${name}` })
  const links: string[] = []
  for (let at = 0; at < 2; at++) {
    await who.press('Inviter en kollega')
    await page.getByLabel('Rolle', { exact: true }).selectOption('reviewer')
    await who.press('Bekreft med tilgangsnøkkel')
    await who.sees('Lenken er klar')
    links.push(await page.getByRole('dialog').getByRole('code').innerText())
    await page.keyboard.press('Escape')
    await expect(mine).toHaveCount(at + 1)
  }
  await expect(mine.first()).toContainText(/Saksbehandler\s*Fra Astrid Bakke \d+ · gjelder til /)
  await look(page)
  await mine.first().getByRole('button', { name: 'Trekk tilbake invitasjonen som saksbehandler' }).press('Enter')
  const status = page.getByRole('status')
  await expect(status.filter({ hasText: 'Invitasjonen er trukket tilbake. Lenken slipper ingen inn.' })).toBeVisible()
  await expect(mine).toHaveCount(1)

  const elsewhere = await browser.newContext({ baseURL: baseURL ?? '', locale: 'nb-NO' })
  const colleague = await elsewhere.newPage()
  await colleague.goto(links[0] as string)
  await visitor(colleague).sees(nb.over)
  await colleague.goto('about:blank')
  const late = `Per Sein ${Date.now()}`
  await comeIn(colleague, links[1] as string, late)
  await mine.getByRole('button', { name: 'Trekk tilbake' }).press('Enter')
  await expect(status.filter({ hasText: 'Se over hvem som er inne.' })).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: late })).toBeVisible()
  await expect(mine).toHaveCount(0)
  await elsewhere.close()
})

test('a finger that is not recognised, a lost network: the name stays, and so does the invitation', async ({
  page,
  context,
}) => {
  const authenticator = await addAuthenticator(page)
  const who = visitor(page)
  await page.goto(invite('support'))
  await who.type(nb.name, 'Kari Nordmann')
  await authenticator.recognises(false)
  await who.press(nb.make)
  await expect(refused(page)).toHaveText('Det ble avbrutt. Prøv igjen.')
  await look(page)
  await authenticator.recognises(true)
  await context.setOffline(true)
  await who.press(nb.make)
  await expect(refused(page)).toContainText('Vi fikk ikke kontakt.')
  await context.setOffline(false)
  await expect(page.getByLabel(nb.name)).toHaveValue('Kari Nordmann')
  await who.press(nb.make)
  await who.sees('Kari Nordmann')
})

test('an invitation that is used while it is looked at', async ({ page, browser, baseURL }) => {
  const link = invite('support')
  await addAuthenticator(page)
  await page.goto(link)
  await visitor(page).sees(nb.invited)
  const other = await browser.newContext({ baseURL: baseURL ?? '', locale: 'nb-NO' })
  await comeIn(await other.newPage(), link, 'Den andre')
  await visitor(page).type(nb.name, 'Kari Nordmann')
  await visitor(page).press(nb.make)
  await visitor(page).sees(nb.over)
  await other.close()
})

test('a link that was cut off says that it is over, and «Hopp til innholdet» is none', async ({ page }) => {
  await page.goto(invite('support').slice(0, -5))
  await visitor(page).sees(nb.over)
  await page.goto('about:blank')
  await page.goto('/staff#main')
  await visitor(page).sees(nb.door)
})

test('a customer’s passkey opens nothing, stays on the device, and the word is of this page', async ({
  page,
  request,
}) => {
  const { authenticator, phone } = await atSecurity({ page, request })
  await add({ page, request }, phone)
  await leave(page)
  await page.goto('/staff')
  await visitor(page).press(nb.logIn)
  await expect(refused(page)).toHaveText(
    'Tilgangsnøkkelen ble ikke godtatt. Prøv igjen med den som er laget for denne siden.',
  )
  expect(await authenticator.count()).toBe(1)
})

test('a passkey of which there may be a copy opens nothing more, here or in the session that is open', async ({
  page,
}) => {
  const { who, authenticator } = await comeIn(page, invite('support'), 'Kari Nordmann')
  await who.press('Logg ut')
  await who.press(nb.logIn)
  await who.sees('Kari Nordmann')
  await who.press('Logg ut')
  await authenticator.setCounters(0)
  await who.press(nb.logIn)
  await expect(refused(page)).toContainText('Tilgangsnøkkelen er sperret')
})

test('an administrator who works is not shown the door; when the session is over in a dialog, they are', async ({
  page,
}) => {
  await page.clock.install()
  const { who } = await comeIn(page, invite('admin'), 'Ada Administrator')
  await page.clock.fastForward('14:00')
  await who.press('Inviter en kollega')
  await who.press('Bekreft med tilgangsnøkkel')
  await who.sees('Lenken er klar')
  await page.clock.fastForward('14:00')
  await who.sees('Lenken er klar')
  // The list is asked for anew, and the session has to stand until it is there.
  await Promise.all([page.waitForResponse('**/staff/members'), page.keyboard.press('Escape')])
  await page.context().clearCookies()
  await who.press('Inviter en kollega')
  await who.press('Bekreft med tilgangsnøkkel')
  await who.sees(nb.door)
  await expect(page.getByText('Økten er over. Logg inn igjen.')).toBeVisible()
})

test('with another’s cookie, from another tab, an act says that the role is too little', async ({ page, context }) => {
  const { who } = await comeIn(page, invite('admin'), 'Ada Administrator')
  const other = await context.newPage()
  await comeIn(other, invite('support'), 'Per Kollega')
  await who.press('Inviter en kollega')
  await who.press('Bekreft med tilgangsnøkkel')
  await expect(refused(page)).toContainText('Rollen din gir ikke tilgang til dette.')
})

test('the answer to putting somebody out is lost: pressing once more ends well', async ({ page, context }) => {
  const { who } = await comeIn(page, invite('admin'), 'Ada Administrator')
  const elsewhere = await context.browser()?.newContext({ locale: 'nb-NO' })
  const colleague = await elsewhere?.newPage()
  if (!colleague) throw new Error('no other browser')
  await comeIn(colleague, invite('support'), 'Per Samtidig')
  await page.reload()
  await who.press('Steng ute Per Samtidig')
  await page.route('**/end', async (route) => {
    await route.fetch() // it is done, and the answer is lost
    await route.abort()
  })
  await who.press('Steng ute med tilgangsnøkkel')
  await expect(refused(page)).toContainText('Vi fikk ikke kontakt.')
  await page.unroute('**/end')
  await who.press('Steng ute med tilgangsnøkkel')
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(page.getByRole('listitem').filter({ hasText: 'Per Samtidig' })).toContainText('Stengt ute')
  await elsewhere?.close()
})

test('a screen that is left shows nothing after a quarter of an hour', async ({ page }) => {
  await page.clock.install()
  const { who } = await comeIn(page, invite('support'), 'Kari Nordmann')
  await page.clock.fastForward('15:01')
  await who.sees(nb.door)
  await expect(page.getByText('Økten er over. Logg inn igjen.')).toBeVisible()
  await expect(page.getByText('Kari Nordmann')).toBeHidden()
})
