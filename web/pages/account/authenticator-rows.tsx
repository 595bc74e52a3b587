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

interface AuthenticatorRowsProps {
  /** Undefined while loading. */
  account?: Account
  changed(): void
}

/** What is under way in this tab, so that a page that was loaded again goes on: phones drop pages while another app is open. */
const memory = flowMemory('authenticator')
const acts = ['bind', 'change', 'remove', 'renew_phrase'] as const
const remembered = () => acts.find((act) => act === memory.read())

export function AuthenticatorRows({ account, changed }: AuthenticatorRowsProps) {
  const [open, setOpen] = useState<{ act: ChangeAct; isResuming: boolean }>()
  const [failures, setFailures] = useState(0)
  const begin = (act: ChangeAct) => setOpen({ act, isResuming: false })

  useEffect(() => {
    if (!account) return
    const act = remembered()
    if (act) setOpen({ act, isResuming: true })
  }, [!account])

  // The reminder and the advice lead here by `#authenticator`, from other pages and from this one.
  useEffect(() => {
    if (!account) return
    const follow = () => {
      if (location.hash !== '#authenticator') return
      history.replaceState(null, '', location.pathname)
      if (!account.authenticator) begin('bind')
    }
    follow()
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [account])

  const close = () => setOpen(undefined)
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
        {failures > 0 && <ProblemAlert problem={{ code: 'network' }} />}
        {open && (
          <Lazy
            {...open}
            isUnderWay={(yes) => (yes ? memory.keep(open.act) : memory.forget())}
            changed={changed}
            close={close}
            failed={() => {
              setFailures(failures + 1)
              close()
            }}
            arrived={() => setFailures(0)}
          />
        )}
      </Row>
      {account?.recoveryKey && !account.authenticator?.suspended && (
        <Row name={words.recoveryKey} state={words.recoveryKeySince(date(account.recoveryKey.createdAt))}>
          <button class="ds-button" data-variant="secondary" type="button" onClick={() => begin('renew_phrase')}>
            {words.newRecoveryKey}
          </button>
        </Row>
      )}
    </>
  )
}

function stateOf({ authenticator }: Account): string {
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
