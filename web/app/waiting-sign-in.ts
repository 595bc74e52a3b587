// A sign-in that waits for the second proof, while the app is left for the one that shows it: a phone may drop this one meanwhile.
// What is kept is what the page holds: the sealed token, good for the second proof alone and for ten minutes, and no address.
import { policy } from '../../server/platform/policy.ts'
import type { Flow } from '../api.ts'
import { attempt } from '../parts/attempt.ts'
import { flowMemory } from '../parts/flow-memory.ts'

interface Waiting {
  flow: Flow
  /** Where the person was going: the query of the sign-in's address. */
  search: string
  /** Milliseconds since 1970, by the phone's clock: later the server knows it no more. */
  until: number
}

const memory = flowMemory('sign-in')

function read(): Waiting | undefined {
  const waiting: Waiting | null = attempt(() => JSON.parse(memory.read() ?? 'null'))
  if (waiting && waiting.until > Date.now()) return waiting
  memory.forget()
}

export const waitingSignIn = {
  read: () => read()?.flow,
  /** Where it goes on; undefined when none waits. */
  address() {
    const waiting = read()
    return waiting && `/log-in${waiting.search}`
  },
  keep({ flow, state, actions }: Flow) {
    const until = read()?.until ?? Date.now() + policy.factorStepSeconds * 1000
    memory.keep(JSON.stringify({ flow: { flow, state, actions }, search: location.search, until } satisfies Waiting))
  },
  forget: memory.forget,
}
