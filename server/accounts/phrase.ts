/**
 * The anti-phishing phrase: a few words of the owner's own that every message from us begins with. It is sealed under the
 * account's data key, and says nothing to a mail program: no link, no address, no code.
 */
import { openWith, sealWith, unwrapDataKey } from '../platform/data-keys.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import { NOBODY } from './find-account.ts'
import * as queries from './queries.ts'

const FEWEST = 3
const MOST = 40
/** Fewer than any code has. */
const MOST_DIGITS = 5

// What mail programs and phones make a link of, or a person takes for one.
const LINK = /[@/\\<>]|\bwww\b|\p{L}{2,}\.\p{L}{2,}/iu
// Controls, marks that turn the text around, what cannot be seen.
const UNSEEN = /\p{C}|\p{Zl}|\p{Zp}/u

/**
 * A phrase as typed, tidied: NFC, one space between words.
 *
 * @returns undefined when it may not be one
 */
export function readPhrase(typed: string): string | undefined {
  if (!typed.isWellFormed()) return undefined
  const phrase = typed
    .normalize('NFC')
    .trim()
    .replace(/\p{Zs}+/gu, ' ')
  const length = [...phrase].length
  const digits = phrase.match(/\p{N}/gu)?.length ?? 0
  const isFine =
    length >= FEWEST && length <= MOST && digits <= MOST_DIGITS && !LINK.test(phrase) && !UNSEEN.test(phrase)
  return isFine ? phrase : undefined
}

/** The account's phrase, if it has one; nothing, after the same question, when no account is known. */
export async function findPhrase(
  { keys }: Pick<Deps, 'keys'>,
  db: Queryable,
  accountId: string | undefined,
): Promise<string | undefined> {
  const [row] = await db.query(queries.findPhrase, [accountId ?? NOBODY])
  if (!row?.phrase_sealed || !accountId) return undefined
  return openWith(unwrapDataKey(keys, row.data_key, accountId), row.phrase_sealed, context(accountId)).toString()
}

/**
 * @param phrase from `readPhrase`; null: none from now on
 * @throws Refusal `session_required` when the account is gone
 */
export async function setPhrase(
  tx: Queryable,
  { keys }: Pick<Deps, 'keys'>,
  accountId: string,
  phrase: string | null,
): Promise<void> {
  const [account] = await tx.query(queries.findPhrase, [accountId])
  if (!account) throw new Refusal('session_required') // deleted a moment ago
  const dataKey = unwrapDataKey(keys, account.data_key, accountId)
  const sealed = phrase === null ? null : sealWith(dataKey, Buffer.from(phrase), context(accountId))
  await tx.execute(queries.setPhrase, [accountId, sealed])
}

const context = (accountId: string) => ['phrase', accountId]
