// The guides there are: in which order they are listed, and where each leads on.

export const groups = {
  in: [
    'log-in-by-phone',
    'log-in-by-email',
    'app-log-in-by-phone',
    'app-log-in-by-email',
    'forgot-password',
    'sign-up',
  ],
  wrong: ['cannot-log-in', 'lost-authenticator', 'stolen-phone', 'thaw', 'no-code', 'wrong-code'],
  safe: [
    'set-up-authenticator',
    'app-set-up-authenticator',
    'change-authenticator',
    'remove-authenticator',
    'passkeys',
  ],
  about: ['withdrawal-holds', 'what-is-kyc'],
} as const

type Group = keyof typeof groups
export type GuideName = (typeof groups)[Group][number]

export const groupNames = Object.keys(groups) as Group[]
export const guideNames: readonly GuideName[] = groupNames.flatMap((group) => [...groups[group]])

/** What whoever has read a guide may need next. */
export const related: Record<GuideName, readonly GuideName[]> = {
  'log-in-by-phone': ['cannot-log-in', 'log-in-by-email', 'set-up-authenticator'],
  'log-in-by-email': ['cannot-log-in', 'log-in-by-phone', 'set-up-authenticator'],
  'app-log-in-by-phone': ['app-log-in-by-email', 'app-set-up-authenticator', 'cannot-log-in'],
  'app-log-in-by-email': ['app-log-in-by-phone', 'app-set-up-authenticator', 'cannot-log-in'],
  'forgot-password': ['cannot-log-in', 'no-code', 'withdrawal-holds'],
  'sign-up': ['no-code', 'set-up-authenticator', 'what-is-kyc'],
  'cannot-log-in': ['forgot-password', 'lost-authenticator', 'no-code'],
  'lost-authenticator': ['stolen-phone', 'wrong-code', 'withdrawal-holds'],
  'stolen-phone': ['thaw', 'lost-authenticator', 'withdrawal-holds'],
  thaw: ['stolen-phone', 'lost-authenticator', 'withdrawal-holds'],
  'no-code': ['wrong-code', 'cannot-log-in'],
  'wrong-code': ['no-code', 'lost-authenticator'],
  'set-up-authenticator': ['change-authenticator', 'wrong-code', 'withdrawal-holds'],
  'app-set-up-authenticator': ['change-authenticator', 'wrong-code', 'withdrawal-holds'],
  'change-authenticator': ['lost-authenticator', 'wrong-code', 'withdrawal-holds'],
  'remove-authenticator': ['change-authenticator', 'passkeys', 'withdrawal-holds'],
  passkeys: ['set-up-authenticator', 'stolen-phone', 'withdrawal-holds'],
  'withdrawal-holds': ['stolen-phone', 'what-is-kyc'],
  'what-is-kyc': ['withdrawal-holds', 'sign-up'],
}
