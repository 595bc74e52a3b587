// Somebody at the pages, who finds things by their role and label: with a mouse, or with the keyboard alone.
import { expect, type Locator, type Page } from '@playwright/test'

export type Hands = 'mouse' | 'keyboard'

type Role = 'button' | 'link'

export interface Visitor {
  page: Page
  /** Fills a field in, whatever it holds. */
  type(label: string, text: string): Promise<void>
  press(name: string, role?: Role): Promise<void>
  tick(label: string): Promise<void>
  /** Waits for a heading. */
  sees(heading: string): Promise<void>
}

const MOST_TABS = 60

export function visitor(page: Page, hands: Hands = 'mouse'): Visitor {
  const button = (name: string, role: Role = 'button') => page.getByRole(role, { name, exact: true }).first()
  const field = (label: string) => page.getByLabel(label, { exact: true })
  const sees = (name: string) => expect(page.getByRole('heading', { name, exact: true })).toBeVisible()
  // A page is drawn before its script wakes: a press in that moment would be lost, for a test as for a person.
  const awake = () => page.waitForLoadState()
  if (hands === 'mouse') {
    return {
      page,
      sees,
      type: (label, text) => awake().then(() => field(label).fill(text)),
      press: (name, role) => awake().then(() => button(name, role).click()),
      tick: (label) => awake().then(() => field(label).check()),
    }
  }
  return {
    page,
    sees,
    async type(label, text) {
      await reach(page, field(label))
      await page.keyboard.press('ControlOrMeta+a')
      await page.keyboard.type(text)
    },
    async press(name, role) {
      await reach(page, button(name, role))
      await page.keyboard.press('Enter')
    },
    async tick(label) {
      await reach(page, field(label))
      await page.keyboard.press('Space')
    },
  }
}

/** Goes to a control by Tab, and sees where the focus is at every stop. */
async function reach(page: Page, target: Locator): Promise<void> {
  await page.waitForLoadState()
  await expect(target).toBeVisible()
  for (let presses = 0; presses < MOST_TABS; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return expectRing(page)
    await page.keyboard.press('Tab')
  }
  throw new Error(`${target} cannot be reached by Tab`)
}

/** WCAG 2.4.7. The ring is drawn around the control, or around what stands for it: the country's
 * code, the code's boxes, a box to tick with its label. */
async function expectRing(page: Page): Promise<void> {
  const ring = await page.evaluate(() => {
    const focused = document.activeElement
    const standIns = [focused, focused?.previousElementSibling, focused?.nextElementSibling, focused?.parentElement]
    return standIns.some((element) => {
      if (!element) return false
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element)
      return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2) || boxShadow !== 'none'
    })
  })
  expect(ring, 'the focus can be seen').toBe(true)
}
