// Devices that an owner has signed in on before, without the sign-ins.
import { randomUUID } from 'node:crypto'
import { deviceLookup, formatDeviceToken, newDeviceSecret } from '../../server/devices/device-secret.ts'
import type { EmptyDatabase } from './empty-database.ts'

/** Each has an allowance of its own, so that their codes are looked at together. @returns what each brings along to be known by */
export async function knownDevices(database: EmptyDatabase, accountId: string, number: number): Promise<string[]> {
  const secrets = Array.from({ length: number }, newDeviceSecret)
  for (const secret of secrets)
    await database.query(
      `INSERT INTO devices (account_id, device_id, device_lookup, client, browser, system, place, first_seen_at, last_seen_at)
       VALUES ($1, $2, $3, 'app', '', '', '', now(), now())`,
      [accountId, randomUUID(), deviceLookup(accountId, secret)],
    )
  return secrets.map(formatDeviceToken)
}
