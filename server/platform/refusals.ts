/** Every "no" the server says: stable code → HTTP status → public words (RFC 9457). Pages have their own words per language. */
export const refusals = {
  request_invalid: { status: 400, title: 'The request does not have the expected form; see fields.' },
  origin_forbidden: { status: 403, title: 'The request came from a page of another origin.' },
  not_found: { status: 404, title: 'There is nothing here.' },
  method_not_allowed: { status: 405, title: 'This address does not take that method.' },
  body_too_large: { status: 413, title: 'The request is too large.' },
  media_type_unsupported: { status: 415, title: 'Send JSON (content-type: application/json).' },
  app_too_old: { status: 426, title: 'This version of the app is no longer served. Update it.' },
  session_required: { status: 401, title: 'Sign in first: there is no session, or it has ended.' },
  device_proof_required: {
    status: 401,
    title: 'This token is bound to a device: send a proof of its key (DPoP). Compare your clock with the Date header.',
  },
  device_proof_invalid: {
    status: 401,
    title: 'The DPoP proof does not hold for this request. Compare your clock with the Date header.',
  },
  api_key_required: { status: 401, title: 'Send an API key in force (authorization: Bearer pvk_…).' },
  api_key_out_of_scope: { status: 403, title: 'The API key is not good for this.' },
  role_required: { status: 403, title: 'Your role may not do this.' },
  step_up_required: { status: 401, title: 'Prove that it is you once more: this act needs a fresh proof.' },
  credentials_wrong: { status: 401, title: 'The address or the password is wrong.' },
  account_frozen: { status: 403, title: 'The account is frozen. Thaw it first.' },
  invitation_ended: { status: 410, title: 'The invitation was used or has expired. Ask for a new one.' },
  link_ended: { status: 410, title: 'The link was used or has expired.' },
  too_many_attempts: { status: 429, title: 'Too many tries. Wait before the next one.' },
  busy: { status: 503, title: 'The server is busy. Try again in a moment.' },
  code_wrong: { status: 422, title: 'The code is wrong.' },
  code_expired: { status: 422, title: 'The code has expired. Ask for a new one.' },
  code_replaced: { status: 422, title: 'A newer code has been sent. Use that one.' },
  code_spent: { status: 422, title: 'The code has been tried too many times. Ask for a new one.' },
  code_used: { status: 422, title: 'The code has been used, or was ended. Ask for a new one.' },
  code_too_soon: { status: 429, title: 'A code was just sent. Wait before you ask for another.' },
  too_many_codes: { status: 429, title: 'Too many codes were sent to this address. Wait before you ask for another.' },
  totp_wrong: { status: 422, title: 'The code of the authenticator is wrong.' },
  totp_late: { status: 422, title: 'The code is too old: the clock of the phone is slow.' },
  totp_used: { status: 422, title: 'The code was used already. Wait for the next one.' },
  totp_used_up: { status: 429, title: 'Too many wrong codes: prove yourself in another way.' },
  totp_not_enrolled: { status: 409, title: 'No authenticator is bound to the account.' },
  totp_enrolled: { status: 409, title: 'An authenticator is bound to the account already.' },
  factor_required: {
    status: 409,
    title: 'Nothing is bound to the account that could prove this: bind an authenticator.',
  },
  withdrawals_on_hold: { status: 409, title: 'Withdrawals are on hold: see holds.' },
  idempotency_key_reused: { status: 422, title: 'That idempotency key was used for another request.' },
  proof_wrong: { status: 422, title: 'That is not the proof of this approval.' },
  content_differs: { status: 422, title: 'What is about to be done is not what was approved.' },
  approval_of_another: { status: 403, title: 'Another program asked for this approval: it is not yours.' },
  approval_void: { status: 409, title: 'The approval is void: the account changed, or its session ended, since.' },
  approval_spent: { status: 409, title: 'The approval was redeemed already, by another request.' },
  passkey_wrong: { status: 422, title: 'The passkey was not accepted.' },
  passkey_unknown: { status: 422, title: 'No account has this passkey any more.' },
  passkey_suspended: { status: 422, title: 'The passkey is suspended: there may be a copy of it.' },
  passkey_not_enrolled: { status: 409, title: 'The account has no passkey that can be used.' },
  passkey_enrolled: { status: 409, title: 'The account has this passkey already.' },
  too_many_passkeys: { status: 409, title: 'The account has as many passkeys as it can have. Remove one first.' },
  recovery_key_mistyped: { status: 422, title: 'The Recovery Key Phrase is mistyped: its check group does not fit.' },
  recovery_key_wrong: { status: 422, title: 'That is not the Recovery Key Phrase of this account.' },
  recovery_key_spent: { status: 422, title: 'That Recovery Key Phrase has been replaced by a newer one.' },
  bot_check_required: {
    status: 403,
    title: 'Solve the challenge, and send the same once more with its solution as botCheck.',
  },
  sms_limited: {
    status: 429,
    title: 'No SMS can be sent to this number for now. Use an e-mail address, or try later.',
  },
  sms_country_closed: { status: 422, title: 'No SMS are sent to numbers of this country. Use an e-mail address.' },
  flow_ended: { status: 410, title: 'This attempt has ended. Start again.' },
  wrong_state: { status: 409, title: 'That is not the next step; see state.' },
  identifier_taken: { status: 409, title: 'There is an account with this address already. Sign in instead.' },
  identifier_kept: {
    status: 409,
    title: 'Another account gave this address up, and may take it back until then; see until.',
  },
  identifier_kind_taken: { status: 409, title: 'The account has an address of this kind already.' },
  identifier_too_new: {
    status: 409,
    title: 'The account has had this address for too short a time to prove that; see established.',
  },
  identifier_same: { status: 409, title: 'That is the address the account has already.' },
  last_identifier: { status: 409, title: 'An account keeps at least one address.' },
  password_weak: { status: 422, title: 'Choose a stronger password; see fields.' },
  internal: { status: 500, title: 'Something went wrong on our side. Quote the request id to support.' },
} as const

export type RefusalCode = keyof typeof refusals

export type FieldProblemCode =
  | 'required'
  | 'wrong_type'
  | 'too_short'
  | 'too_long'
  | 'invalid'
  | 'control_characters'
  | 'unknown'
  | 'duplicate'
  | 'too_common'
  | 'contains_identifier'
  | 'unequal'

export interface FieldProblem {
  field: string
  code: FieldProblemCode
}

export interface RefusalDetails {
  fields?: FieldProblem[]
  /** Whole seconds until a new try can succeed; also the Retry-After header. */
  retryAfterSeconds?: number
  /** When what stands in the way ends, ISO 8601. */
  until?: string
  /** Where the journey stands. */
  state?: string
  /** By which proofs a session becomes fresh enough: `password`, `totp`, `passkey`. */
  methods?: readonly string[]
  /** A proof of work to be made first, see `bot-check/bot-check.ts`. */
  challenge?: BotChallenge
}

/** A challenge by the ALTCHA protocol, version 2. */
export interface BotChallenge {
  parameters: {
    algorithm: 'PBKDF2/SHA-256'
    cost: number
    data: { purpose: string; most: number }
    /** Seconds since 1970. */
    expiresAt: number
    keyLength: number
    keyPrefix: string
    keySignature: string
    nonce: string
    salt: string
  }
  signature: string
}

/** The one way a verb says no. */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly details: RefusalDetails

  constructor(code: RefusalCode, details: RefusalDetails = {}) {
    super(code)
    this.name = 'Refusal'
    this.code = code
    this.details = details
  }
}
