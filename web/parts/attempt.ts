/** Storage can be switched off altogether, or be full: then nothing is remembered, and nothing else changes. */
export function attempt<T>(act: () => T): T | null {
  try {
    return act()
  } catch {
    return null
  }
}
