// A journey under way in this tab, so that a reload goes on where it was. Only the flow's token, never an address.

import { attempt } from './attempt.ts'
import { host } from './host.ts'

export interface FlowMemory {
  read(): string | null
  keep(token: string): void
  forget(): void
}

export const flowMemory = (journey: string): FlowMemory => {
  const key = `portvakt-${journey}`
  return {
    read: () => attempt(() => host.memory().getItem(key)),
    keep: (token) => void attempt(() => host.memory().setItem(key, token)),
    forget: () => void attempt(() => host.memory().removeItem(key)),
  }
}
