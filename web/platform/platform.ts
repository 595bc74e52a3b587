/** What the app asks of the thing it runs on: a browser, or a shell made with Capacitor. Two implementations, one interface. */
export interface Platform {
  readonly kind: 'browser' | 'android' | 'ios'
  /** Where the server is, without a slash at its end; empty: where the page comes from. */
  readonly server: string
  readonly vault: Vault
  /** @returns whether the text is on the clipboard now */
  copy(text: string): Promise<boolean>
  /** Hands an `otpauth://` address to the app that answers it. @returns whether there is one, as far as can be told */
  openAuthenticator(uri: string): Promise<boolean>
  /** Opens an address outside of the app: a store, the terms. */
  openOutside(address: string): void
  /** Tells when the app leaves the screen, and when it is back. */
  watchPresence(left: () => void, back: () => void): void
  /** Tells of addresses of ours that the system opens the app with, and of the one it was started by. */
  watchLinks(follow: (address: string) => void): void
  /** Tells of the phone's own way back. `false` from `back`: there is nothing left to go back to, so the app may close. */
  watchBack(back: () => boolean): void
}

/** What the app keeps on this device. */
export interface Kept {
  /** The session's token. */
  token?: string
  /** What the account knows this device by. */
  device?: string
}

/** Keeps it where nothing but this app on this device reads it. */
export interface Vault {
  /**
   * Reads what was kept, behind the owner's finger or face where that is turned on.
   *
   * @throws VaultError
   */
  read(): Promise<Kept | undefined>
  /** @throws VaultError `full` */
  keep(kept: Kept): Promise<void>
  forget(): Promise<void>
  /** Absent where the device has no finger or face to ask for. */
  readonly biometrics?: {
    isOn(): Promise<boolean>
    /** @throws VaultError */
    turn(on: boolean, kept: Kept): Promise<void>
  }
}

export class VaultError extends Error {
  /**
   * `cancelled`: may be tried again. `changed`: another finger or face was added since, so that what was kept is gone (sign in
   * again). `full`: the device has no room.
   */
  readonly reason: 'cancelled' | 'changed' | 'full'
  constructor(reason: VaultError['reason']) {
    super(`The vault is not open: ${reason}`)
    this.reason = reason
  }
}
