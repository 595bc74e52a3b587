// «Logg inn med tilgangsnøkkel», by a button, and by the browser's own offer in the field of the address. A script of its own:
// the page draws the button, and this takes it over in place.
import { hydrate } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { type Outcome, offerInField, signInWithPasskey } from '../../parts/passkey.ts'
import { PasskeySaid } from '../../parts/passkey-prompt.tsx'
import { logIn } from '../../words/active.ts'

interface PasskeyButtonProps {
  label: string
  /** Of a sign-in whose password was right: the second proof. Absent: the passkey alone, offered in the field as well. */
  flow?: string
  /** With a flow: this device need not give the second proof for a while. */
  trustDevice?: boolean
  /** The person is signed in. */
  done(): void
}

/** Wakes the button that stands in `place` already; `pressed` while it slept, it acts now. */
export function wakePasskeyButton(place: Element, done: () => void, pressed: boolean): void {
  hydrate(<PasskeyButton label={logIn.withPasskey} done={done} />, place)
  if (pressed) place.querySelector('button')?.click()
}

export function PasskeyButton({ label, flow, trustDevice, done }: PasskeyButtonProps) {
  const [busy, setBusy] = useState(false)
  const [said, setSaid] = useState<Outcome<object>>({})
  /** How often something was said: the same said again is said anew. */
  const [times, setTimes] = useState(0)
  const offer = useRef(new AbortController())

  const tell = (outcome: Outcome<object>) => {
    if (outcome.value) return done()
    setSaid(outcome)
    setTimes((before) => before + 1)
  }
  const offerAgain = () => {
    if (flow !== undefined) return
    offer.current = new AbortController()
    void offerInField(offer.current.signal, tell)
  }
  async function press() {
    if (busy) return
    offer.current.abort() // the browser can do one thing at a time
    setBusy(true)
    setSaid({})
    const outcome = await signInWithPasskey({ flow, trustDevice })
    tell(outcome)
    if (outcome.value) return // the next page is loading
    setBusy(false)
    offerAgain()
  }
  useEffect(() => {
    offerAgain()
    return () => offer.current.abort()
  }, [])

  return (
    <>
      <button
        class="ds-button"
        data-variant={flow === undefined ? 'tertiary' : undefined}
        data-fullwidth
        type="button"
        aria-busy={busy}
        aria-disabled={busy}
        onClick={() => void press()}
      >
        {label}
      </button>
      <PasskeySaid key={times} outcome={said} />
    </>
  )
}
