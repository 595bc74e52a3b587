// J6: Google Authentication is set up on the web, and what people meet on the way.
import { bind, row, wordsOf } from '../support/binding.ts'
import { expect, test } from '../support/browser.ts'
import { logIn } from '../support/journeys.ts'
import { createAccount, messagesTo, newEmail, newPhone, PASSWORD } from '../support/people.ts'
import { appName, codeOn } from '../support/phone.ts'
import { walker, ways } from '../support/ways.ts'

for (const way of ways) {
  test.describe(way.name, () => {
    test.use(way.use)
    for (const kind of ['phone', 'email'] as const) {
      test(`binds an authenticator to an account with ${kind}, its codes from ${appName}`, async ({
        page,
        request,
      }) => {
        const addresses = kind === 'phone' ? { phone: newPhone() } : { email: newEmail() }
        const address = addresses.phone ?? addresses.email ?? ''
        await createAccount(request, addresses)
        const walk = { ...walker(page, way), request }
        const said = wordsOf(walk)
        await page.goto('/log-in?next=/account/security')
        await logIn({ ...walk, isLooking: false }, addresses)
        await expect(row(page, said.row)).toContainText(said.off)
        const { secret } = await bind(walk, address)
        await walk.who.press(said.finish)
        await expect(row(page, said.row).getByText(said.on)).toBeVisible()
        await expect(row(page, said.phrase)).toBeVisible()
        await expect(page.getByText(/^Uttakssperre til .+ \((6 t|5 t \d\d? min) igjen\)/)).toBeVisible()
        const [notice] = await messagesTo(request, address)
        expect(notice?.text).toContain('Google-autentisering')
        // From now on the password alone opens nothing; with a code of the phone it does.
        const answer = await request.post('/api/v1/sign-in', { data: { identifier: address, password: PASSWORD } })
        const waiting = await answer.json()
        expect(waiting).toMatchObject({ state: 'factor', actions: ['totp', 'recovery_key'] })
        const next = codeOn(secret, new Date(Date.now() + 30_000))
        const opened = await request.post('/api/v1/sign-in/totp', { data: { flow: waiting.flow, code: next } })
        expect(opened.status()).toBe(200)
      })
    }
  })
}
