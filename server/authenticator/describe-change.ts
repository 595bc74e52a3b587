import { renderSVG } from 'uqr'
import { findProfile } from '../accounts/find-profile.ts'
import { maskIdentifier } from '../accounts/mask.ts'
import type { IssuedCode } from '../codes/issue-code.ts'
import { findCodeTimes } from '../codes/issue-code.ts'
import type { Deps } from '../platform/deps.ts'
import { otpauthUri, toBase32 } from '../totp/totp.ts'
import { type Change, codeSubject } from './change.ts'
import { actionsOf } from './journey.ts'
import type { AuthenticatorAnswer } from './schema.ts'

/** Modules of white around a QR code (ISO/IEC 18004 §5.3.8), there on a dark page too. */
const QUIET_ZONE = 4

const drawQr = (text: string): string => renderSVG(text, { border: QUIET_ZONE, ecc: 'M' })

export interface Shown {
  code?: Pick<IssuedCode, 'expiresAt' | 'resendAt'>
  phrase?: string
  /** Names the change instead of its id: whoever has no session holds a secret. */
  flow?: string
}

/** A change as its owner sees it. The pending key is shown again and again while it waits, the phrase never. */
export async function describeChange(deps: Deps, change: Change, shown: Shown = {}): Promise<AuthenticatorAnswer> {
  const { changeId, kind, state, expiresAt } = change
  return {
    flow: shown.flow ?? changeId,
    kind,
    state,
    actions: actionsOf(kind, state),
    endsAt: expiresAt.toISOString(),
    ...(state === 'code' ? await describeCode(deps, change, shown.code) : {}),
    ...(state === 'key' ? { key: await describeKey(deps, change) } : {}),
    ...(shown.phrase === undefined ? {} : { phrase: { text: shown.phrase, qr: drawQr(shown.phrase) } }),
  }
}

async function describeCode(deps: Deps, change: Change, code: Shown['code']) {
  const { destination } = change
  const times = code ?? (await findCodeTimes(deps, codeSubject(change)))
  if (!destination || !times) return {}
  return {
    channel: destination.kind === 'email' ? ('email' as const) : ('sms' as const),
    destination: maskIdentifier(destination),
    resendAt: times.resendAt.toISOString(),
    expiresAt: times.expiresAt.toISOString(),
  }
}

async function describeKey(deps: Deps, { accountId, pending }: Change) {
  if (!pending) throw new Error('no key is pending')
  const profile = await findProfile(deps, deps.db, accountId)
  const [first] = profile?.openIdentifiers() ?? []
  const uri = otpauthUri(pending.key, deps.config.brandName, first?.masked ?? '')
  return { secret: toBase32(pending.key), uri, qr: drawQr(uri) }
}
