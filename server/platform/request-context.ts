/** Which request is being answered, for what is logged far below it or beside its answer. */
import { AsyncLocalStorage } from 'node:async_hooks'

const requestIds = new AsyncLocalStorage<string>()

/** For all that follows from here on. To be called once the body is read: what reads it goes on in the name of the connection. */
export function enterRequest(requestId: string): void {
  requestIds.enterWith(requestId)
}

/** For a line of the log; nothing where no request is answered, as in a worker. */
export function ofRequest(): { requestId?: string } {
  const requestId = requestIds.getStore()
  return requestId === undefined ? {} : { requestId }
}
