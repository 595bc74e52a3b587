// Chromium's authenticator in software (WebDriver: virtual authenticators), as a phone or laptop has one built in.
import type { CDPSession, Page } from '@playwright/test'

/** A passkey in it, private key and all. */
interface Held {
  credentialId: string
  isResidentCredential: boolean
  privateKey: string
  signCount: number
}

export interface VirtualAuthenticator {
  /** Whether the finger, the face or the PIN is right from now on. */
  recognises(isRight: boolean): Promise<void>
  credentials(): Promise<Held[]>
  /** How many passkeys it holds. */
  count(): Promise<number>
  /** As somebody who has copied it would leave its counter. */
  setCounters(signCount: number): Promise<void>
}

/**
 * An authenticator whose person touches it whenever it asks, and which takes an offer in a field at once.
 *
 * @param before a page whose authenticator's passkeys it holds too
 */
export async function addAuthenticator(page: Page, before?: VirtualAuthenticator): Promise<VirtualAuthenticator> {
  const session: CDPSession = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable', { enableUI: false })
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  const credentials = async () => (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials
  for (const credential of (await before?.credentials()) ?? [])
    await session.send('WebAuthn.addCredential', { authenticatorId, credential })
  return {
    credentials,
    count: async () => (await credentials()).length,
    async recognises(isUserVerified) {
      await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified })
    },
    async setCounters(signCount) {
      for (const credential of await credentials()) {
        const { credentialId } = credential
        await session.send('WebAuthn.removeCredential', { authenticatorId, credentialId })
        await session.send('WebAuthn.addCredential', { authenticatorId, credential: { ...credential, signCount } })
      }
    },
  }
}

/** As a browser that fills no passkeys in: what a test presses is then what signs in. Before the page is opened. */
export async function offersNothingInFields(page: Page): Promise<void> {
  await page.addInitScript(() => {
    if (window.PublicKeyCredential) PublicKeyCredential.isConditionalMediationAvailable = async () => false
  })
}
