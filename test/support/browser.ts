// What every journey has: the server's address, and a page whose faults fail the test.
import { AxeBuilder } from '@axe-core/playwright'
import { test as base, expect, type Page } from '@playwright/test'

interface Watch {
  /** Scripts that threw, and everything the content security policy had to stop. */
  faults: string[]
}

export const test = base.extend<Watch>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for a destructured first argument
  baseURL: async ({}, use) => use(process.env.JOURNEYS_URL),
  faults: [
    async ({ context }, use) => {
      const faults: string[] = []
      context.on('weberror', (thrown) => faults.push(String(thrown.error())))
      context.on('console', (message) => {
        if (/content.security.policy|securitypolicyviolation|trusted/i.test(message.text())) faults.push(message.text())
      })
      await context.addInitScript(() => {
        addEventListener('securitypolicyviolation', ({ violatedDirective, documentURI, sourceFile, sample, target }) =>
          console.error(
            'securitypolicyviolation',
            violatedDirective,
            documentURI,
            sourceFile,
            sample,
            target instanceof Element ? target.outerHTML : '',
          ),
        )
      })
      await use(faults)
      expect(faults).toEqual([])
    },
    { auto: true },
  ],
})

export { expect }

/** Looks at the screen as it stands, in light and in dark: axe finds nothing, and nothing is wider than the window. */
export async function look(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await expectAccessible(page, 'in light', axe(page))
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  await expectAccessible(page, 'in dark', axe(page).withRules('color-contrast')) // nothing else depends on colours
  await expectNoSidewaysScroll(page)
}

/** In the page itself: the default opens a second page for each look, and takes three times as long. */
const axe = (page: Page) => new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] })

async function expectAccessible(page: Page, how: string, builder: AxeBuilder): Promise<void> {
  const { violations } = await builder.analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
  expect(found, `axe at ${page.url()} ${how}`).toEqual([])
}

/** WCAG 1.4.10. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const wider = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    return scrollWidth - clientWidth
  })
  expect(wider, `what sticks out at ${page.url()}, in px`).toBeLessThanOrEqual(0)
}
