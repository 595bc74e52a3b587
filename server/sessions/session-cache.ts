import type { Deps } from '../platform/deps.ts'

interface Entry<View> {
  accountId: string
  view: Promise<View | undefined>
  /** What `view` came to. */
  known: View | undefined
  loadedAt: number
}

export interface SessionCache<View> {
  get(token: string, accountId: string): Promise<View | undefined>
  /** What `get` would give, when nobody need be asked; undefined says nothing. */
  peek(token: string): View | undefined
  /** Forgets what is known of an account's sessions on this node, at once. */
  forget(accountId: string): void
  close(): Promise<void>
}

/**
 * How old an answer may be, counted from before its question was asked. With nothing else, a revoked session is refused
 * on every node within this time (promise P10 is 250 ms); the database's notice only makes it quicker, so losing
 * notices costs nothing.
 */
export const CACHE_MS = 200
const MOST_TOKENS = 20_000

/** Remembers session answers for a moment, so that an exchange may ask at every click. */
export async function openSessionCache<View>(
  { db }: Pick<Deps, 'db'>,
  load: (token: string) => Promise<View | undefined>,
): Promise<SessionCache<View>> {
  const entries = new Map<string, Entry<View>>()
  const tokensOf = new Map<string, Set<string>>()
  const clear = () => {
    entries.clear()
    tokensOf.clear()
  }
  const forget = (accountId: string) => {
    for (const token of tokensOf.get(accountId) ?? []) entries.delete(token)
    tokensOf.delete(accountId)
  }
  const drop = (token: string, entry: Entry<View>) => {
    if (entries.get(token) !== entry) return
    entries.delete(token)
    const tokens = tokensOf.get(entry.accountId)
    tokens?.delete(token)
    if (tokens?.size === 0) tokensOf.delete(entry.accountId)
  }
  const fresh = (token: string) => {
    const entry = entries.get(token)
    return entry && performance.now() - entry.loadedAt < CACHE_MS ? entry : undefined
  }
  const unlisten = await db.listen('sessions', forget, clear)
  const sweep = setInterval(clear, 60_000).unref()

  return {
    peek: (token) => fresh(token)?.known,
    async get(token, accountId) {
      const found = fresh(token)
      if (found) return found.view
      if (entries.size >= MOST_TOKENS) clear()
      const entry: Entry<View> = { accountId, view: load(token), known: undefined, loadedAt: performance.now() }
      entries.set(token, entry)
      tokensOf.set(accountId, (tokensOf.get(accountId) ?? new Set()).add(token))
      // A token that stands for nothing is not worth remembering: strangers could fill the memory with them.
      entry.view.then(
        (view) => {
          entry.known = view
          if (view === undefined) drop(token, entry)
        },
        () => drop(token, entry),
      )
      return entry.view
    },
    forget,
    async close() {
      clearInterval(sweep)
      await unlisten()
    },
  }
}
