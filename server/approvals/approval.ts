/** What an approval is bound to, and how it is named: no database, no clock. */
import { createHash } from 'node:crypto'
import { idFromBytes, idToBytes } from '../platform/ids.ts'
import type { ApprovalState } from './journey.ts'
import type { Content } from './schema.ts'

export interface ApprovalId {
  accountId: string
  approvalId: string
}

export interface Approval extends ApprovalId {
  state: ApprovalState
  content: Content
  returnTo: string | undefined
  askedBy: string
  createdAt: Date
  endsAt: Date
}

/** The account stands in the name, so that its rows are found by it (docs/architecture.md). */
export function formatApprovalId({ accountId, approvalId }: ApprovalId): string {
  return Buffer.concat([idToBytes(accountId), idToBytes(approvalId)]).toString('base64url')
}

/** @param text 43 characters of base64url */
export function parseApprovalId(text: string): ApprovalId {
  const bytes = Buffer.from(text, 'base64url')
  return { accountId: idFromBytes(bytes.subarray(0, 16)), approvalId: idFromBytes(bytes.subarray(16, 32)) }
}

/** The content as the bytes that are hashed: JSON with its members in order of their names, no spaces (RFC 8785). */
export function canonicalJson(content: Content): string {
  return JSON.stringify(Object.fromEntries(Object.entries(content).sort(([a], [b]) => (a < b ? -1 : 1))))
}

/** SHA-256 of the canonical content, base64url. */
export function hashContent(content: Content): string {
  return createHash('sha256').update(canonicalJson(content)).digest('base64url')
}

/** What is kept of an idempotency key: it may say something of the exchange's own books. */
export function hashRequestKey(key: string): Buffer {
  return createHash('sha256').update(key).digest()
}

/**
 * Under which an approval may be kept that `askedBy` asked for with this key. The second is its alone (no key has a line break)
 * and is for when another program had the first. That stays the usual one: servers of the version before know no other, and
 * would make a second approval of the same act while both run.
 */
export function requestHashes(askedBy: string, key: string): [usual: Buffer, ownAlone: Buffer] {
  return [hashRequestKey(key), hashRequestKey(`${askedBy}\n${key}`)]
}
