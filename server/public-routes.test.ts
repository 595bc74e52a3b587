import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, newEmail, verdict, withApi } from '../test/support/api.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

const readyz = async () => verdict(await api.call('GET', '/readyz'))
const name = () => new URL(api.url).pathname.slice(1)

/** As of a primary that was demoted, or locked because its disk is full: connections that are there are cut, as then. */
async function setReadOnly(): Promise<void> {
  await api.query(`ALTER DATABASE ${name()} SET default_transaction_read_only = on`)
  await api.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  )
}

describe('a database that takes no writes', () => {
  it('is not ready; writes are told to wait, and it is ready by itself once there is one that takes them', async () => {
    expect(await readyz()).toBe('200')
    await setReadOnly()
    await api.call('GET', '/readyz') // whatever was cut has been told
    expect([await readyz(), await readyz()]).toEqual(['503 busy', '503 busy'])
    const write = await api.post('sign-up', { identifier: newEmail() })
    expect(verdict(write)).toBe('503 busy')
    expect(write.headers['retry-after']).toBeDefined()
    expect((await api.get('policy')).status).toBe(200)
    await api.query(
      `BEGIN; SET TRANSACTION READ WRITE; ALTER DATABASE ${name()} RESET default_transaction_read_only; COMMIT`,
    )
    // Each connection that was made meanwhile is given up by the first who finds that it takes no writes.
    const soon = { timeout: 5_000, interval: 10 }
    await expect.poll(readyz, soon).toBe('200')
    await expect.poll(async () => verdict(await api.post('sign-up', { identifier: newEmail() })), soon).toBe('200')
  })
})
