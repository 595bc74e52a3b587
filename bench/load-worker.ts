// Asks a server as fast as it answers (closed loop), or at a given rate whether it answers or not (open loop).
import { openConnection } from './http-connection.ts'
import { serveWork } from './worker.ts'

export interface Load {
  port: number
  /** Whole requests, asked in turn. */
  requests: string[]
  /** Closed loop: so many under way at once. */
  connections?: number
  /** Open loop: so many a second, evenly, each timed from when it was due. */
  perSecond?: number
  milliseconds: number
}

export interface LoadResult {
  /** Answers a second, from the first measured to the last; in a closed loop the first round is not measured. */
  rate: number
  /** Milliseconds of the measured answers with a 2xx status. */
  latencies: number[]
  statuses: Record<number, number>
}

serveWork(async (load: Load) => (load.perSecond ? openLoop(load, load.perSecond) : closedLoop(load)))

async function closedLoop({ port, requests, connections = 1, milliseconds }: Load): Promise<LoadResult> {
  const tally = createTally(connections)
  let next = 0
  const clients = await Promise.all(Array.from({ length: connections }, () => openClient(port)))
  const end = performance.now() + milliseconds
  await Promise.all(
    clients.map(
      (client) =>
        new Promise<void>((resolve) => {
          let sentAt = 0
          const ask = () => {
            sentAt = performance.now()
            client.ask(requests[next++ % requests.length] as string, (status) => {
              const now = performance.now()
              tally.add(status, now - sentAt, now)
              if (now < end && status !== 0) ask()
              else resolve()
            })
          }
          ask()
        }),
    ),
  )
  for (const client of clients) client.close()
  return tally.result(end)
}

async function openLoop({ port, requests, milliseconds }: Load, perSecond: number): Promise<LoadResult> {
  const tally = createTally(0)
  const idle: Client[] = await Promise.all(Array.from({ length: 100 }, () => openClient(port)))
  const due: number[] = []
  let next = 0
  let underWay = 0
  const begun = performance.now()
  const total = Math.floor((milliseconds / 1000) * perSecond)
  const { promise, resolve } = Promise.withResolvers<void>()
  let scheduled = 0
  const pump = () => {
    const now = performance.now()
    while (scheduled < total && begun + (scheduled * 1000) / perSecond <= now)
      due.push(begun + (scheduled++ * 1000) / perSecond)
    for (let client = due.length > 0 && idle.pop(); client; client = due.length > 0 && idle.pop())
      ask(client, due.shift() as number)
    if (scheduled < total) setTimeout(pump, 1)
  }
  const ask = (client: Client, dueAt: number) => {
    underWay++
    client.ask(requests[next++ % requests.length] as string, (status) => {
      const now = performance.now()
      tally.add(status, now - dueAt, now)
      idle.push(client)
      underWay--
      const waiting = due.shift()
      if (waiting !== undefined) ask(idle.pop() as Client, waiting)
      else if (underWay === 0 && scheduled === total) resolve()
    })
  }
  pump()
  await promise
  for (const client of idle) client.close()
  return tally.result(Number.POSITIVE_INFINITY)
}

interface Client {
  ask(request: string, onAnswer: (status: number) => void): void
  close(): void
}

async function openClient(port: number): Promise<Client> {
  let answer: (status: number) => void = () => {}
  const { send, close } = await openConnection(port, (status) => answer(status))
  return {
    ask(request, onAnswer) {
      answer = onAnswer
      send(request)
    },
    close,
  }
}

function createTally(warmUp: number) {
  const latencies: number[] = []
  const times: number[] = []
  const statuses: Record<number, number> = {}
  let seen = 0
  return {
    add(status: number, latency: number, at: number) {
      statuses[status] = (statuses[status] ?? 0) + 1
      if (seen++ < warmUp || status < 200 || status >= 300) return
      latencies.push(latency)
      times.push(at)
    },
    result(end: number): LoadResult {
      // What was asked before the end and answered after it met less and less company: not counted in the rate.
      const counted = times.filter((at) => at <= end)
      const span = (counted.at(-1) ?? 0) - (counted[0] ?? 0)
      return { rate: span > 0 ? ((counted.length - 1) / span) * 1000 : 0, latencies, statuses }
    },
  }
}
