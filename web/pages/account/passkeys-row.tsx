// «Tilgangsnøkler»: how many there are; the rest is fetched when it is asked for.
import { useState } from 'preact/hooks'
import type { Account, Problem } from '../../api.ts'
import { ProblemAlert } from '../../parts/form.tsx'
import { security } from '../../words/active.ts'
import { Row } from './row.tsx'

interface PasskeysRowProps {
  /** Undefined while loading. */
  account: Account | undefined
  isOpen: boolean
  open(isOpen: boolean): void
  /** The account was changed: with what to say. */
  changed(said: string): void
}

type PasskeysDialog = typeof import('./passkeys-dialog.tsx').PasskeysDialog

export function PasskeysRow({ account, isOpen, open, changed }: PasskeysRowProps) {
  const [loaded, setLoaded] = useState<{ Dialog: PasskeysDialog }>()
  const [problem, setProblem] = useState<Problem>()
  if (isOpen && !loaded && !problem)
    import('./passkeys-dialog.tsx').then(
      ({ PasskeysDialog }) => setLoaded({ Dialog: PasskeysDialog }),
      () => setProblem({ code: 'network' }),
    )
  const passkeys = account?.passkeys ?? []
  return (
    <Row name={security.passkeys} state={account && stateOf(passkeys)}>
      {account && (
        <button
          class="ds-button"
          data-variant="secondary"
          type="button"
          onClick={() => {
            setProblem(undefined)
            open(true)
          }}
        >
          {passkeys.length ? security.seePasskeys : security.addPasskey}
          <span class="ds-sr-only"> {security.passkeys}</span>
        </button>
      )}
      {problem && isOpen && <ProblemAlert problem={problem} />}
      {isOpen && loaded && account && <loaded.Dialog account={account} changed={changed} close={() => open(false)} />}
    </Row>
  )
}

function stateOf(passkeys: Account['passkeys']): string {
  if (!passkeys.length) return security.noPasskeys
  const count = security.passkeyCount(passkeys.length)
  return passkeys.some(({ suspended }) => suspended) ? `${count}. ${security.passkeySuspended}.` : count
}
