// «Google-autentisering» and its phrase. The dialog comes when it is opened first: few need it, and only once.
import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Account } from '../../api.ts'
import { flowMemory } from '../../parts/flow-memory.ts'
import { ProblemAlert } from '../../parts/form.tsx'
import { date } from '../../parts/format.ts'
import { accountActs, security as words } from '../../words/active.ts'
import type { AuthenticatorDialog } from '../authenticator/authenticator-dialog.tsx'
import type { Act as ChangeAct } from '../authenticator/use-change.ts'
import { Act, Row } from './row.tsx'

export interface AuthenticatorRowsProps {
  /** Undefined while loading. */
  account?: Account
  changed(): void
}

/** What is under way in this tab, so that a page that was loaded again goes on: phones drop pages while another app is open. */
export const authenticatorMemory = flowMemory('authenticator')
const acts = ['bind', 'change', 'remove', 'renew_phrase'] as const
const remembered = () => acts.find((act) => act === authenticatorMemory.read())

/**
 * The dialog of the acts, and what opens it: a button, the page that was loaded again, or advice that leads here by
 * `#authenticator`, from other pages and from this one.
 *
 * @param bind what happens for `bind`, where that has no dialog
 */
export function useAuthenticatorDialog({ account, changed }: AuthenticatorRowsProps, bind?: () => void) {
  const [open, setOpen] = useState<{ act: ChangeAct; isResuming: boolean }>()
  const [failures, setFailures] = useState(0)
  const show = (act: ChangeAct, isResuming: boolean) => (act === 'bind' && bind ? bind() : setOpen({ act, isResuming }))
  const begin = (act: ChangeAct) => show(act, false)

  useEffect(() => {
    if (!account) return
    const act = remembered()
    if (act) show(act, true)
  }, [!account])

  useEffect(() => {
    if (!account) return
    const follow = () => {
      if (location.hash !== '#authenticator') return
      history.replaceState(history.state, '', location.pathname)
      if (!account.authenticator) begin('bind')
    }
    follow()
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [account])

  const close = () => setOpen(undefined)
  const dialog = (
    <>
      {failures > 0 && <ProblemAlert problem={{ code: 'network' }} />}
      {open && (
        <Lazy
          {...open}
          isUnderWay={(yes) => (yes ? authenticatorMemory.keep(open.act) : authenticatorMemory.forget())}
          changed={changed}
          close={close}
          failed={() => {
            setFailures(failures + 1)
            close()
          }}
          arrived={() => setFailures(0)}
        />
      )}
    </>
  )
  return { begin, dialog }
}

export function AuthenticatorRows({ account, changed }: AuthenticatorRowsProps) {
  const { begin, dialog } = useAuthenticatorDialog({ account, changed })
  return (
    <>
      <Row name={words.authenticator} state={account && stateOf(account)}>
        {account && !account.authenticator && (
          <button class="ds-button" data-variant="secondary" type="button" onClick={() => begin('bind')}>
            {words.setUp}
          </button>
        )}
        {account?.authenticator && !account.authenticator.suspended && (
          <div class="acts">
            <Act words={accountActs.change} of={words.authenticator} act={() => begin('change')} />
            <Act words={words.disconnect} of={words.authenticator} act={() => begin('remove')} />
          </div>
        )}
        {dialog}
      </Row>
      <PhraseKeyRow account={account} renew={() => begin('renew_phrase')} />
    </>
  )
}

/** The Recovery Key Phrase: since when there is one, and a new one. */
export function PhraseKeyRow({ account, renew }: { account?: Account; renew(): void }) {
  if (!account?.recoveryKey || account.authenticator?.suspended) return null
  return (
    <Row name={words.recoveryKey} state={words.recoveryKeySince(date(account.recoveryKey.createdAt))}>
      <button class="ds-button" data-variant="secondary" type="button" onClick={renew}>
        {words.newRecoveryKey}
      </button>
    </Row>
  )
}

export function stateOf({ authenticator }: Account): string {
  if (!authenticator) return words.authenticatorNone
  return authenticator.suspended
    ? words.authenticatorSuspended
    : words.authenticatorSince(date(authenticator.enrolledAt))
}

type DialogProps = Parameters<typeof AuthenticatorDialog>[0]

function Lazy({ failed, arrived, ...props }: DialogProps & { failed(): void; arrived(): void }) {
  const [Dialog, setDialog] = useState<ComponentType<DialogProps>>()
  useEffect(() => {
    import('../authenticator/authenticator-dialog.tsx').then((chunk) => {
      setDialog(() => chunk.AuthenticatorDialog)
      arrived()
    }, failed)
  }, [])
  return Dialog ? <Dialog {...props} /> : null
}
