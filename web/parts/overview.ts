import { type Account, type Answer, call, type Session } from '../api.ts'

/** What the signed-in pages tell about an account. */
export interface Overview {
  session: Session
  account: Account
}

export async function loadOverview(): Promise<Answer<Overview>> {
  const [session, account] = await Promise.all([call<Session>('GET', '/session'), call<Account>('GET', '/account')])
  if (!session.ok) return session
  return account.ok ? { ok: true, value: { session: session.value, account: account.value } } : account
}
