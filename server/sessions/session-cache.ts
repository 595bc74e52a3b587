import type { Deps } from '../platform/deps.ts'

interface Entry<View> {
  view: Promise<View | undefined>
  loadedAt: number
}

export interface SessionCache<View> {
  get(token: string, accountId: string): Promise<View | undefined>
  /** Forgets what is known of an account's sessions on this node, at once. */
  forget(accountId: string): void
  close(): Promise<void>
}

/**
 * How old an answer may be, counted from before its question was asked. With nothing else, a revoked session is refused
 * on every node within this time (SECURITY P10 promises 250 ms); the database's notice only makes it quicker, so losing
 * notices costs nothing.
 */
export const CACHE_MS = 200
const MOST_ACCOUNTS = 20_000

/** Remembers session answers for a moment, so that an exchange may ask at every click. */
export async function openSessionCache<View>(
  { db }: Pick<Deps, 'db'>,
  load: (token: string) => Promise<View | undefined>,
): Promise<SessionCache<View>> {
  const accounts = new Map<string, Map<string, Entry<View>>>()
  const forget = (accountId: string) => {
    accounts.delete(accountId)
  }
  const unlisten = await db.listen('sessions', forget, () => accounts.clear())
  const sweep = setInterval(() => accounts.clear(), 60_000).unref()

  return {
    async get(token, accountId) {
      const now = performance.now()
      const known = accounts.get(accountId)?.get(token)
      if (known && now - known.loadedAt < CACHE_MS) return known.view
      if (accounts.size >= MOST_ACCOUNTS) accounts.clear()
      const entry = { view: load(token), loadedAt: now }
      const tokens = accounts.get(accountId) ?? new Map<string, Entry<View>>()
      // A token that stands for nothing is not worth remembering: strangers could fill the memory with them.
      entry.view.then(
        (view) => {
          if (view === undefined) tokens.delete(token)
        },
        () => tokens.delete(token),
      )
      accounts.set(accountId, tokens.set(token, entry))
      return entry.view
    },
    forget,
    async close() {
      clearInterval(sweep)
      await unlisten()
    },
  }
}
