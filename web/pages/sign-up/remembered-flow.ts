// The sign-up under way in this tab, so that a reload goes on where it was. Only the flow's token, never an address.

const key = 'portvakt-sign-up'

// Storage can be switched off altogether; then a reload begins again, and nothing else changes.
function attempt<T>(act: () => T): T | null {
  try {
    return act()
  } catch {
    return null
  }
}

export const rememberedFlow = (): string | null => attempt(() => sessionStorage.getItem(key))
export const rememberFlow = (token: string): void => void attempt(() => sessionStorage.setItem(key, token))
export const forgetFlow = (): void => void attempt(() => sessionStorage.removeItem(key))
