import { z } from 'zod'
import { holdAnswer } from '../holds/schema.ts'
import { assertionSchema } from '../passkeys/schema.ts'
import { policy } from '../platform/policy.ts'
import { totpSchema } from '../totp/schema.ts'
import { approvalStates, ownerActions } from './journey.ts'

/** Account id (16 bytes) ‖ approval id (16 bytes), base64url: the one spelling of them. */
const idSchema = z.string().regex(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/)

/** In print and without marks that turn text around or cannot be seen: what is approved must be what is read. */
const visible = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .refine((text) => text.isWellFormed() && !/[\p{C}\p{Zl}\p{Zp}]/u.test(text) && text.trim() === text)

/** One withdrawal. Everything is text, shown as it stands and hashed as it stands. */
export const contentSchema = z.strictObject({
  kind: z.literal('withdrawal'),
  /** Decimal, with a point and more than nothing: `0.5`. */
  amount: z.string().regex(/^(?=.*[1-9])(0|[1-9]\d{0,29})(\.\d{1,30})?$/),
  /** `BTC` */
  asset: z.string().regex(/^[A-Z0-9]{1,12}$/),
  /** Where there are several for an asset: `Ethereum (ERC-20)`. */
  network: z
    .string()
    .regex(/^[\x21-\x7e]([\x20-\x7e]{0,38}[\x21-\x7e])?$/)
    .optional(),
  /** Of a wallet or a bank account, without spaces. */
  address: z.string().regex(/^[\x21-\x7e]{1,128}$/),
  /** What the person calls it, or a memo that goes along. */
  reference: visible(140).optional(),
})
export type Content = z.infer<typeof contentSchema>

export const askApprovalBody = z.strictObject({
  accountId: z.uuid(),
  content: contentSchema,
  /** How long it may be approved. */
  expiresInSeconds: z.int().min(60).max(3600).default(policy.approvalSeconds),
  /** Where the page leads back to, on the same origin. */
  returnTo: z
    .string()
    .regex(/^\/(?![/\\])[\x21-\x7e]{0,500}$/)
    .optional(),
})

export const redeemApprovalBody = z.strictObject({
  /** What is about to be done, and whose it is: it must be what was approved. */
  accountId: z.uuid(),
  content: contentSchema,
  /** As `GET /approvals/:id` gave it. */
  proof: z.string().regex(/^[A-Za-z0-9_-]{1,400}\.[A-Za-z0-9_-]{1,2000}\.[A-Za-z0-9_-]{86}$/),
})

export const idempotencyHeaders = z.looseObject({
  /** A name that your program gives this request: repeated with it, the request is answered as before and done once. */
  'idempotency-key': z.string().regex(/^[\x21-\x7e]{1,200}$/),
})

export const approvalParams = z.strictObject({ id: idSchema })
export const approveTotpBody = z.strictObject({ code: totpSchema })
export const approvePasskeyBody = z.strictObject({ credential: assertionSchema })

/**
 * Why it cannot be approved now: the account is frozen, withdrawals are on hold, or nothing is bound that could prove it.
 * Null: it can.
 */
export const obstacleSchema = z.enum(['frozen', 'hold', 'no_factor']).nullable()
export type Obstacle = z.infer<typeof obstacleSchema>

const shared = {
  id: z.string(),
  state: z.enum(approvalStates),
  content: contentSchema,
  /** Name of the API key that asked. */
  askedBy: z.string(),
  createdAt: z.iso.datetime(),
  /** When it can no longer be approved, or, once it is, no longer be redeemed. */
  expiresAt: z.iso.datetime(),
  obstacle: obstacleSchema,
}

export const approvalAnswer = z.object({
  ...shared,
  accountId: z.uuid(),
  /** Where the person approves it. */
  url: z.string(),
  /** State `approved`: a compact JWS, to check with `/.well-known/jwks.json` and to redeem. */
  proof: z.string().optional(),
})
export type ApprovalAnswer = z.infer<typeof approvalAnswer>

export const redeemedAnswer = z.object({
  id: z.string(),
  state: z.literal('redeemed'),
  redeemedAt: z.iso.datetime(),
})

export const ownApprovalAnswer = z.object({
  ...shared,
  actions: z.array(z.enum(ownerActions)),
  /** By what it can be approved, each time anew. */
  methods: z.array(z.enum(['totp', 'passkey'])),
  holds: z.array(holdAnswer),
  returnTo: z.string().nullable(),
})
export type OwnApprovalAnswer = z.infer<typeof ownApprovalAnswer>
