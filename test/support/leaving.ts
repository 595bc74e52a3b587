// Somebody whose account is to be deleted, with something of theirs in every table.
import { settleAfterAnswers } from '../../server/platform/after-answer.ts'
import { policy } from '../../server/platform/policy.ts'
import { type Api, newEmail, newPhone, PASSWORD, WRONG_PASSWORD } from './api.ts'
import { exchangeOf } from './approvals.ts'
import { bindAuthenticator, startAuthenticator } from './authenticator.ts'
import { accountIdOf } from './notices.ts'
import { addPasskey } from './passkeys.ts'

export const DAY = 24 * 3600

export interface Leaving {
  accountId: string
  /** The address now, the one it was before, one being added and one being changed to. */
  email: string
  former: string
  phone: string
  next: string
  phrase: string
}

/** An account that has just been asked to go; all its flows are of the last minutes before its time is over. */
export async function leaveEverywhere(api: Api): Promise<Leaving> {
  const [former, email, next, phone] = [newEmail(), newEmail(), newEmail(), newPhone()]
  const phrase = 'blå elg i motlys'
  const cookie = await api.account(former)
  const accountId = await accountIdOf(api, cookie)
  await api.call('PATCH', 'account/phrase', { phrase }, { headers: { cookie } })
  const change = async (to: string, who: string) => {
    const [identifier] = (await api.get('account', who)).body.identifiers
    const path = `account/identifiers/${identifier.id}/change`
    return (await api.post(path, { identifier: to }, who)).body.flow as string
  }
  const flow = await change(email, cookie)
  for (const address of [former, email])
    await api.post('account/identifier-changes/code', { flow, code: await api.code(address) }, cookie)
  const { cookie: bound, app } = await bindAuthenticator(api, cookie, email)
  const { cookie: keyed } = await addPasskey(api, bound, undefined, phrase)
  const asked = await api.post('account/deletion', { password: PASSWORD }, keyed)
  if (asked.status !== 200) throw new Error(`it was not asked for: ${JSON.stringify(asked.body)}`)
  api.deps.clock.advance(policy.deletionGraceSeconds - 600)
  await strangersTry(api, email)
  const proven = { identifier: email, password: PASSWORD, flow: await prove(api, email) }
  const { flow: waiting } = (await api.post('sign-in', proven)).body
  const last = (await api.post('sign-in/totp', { flow: waiting, code: app.code() })).cookie
  if (!last) throw new Error('no sign-in')
  await api.post('account/identifiers', { identifier: phone }, last)
  await change(next, last)
  await startAuthenticator(api, last, email, 'change')
  await api.post('forgot-password', { identifier: email })
  await (await exchangeOf(api)).ask(accountId)
  return { accountId, email, former, phone, next, phrase }
}

/** Enough of them that a mailbox must be proven. */
async function strangersTry(api: Api, identifier: string): Promise<void> {
  for (let n = 0; n < policy.wrongPasswordsBeforeMailboxProof; n++)
    await api.call('POST', 'sign-in', { identifier, password: WRONG_PASSWORD }, { remoteAddress: `10.1.0.${n}` })
  await settleAfterAnswers()
}

async function prove(api: Api, identifier: string): Promise<string> {
  const { flow } = (await api.post('sign-in', { identifier, password: PASSWORD })).body
  await api.post('sign-in/code', { flow, code: await api.code(identifier) })
  return flow
}

/** Lets the last minutes pass. */
export const passGrace = (api: Api) => api.deps.clock.advance(601)
