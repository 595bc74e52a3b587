import { deviceOn } from '../words/active.ts'

/** «Chrome på Linux», as far as it is known; empty: not at all. */
export const deviceName = ({ browser, system }: { browser?: string | null; system?: string | null }): string =>
  [browser, system].filter(Boolean).join(deviceOn)
