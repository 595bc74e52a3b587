// What every journey has: the server's address, and a page whose faults fail the test.
import { readFileSync } from 'node:fs'
import { type BrowserContext, test as base, expect, type Page } from '@playwright/test'
import type axe from 'axe-core'
import type { RunOptions } from 'axe-core'

/** As it is shipped to browsers: half as much to send and to compile for every document that is looked at. */
const axeSource = readFileSync(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8')

interface Watch {
  /** Scripts that threw, and everything the content security policy had to stop. */
  faults: string[]
}

export const test = base.extend<Watch>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for a destructured first argument
  baseURL: async ({}, use) => use(process.env.JOURNEYS_URL),
  faults: [
    async ({ context }, use) => {
      const faults = await watchFaults(context)
      await use(faults)
      expect(faults).toEqual([])
    },
    { auto: true },
  ],
})

export { expect }

/** Scripts that throw from now on, and everything the content security policy has to stop. */
export async function watchFaults(context: BrowserContext): Promise<string[]> {
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
  return faults
}

/** Looks at the screen as it stands, in light and in dark: axe finds nothing, and nothing is wider than the window. */
export async function look(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await expectAccessible(page, 'in light', {})
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  // Nothing else depends on colours.
  await expectAccessible(page, 'in dark', { runOnly: { type: 'rule', values: ['color-contrast'] } })
  await expectNoSidewaysScroll(page)
}

/** Once a document: `@axe-core/playwright` sends and compiles the whole of it for each look, which takes longer than looking. */
async function bringAxe(page: Page): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource)
}

async function expectAccessible(page: Page, how: string, options: RunOptions): Promise<void> {
  await bringAxe(page)
  const found = await page.evaluate(
    async (given) => {
      const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, given)
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
    },
    // A frame of ours shows a letter, and runs no script.
    { ...options, resultTypes: ['violations' as const], iframes: false },
  )
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
