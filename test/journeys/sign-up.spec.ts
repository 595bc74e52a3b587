// J14: a new account, by phone or by e-mail, in every way people use the pages.
import { test } from '../support/browser.ts'
import { signUp } from '../support/journeys.ts'
import { newEmail, newPhone } from '../support/people.ts'
import { walker, ways } from '../support/ways.ts'

for (const way of ways) {
  test.describe(way.name, () => {
    test.use(way.use)

    test('signs up by phone, which comes first, and is signed in', async ({ page, request }) => {
      await signUp({ ...walker(page, way), request }, { phone: newPhone() })
    })

    test('signs up by e-mail after swapping the form, and is signed in', async ({ page, request }) => {
      await signUp({ ...walker(page, way), request }, { email: newEmail() })
    })
  })
}
