// «Google-autentisering» in the app: a switch. Right begins to bind and sends the code by that; left begins to remove.
import { useId } from 'preact/hooks'
import {
  type AuthenticatorRowsProps,
  PhraseKeyRow,
  stateOf,
  useAuthenticatorDialog,
} from '../pages/account/authenticator-rows.tsx'
import { Act } from '../pages/account/row.tsx'
import { accountActs, appAuthenticator, security as words } from '../words/active.ts'
import { go } from './router.ts'

export function AuthenticatorSwitch({ account, changed }: AuthenticatorRowsProps) {
  const { begin, dialog } = useAuthenticatorDialog({ account, changed }, () => go('/account/security/authenticator'))
  const id = useId()
  const isOn = Boolean(account?.authenticator)
  const isSuspended = account?.authenticator?.suspended
  return (
    <>
      <li class="switch">
        <div>
          <h2 class="ds-heading" data-size="2xs" id={id}>
            {words.authenticator}
          </h2>
          <p>{account ? stateOf(account) : '\u00a0'}</p>
        </div>
        {account && !isSuspended && (
          <label class="turn">
            <span aria-hidden="true">{isOn ? appAuthenticator.on : appAuthenticator.off}</span>
            <input
              class="ds-input"
              type="checkbox"
              role="switch"
              aria-labelledby={id}
              checked={isOn}
              aria-checked={isOn}
              onClick={(event) => {
                event.preventDefault() // it moves once it is so
                begin(isOn ? 'remove' : 'bind')
              }}
            />
          </label>
        )}
        {isOn && !isSuspended && (
          <div class="acts">
            <Act words={accountActs.change} of={words.authenticator} act={() => begin('change')} />
          </div>
        )}
        {dialog}
      </li>
      <PhraseKeyRow account={account} renew={() => begin('renew_phrase')} />
    </>
  )
}
