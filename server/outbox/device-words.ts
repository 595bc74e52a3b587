import { deviceOn as en } from '../../web/words/notices.en.ts'
import { deviceOn as nb } from '../../web/words/notices.nb.ts'
import { deviceOn as nn } from '../../web/words/notices.nn.ts'
import type { Locale } from './message.ts'

const on: Record<Locale, string> = { nb, nn, en }

/** «Chrome på Linux», as far as it is known; empty: not at all. */
export const deviceWords = (device: { browser?: string; system?: string }, locale: Locale): string =>
  [device.browser, device.system].filter(Boolean).join(on[locale])
