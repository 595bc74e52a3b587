/**
 * Whose password is being chosen, for a password manager to keep beside it: not seen, not heard, and not reached by Tab.
 *
 * @param value as it was typed, and as it will be at the sign-in page; absent after a reload, which forgets it
 */
export const UserName = ({ value }: { value?: string }) =>
  value ? (
    <input
      class="ds-sr-only"
      type="text"
      name="username"
      autocomplete="username"
      value={value}
      readOnly
      tabIndex={-1}
      aria-hidden="true"
    />
  ) : null
