import type { Page } from '@playwright/test'

/** From now on no code that is sent to `path` is looked at: so many were wrong, and the first is forgotten in some thirty days. */
export const useUpCodes = (page: Page, path: string): Promise<unknown> =>
  page.route(`**/api/v1${path}`, (route) =>
    route.fulfill({
      status: 429,
      contentType: 'application/problem+json',
      body: JSON.stringify({ code: 'totp_used_up', retryAfterSeconds: 2_575_000 }),
    }),
  )
