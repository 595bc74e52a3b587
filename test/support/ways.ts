// The ways every journey is walked.
import type { Page } from '@playwright/test'
import { type Hands, type Visitor, visitor } from './visitor.ts'
import { nb, nn, type Words } from './words.ts'

interface Way {
  name: string
  words: Words
  hands: Hands
  /** axe looks at every screen, in light and in dark. */
  isLooking: boolean
  use: { locale?: string; viewport?: { width: number; height: number }; hasTouch?: boolean }
}

export const ways: Way[] = [
  { name: 'with a mouse', words: nb, hands: 'mouse', isLooking: true, use: {} },
  // Language and hands have nothing to do with each other: one walk tries both.
  {
    name: 'in Nynorsk, with the keyboard alone',
    words: nn,
    hands: 'keyboard',
    isLooking: false,
    use: { locale: 'nn-NO' },
  },
  {
    name: 'at 390 px',
    words: nb,
    hands: 'mouse',
    isLooking: true,
    use: { viewport: { width: 390, height: 844 }, hasTouch: true },
  },
]

/** Who walks that way on a page. */
export const walker = (
  page: Page,
  { words, hands, isLooking }: Way,
): { who: Visitor; words: Words; isLooking: boolean; isByKeyboard: boolean } => ({
  who: visitor(page, hands),
  words,
  isLooking,
  isByKeyboard: hands === 'keyboard',
})
