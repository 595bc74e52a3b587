import pg from 'pg'

interface Subscription {
  channel: string
  onNotice: (payload: string) => void
  onGap: () => void
}

export interface Listener {
  listen(channel: string, onNotice: (payload: string) => void, onGap?: () => void): Promise<() => Promise<void>>
  heardAll(): Promise<void>
  close(): Promise<void>
}

/** What the connection calls itself in `pg_stat_activity`. */
export const LISTENER = 'portvakt-listener'

const RECONNECT_MS = 250

/** One connection that hears every channel subscribed to; opened by the first subscription, made anew when lost. */
export function openListener(url: string, onError: (error: Error) => void): Listener {
  const subscriptions = new Set<Subscription>()
  let connection: Promise<pg.Client> | undefined
  let closed = false
  let last: Promise<unknown> = Promise.resolve()

  /** One after the other: the driver will have no queue of its own. */
  function ask(text: string): Promise<unknown> {
    const asked = last.then(async () => (await connection)?.query(text))
    last = asked.catch(() => {})
    return asked
  }

  async function connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: url,
      application_name: LISTENER,
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
    })
    client.on('error', onError)
    client.on('notification', ({ channel, payload }) => {
      for (const subscription of subscriptions)
        if (subscription.channel === channel) subscription.onNotice(payload ?? '')
    })
    await client.connect()
    for (const channel of new Set([...subscriptions].map((subscription) => subscription.channel)))
      await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`)
    client.once('end', reconnect)
    return client
  }

  function reconnect(): void {
    if (closed) return
    connection = new Promise((resolve) => setTimeout(resolve, RECONNECT_MS).unref()).then(connect)
    connection.then(
      () => {
        for (const subscription of subscriptions) subscription.onGap()
      },
      (error: Error) => {
        onError(error)
        reconnect()
      },
    )
  }

  return {
    async listen(channel, onNotice, onGap = () => {}) {
      const subscription = { channel, onNotice, onGap }
      subscriptions.add(subscription)
      connection ??= connect()
      await ask(`LISTEN ${pg.escapeIdentifier(channel)}`)
      return async () => {
        subscriptions.delete(subscription)
      }
    },
    async heardAll() {
      // A server process of Postgres sends the notices that wait for it before it tells that a statement is done.
      await ask('SELECT 1')
    },
    async close() {
      closed = true
      subscriptions.clear()
      const client = await connection?.catch(() => undefined)
      await client?.end()
    },
  }
}
