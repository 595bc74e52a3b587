import { once } from 'node:events'
import type { RunningServer } from './journey-server.ts'

/** Tells a server that listens (movable-server-process.ts) what to do. @returns its answer, when it has done it */
export async function tellServer({ process }: RunningServer, message: object): Promise<string> {
  const answered = once(process, 'message')
  process.send(message)
  const [answer] = await answered
  return answer
}
