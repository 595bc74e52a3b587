import type { OwnApprovalAnswer } from '../../../server/approvals/schema.ts'
import { call, type Problem } from '../../api.ts'
import { amount } from './amount.ts'

export type Approval = OwnApprovalAnswer

/** The approval that the page's address names. */
export const approvalPath = () => `/account/approvals/${encodeURIComponent(location.pathname.split('/').at(-1) ?? '')}`

export const loadApproval = () => call<Approval>('GET', approvalPath())
export const approveWithTotp = (code: string) => call<Approval>('POST', `${approvalPath()}/totp`, { code })
export const decline = () => call<Approval>('POST', `${approvalPath()}/decline`, {})

const elsewhereNow = ['session_required', 'wrong_state', 'not_found', 'withdrawals_on_hold', 'factor_required']
/** The approval stands elsewhere, or something stands in the way: the page is drawn anew and says it. */
export const isElsewhere = ({ code }: Problem) => elsewhereNow.includes(code)

/** `0,5 BTC` */
export const amountOf = ({ content }: Approval) => `${amount(content.amount)} ${content.asset}`
