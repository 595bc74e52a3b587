/** What the outbox sends and through whom: the templates with their data, and the one shape every provider takes. */

import type { NoticeEvent } from '../../web/words/notices.nb.ts'

export type { NoticeEvent } from '../../web/words/notices.nb.ts'

export type Channel = 'email' | 'sms'
export type Locale = 'nb' | 'nn' | 'en'

/** Each template with what its words need. Codes are eight digits; `at` is ISO 8601; `masked` is safe to show. */
export type Content =
  | { template: 'sign_up_code'; data: { code: string } }
  | { template: 'sign_up_taken'; data: { signInUrl: string } }
  | { template: 'identifier_code'; data: { code: string } }
  | { template: 'identifier_taken'; data: Record<string, never> }
  | { template: 'recovery_code'; data: { code: string } }
  | { template: 'recovery_mailbox_code'; data: { code: string } }
  | { template: 'sign_in_code'; data: { code: string } }
  | { template: 'change_code'; data: { code: string } }
  | { template: 'step_up_code'; data: { code: string } }
  | { template: 'authenticator_code'; data: { code: string } }
  | { template: 'thaw_code'; data: { code: string } }
  | { template: 'notice'; data: NoticeData }

/** What a notice tells; what its event does not have is empty. `at` and `until` are ISO 8601. */
export type NoticeData = {
  event: NoticeEvent
  at: string
  /** Not empty: it was done from a device, an unknown one if it has neither of the names below. */
  hasDevice?: string
  /** See `deviceOf`; a hint for its owner. */
  browser: string
  system: string
  /** ISO 3166-1 alpha-2. */
  place: string
  /** The address it is about, and the one before, masked. */
  masked: string
  previous: string
  count: string
  until: string
  /** Not empty: the session it was done in is over. */
  hasEnded?: string
  /** Behind the button: a page that can only tighten, or for a frozen account the one that opens it again. Empty: no button. */
  actionUrl: string
  /** Before it, for an address that the account had before: undoes the change, the removal or the addition. */
  undoUrl?: string
}

export type Template = Content['template']

/** A message ready to hand over. */
export interface OutgoingMessage {
  /** The same at every try: the provider's means to drop a repeat. */
  id: string
  to: string
  locale: Locale
  /** Empty for SMS, as is `html`. */
  subject: string
  text: string
  html: string
  createdAt: Date
}

/** One way out. Resolves when the other side has taken responsibility for the message, not before. */
export interface Provider {
  /**
   * @param signal aborted when the worker has waited long enough; whatever is open for this message is then let go
   * @throws DeliveryError
   */
  send(message: OutgoingMessage, signal: AbortSignal): Promise<{ providerId?: string }>
  close(): Promise<void>
}

export type Providers = Partial<Record<Channel, Provider>>

/** Why a message was not taken. `permanent`: trying again cannot help, because it is about this message itself. */
export class DeliveryError extends Error {
  readonly permanent: boolean

  /** @param reason a few words or a status code, stored and logged: never what the other side wrote, which may hold the address */
  constructor(reason: string, { permanent = false, cause }: { permanent?: boolean; cause?: unknown } = {}) {
    super(reason, { cause })
    this.name = 'DeliveryError'
    this.permanent = permanent
  }
}
