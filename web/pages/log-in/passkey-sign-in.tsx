// Behind the button, fetched once the page stands: signing in with a passkey, and the offer of one in the field of the address.
import { type Outcome, offerInField, signInWithPasskey } from '../../parts/passkey.ts'
import { PasskeySaid } from '../../parts/passkey-prompt.tsx'
import type { PasskeyButtonProps, Shown } from './passkey-button.tsx'

export interface PasskeySignIn {
  /** @param trustDevice with a flow: this device need not give the second proof for a while */
  press(trustDevice?: boolean): void
  stop(): void
}

export function startPasskeySignIn({ flow, done }: PasskeyButtonProps, show: (shown: Shown) => void): PasskeySignIn {
  let offer = new AbortController()
  let isBusy = false
  let rounds = 0

  const tell = (outcome: Outcome<object>) => {
    if (outcome.value) return done()
    rounds += 1
    show({ said: <PasskeySaid key={rounds} outcome={outcome} /> })
  }
  const offerAgain = () => {
    if (flow) return
    offer = new AbortController()
    void offerInField(offer.signal, tell)
  }
  async function press(trustDevice?: boolean) {
    if (isBusy) return
    isBusy = true
    offer.abort() // the browser can do one thing at a time
    show({ busy: true })
    const outcome = await signInWithPasskey({ flow, trustDevice })
    tell(outcome)
    isBusy = !!outcome.value // the next page is loading
    if (!isBusy) offerAgain()
  }

  offerAgain()
  return { press: (trustDevice) => void press(trustDevice), stop: () => offer.abort() }
}
