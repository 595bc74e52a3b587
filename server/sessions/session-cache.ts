import type { Deps } from '../platform/deps.ts'

interface Entry<View> {
  accountId: string
  /** While it is being asked for. */
  view: Promise<View | undefined> | undefined
  /** What it came to. */
  known: View | undefined
  /** When it was asked for, by the process and by the clock. */
  askedAt: number
  loadedAt: Date
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
 * How long ago it must have been certain that an answer holds: when its question was asked, or when this node last knew that
 * it had missed no notice. With nothing else a revoked session is refused on every node within this time (promise P10 is
 * 250 ms); a notice only makes it quicker, and when notices are lost, so is the certainty.
 */
export const CERTAIN_MS = 200
/** While anybody asks, this often it is made certain again: four times before it would run out. */
const RENEW_MS = 50
/** The longest an answer is kept: the clock ends holds and no notice tells, and the time of last use is to be written. */
export const LONGEST_MS = 10_000
const MOST_TOKENS = 20_000

/** Remembers session answers for a while, so that an exchange may ask at every click. */
export async function openSessionCache<View>(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  load: (token: string) => Promise<View | undefined>,
): Promise<SessionCache<View>> {
  const entries = new Map<string, Entry<View>>()
  /** Most accounts have one: a list is a fifth of a set. */
  const tokensOf = new Map<string, string[]>()
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
    const left = tokensOf.get(entry.accountId)?.filter((each) => each !== token)
    if (left?.length) tokensOf.set(entry.accountId, left)
    else tokensOf.delete(entry.accountId)
  }
  const certainty = createCertainty(db)
  const isOld = ({ loadedAt }: Entry<View>) => clock.now().getTime() - loadedAt.getTime() >= LONGEST_MS
  const find = (token: string) => {
    const entry = entries.get(token)
    return entry && certainty.holds(entry.askedAt) && !isOld(entry) ? entry : undefined
  }
  const unlisten = await db.listen('sessions', forget, clear)
  const sweep = setInterval(() => {
    for (const [token, entry] of entries) if (isOld(entry)) drop(token, entry)
  }, LONGEST_MS).unref()

  return {
    peek: (token) => find(token)?.known,
    async get(token, accountId) {
      const found = find(token)
      if (found) return found.view ?? found.known
      if (entries.size >= MOST_TOKENS) clear()
      const asked = { askedAt: performance.now(), loadedAt: clock.now() }
      const view = load(token)
      const entry: Entry<View> = { accountId, view, known: undefined, ...asked }
      const isNew = !entries.has(token)
      entries.set(token, entry)
      if (isNew) tokensOf.set(accountId, [...(tokensOf.get(accountId) ?? []), token])
      // A token that stands for nothing is not worth remembering: strangers could fill the memory with them.
      view.then(
        (known) => {
          entry.known = known
          entry.view = undefined
          if (known === undefined) drop(token, entry)
        },
        () => drop(token, entry),
      )
      return view
    },
    forget,
    async close() {
      clearInterval(sweep)
      await unlisten()
    },
  }
}

/** Knows since when no notice can have been missed, and renews that while it is asked. */
function createCertainty({ heardAll }: Pick<Deps['db'], 'heardAll'>) {
  let certainAt = Number.NEGATIVE_INFINITY
  let isRenewing = false
  const renew = (now: number) => {
    isRenewing = true
    heardAll()
      .then(
        () => {
          certainAt = now
        },
        () => {}, // the connection is made anew by itself; until then answers are asked for
      )
      .finally(() => {
        isRenewing = false
      })
  }
  return {
    holds(askedAt: number): boolean {
      const now = performance.now()
      if (!isRenewing && now - certainAt >= RENEW_MS) renew(now)
      return now - Math.max(askedAt, certainAt) < CERTAIN_MS
    },
  }
}
