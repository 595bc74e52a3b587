// One change of the authenticator as the page follows it. The server knows where it stands: after a reload, a lost answer or
// another tab's doing the page asks, and goes on from there.
import { useEffect, useState } from 'preact/hooks'
import type { AuthenticatorAnswer, AuthenticatorStepAnswer } from '../../../server/authenticator/schema.ts'
import { type Account, call, type Flow, type Problem, serverNow } from '../../api.ts'
import { otherChannelOf } from '../../parts/channels.tsx'
import { loadOverview } from '../../parts/overview.ts'
import { leaveToLogIn } from '../../parts/use-load.ts'
import { isProofOld, provenAt } from '../account/proof.ts'

export type Act = 'bind' | 'change' | 'remove' | 'renew_phrase'
export type Change = AuthenticatorAnswer
export type Step = AuthenticatorStepAnswer

export const path = '/account/authenticator/change'

export type Place =
  | { at: 'looking' }
  | { at: 'unreachable' }
  /** The last proof is too old. */
  | { at: 'proof' }
  | { at: 'begin'; account: Account }
  | { at: 'under-way'; change: Change }
  | { at: 'done' }
  /** There is nothing to do any more: another tab has done it. */
  | { at: 'elsewhere' }

interface ChangePlan {
  act: Act
  /** It is under way from now on, or is not any more. */
  isUnderWay(yes: boolean): void
  /** The account is another now. */
  changed(): void
}

export function useChange({ act, isUnderWay, changed }: ChangePlan) {
  const [place, setPlace] = useState<Place>({ at: 'looking' })
  const [problem, setProblem] = useState<Problem>()
  const [identifiers, setIdentifiers] = useState<Account['identifiers']>([])

  const go = (next: Place, why?: Problem) => {
    setProblem(why)
    setPlace(next)
    if (next.at !== 'looking' && next.at !== 'unreachable') isUnderWay(next.at === 'under-way')
  }

  /** Asks where it stands. @param why what brought us here, said if there is nothing to go on with */
  async function look(why?: Problem, isProven = false) {
    const [found, overview] = await Promise.all([call<Change | { state: 'none' }>('GET', path), loadOverview()])
    if (!found.ok || !overview.ok) {
      const refused = found.ok ? (overview as { problem: Problem }).problem : found.problem
      return refused.code === 'session_required' ? leaveToLogIn() : go({ at: 'unreachable' }, refused)
    }
    const { account, session } = overview.value
    setIdentifiers(account.identifiers)
    if (found.value.state !== 'none' && found.value.kind === act) return go({ at: 'under-way', change: found.value })
    if ((act === 'bind') !== (account.authenticator === null)) {
      go({ at: 'elsewhere' })
      return changed()
    }
    go(!isProven && isProofOld(provenAt(session.session)) ? { at: 'proof' } : { at: 'begin', account }, why)
  }

  useEffect(() => void look(), [])

  // Time runs out for whatever is pending: the screen says so by itself.
  useEffect(() => {
    if (place.at !== 'under-way') return
    const left = Date.parse(place.change.endsAt) - serverNow()
    const timer = setTimeout(() => void look({ code: 'flow_ended' }), Math.max(0, left) + 500)
    return () => clearTimeout(timer)
  }, [place])

  return {
    place,
    problem,
    look,
    advance(step: Step) {
      if (step.state !== 'done') return go({ at: 'under-way', change: step })
      go({ at: 'done' })
      changed()
    },
    /** To the account's other address: the same begins anew, which ends what is under way, and nothing else. */
    otherChannel: (change: Flow, reach: typeof call) =>
      otherChannelOf(identifiers, change, (identifierId) => reach('POST', path, { kind: act, identifierId })),
    /** A refusal that the step itself cannot answer. */
    ended(refused: Problem) {
      if (refused.code === 'step_up_required') return go({ at: 'proof' })
      void look(refused)
    },
    /** Leaves everything as it was, and alone what another tab has begun since. */
    cancel() {
      isUnderWay(false)
      if (place.at === 'under-way') void call('DELETE', `${path}?flow=${place.change.flow}`)
    },
  }
}

export type Following = ReturnType<typeof useChange>
