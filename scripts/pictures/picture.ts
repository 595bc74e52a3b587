import type { CDPSession, Page } from '@playwright/test'

/** A picture that was taken. */
export interface Picture {
  /** Where it is kept in the repository. */
  file: string
  data: Buffer
  /** Its pixels for one of the page. */
  scale: number
}

/** Pictures that are taken one after the other, by a name that can be asked for. */
export interface Series {
  name: string
  /** It waits for most of its time, and needs no core of its own. */
  isWaiting?: boolean
  /** @param attempt the first is 0: whoever was there before has an account by now */
  take(attempt: number): Promise<Picture[]>
}

interface Capture {
  /** In pixels of the page. */
  clip: { x: number; y: number; width: number; height: number; scale: number }
  quality: number
  captureBeyondViewport?: boolean
}

/** One for each page, never detached: with any session of a page Chromium takes the page's authenticator away too. */
const sessions = new WeakMap<Page, Promise<CDPSession>>()

function sessionOf(page: Page): Promise<CDPSession> {
  const session = sessions.get(page) ?? page.context().newCDPSession(page)
  sessions.set(page, session)
  return session
}

/** A part of the page as WebP, a third of what PNG takes, as Chromium itself makes it. */
export async function capture(page: Page, how: Capture): Promise<Buffer> {
  const session = await sessionOf(page)
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', ...how })
  return Buffer.from(data, 'base64')
}
