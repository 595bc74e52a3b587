import type { OwnApprovalAnswer } from '../../../server/approvals/schema.ts'
import { call } from '../../api.ts'
import { amount } from './amount.ts'

export type Approval = OwnApprovalAnswer

/** The approval that the page's address names. */
const path = () => `/account/approvals/${encodeURIComponent(location.pathname.split('/')[2] ?? '')}`

export const loadApproval = () => call<Approval>('GET', path())
export const approveWithTotp = (code: string) => call<Approval>('POST', `${path()}/totp`, { code })
export const decline = () => call<Approval>('POST', `${path()}/decline`, {})

/** `0,5 BTC` */
export const amountOf = ({ content }: Approval) => `${amount(content.amount)} ${content.asset}`
