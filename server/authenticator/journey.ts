/**
 * An authenticator being bound, changed, removed or replaced, or its phrase made anew, as a table: for each kind its states,
 * the actions each allows, and the states that may follow. What is pending opens nothing; `done` is one transaction, so that
 * there are never two valid keys or two valid phrases, and the old ones work until that instant.
 *
 * - bind: a code to a registered address, the new key confirmed by its first code, the phrase entered back.
 * - change: the code of `code` comes with one of the old authenticator.
 * - remove: the same, and it is done.
 * - replace: begun with the phrase after a password or a reset's code, for whoever has lost the phone.
 * - renew_phrase: begun with a fresh proof of the second kind.
 */
export const journey = {
  bind: {
    code: { code: ['key'], resend: ['code'] },
    key: { key: ['phrase'] },
    phrase: { phrase: ['done'], new_phrase: ['phrase'] },
  },
  change: { code: { code: ['key'], resend: ['code'] }, key: { key: ['done'] } },
  remove: { code: { code: ['done'], resend: ['code'] } },
  replace: { key: { key: ['phrase'] }, phrase: { phrase: ['done'], new_phrase: ['phrase'] } },
  renew_phrase: { phrase: { phrase: ['done'], new_phrase: ['phrase'] } },
} as const

export const changeKinds = ['bind', 'change', 'remove', 'replace', 'renew_phrase'] as const
export const changeStates = ['code', 'key', 'phrase'] as const
export const changeActions = ['code', 'resend', 'key', 'phrase', 'new_phrase'] as const

export type ChangeKind = (typeof changeKinds)[number]
export type ChangeState = (typeof changeStates)[number]
export type ChangeAction = (typeof changeActions)[number]

const table: Record<
  ChangeKind,
  Partial<Record<ChangeState, Partial<Record<ChangeAction, readonly string[]>>>>
> = journey

export function actionsOf(kind: ChangeKind, state: ChangeState): ChangeAction[] {
  return Object.keys(table[kind][state] ?? {}) as ChangeAction[]
}

export function allows(kind: ChangeKind, state: ChangeState, action: ChangeAction): boolean {
  return actionsOf(kind, state).includes(action)
}
