// «Logg inn med tilgangsnøkkel». What it does is in a script of its own, so that the page is there before it.
import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { ProblemAlert } from '../../parts/form.tsx'
import type { PasskeySignIn } from './passkey-sign-in.tsx'

export interface PasskeyButtonProps {
  label: string
  /** Of a sign-in whose password was right: the second proof. Absent: the passkey alone, offered in the field as well. */
  flow?: string
  /** With a flow: this device need not give the second proof for a while. */
  trustDevice?: boolean
  /** The person is signed in. */
  done(): void
}

export interface Shown {
  busy?: boolean
  said?: ComponentChildren
}

export function PasskeyButton(props: PasskeyButtonProps) {
  const [{ busy = false, said }, show] = useState<Shown>({})
  const signIn = useRef<Promise<PasskeySignIn>>(undefined)
  const load = () => {
    signIn.current ??= import('./passkey-sign-in.tsx').then(({ startPasskeySignIn }) => startPasskeySignIn(props, show))
    return signIn.current
  }
  const lost = () => {
    signIn.current = undefined
    show({ said: <ProblemAlert problem={{ code: 'network' }} /> })
  }
  useEffect(() => {
    load().catch(() => {}) // said when it is pressed
    return () => void signIn.current?.then(({ stop }) => stop())
  }, [])
  return (
    <>
      <button
        class="ds-button"
        data-variant={props.flow ? undefined : 'tertiary'}
        data-fullwidth
        type="button"
        aria-busy={busy}
        aria-disabled={busy}
        onClick={() => load().then(({ press }) => press(props.trustDevice), lost)}
      >
        {props.label}
      </button>
      {said}
    </>
  )
}
