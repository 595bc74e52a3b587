import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, type Api, newEmail, newPhone, PASSWORD, verdict, withApi } from '../../test/support/api.ts'
import { accountIdOf, addAddress } from '../../test/support/notices.ts'
import { settleAfterAnswers } from '../platform/after-answer.ts'
import { parseDeviceToken } from './device-secret.ts'
import { endDevices, findKnownDevice } from './known-devices.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

const CHROME = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36'
const OSLO = '193.71.1.1'

/** The device cookie that an answer set. */
function setDeviceCookie({ headers }: Answer): string | undefined {
  const set = [headers['set-cookie'] ?? []].flat().map(String)
  return set.find((cookie) => cookie.startsWith('__Host-portvakt-device='))
}
const bare = (cookie: string | undefined) => cookie?.split(';')[0] ?? ''

interface From {
  device?: string
  client?: 'web' | 'app'
  header?: string
}

const signIn = (identifier: string, { device, client = 'web', header }: From = {}) =>
  api.call(
    'POST',
    'sign-in',
    { identifier, password: PASSWORD, client },
    {
      remoteAddress: OSLO,
      headers: {
        'user-agent': CHROME,
        ...(device ? { cookie: device } : {}),
        ...(header ? { 'portvakt-device': header } : {}),
      },
    },
  )
const list = async (cookie = '') => (await api.get('devices', cookie)).body.devices

test('a browser gets a cookie that no script reads, for 400 days, at a sign-up and at a sign-in; a refusal sets none', async () => {
  const email = newEmail()
  const flow = await api.provenFlow(email)
  const made = await api.post('sign-up/password', { flow, password: PASSWORD, acceptTerms: true })
  for (const answer of [made, await signIn(email)])
    expect(setDeviceCookie(answer)).toMatch(
      /^__Host-portvakt-device=[\w-]{43}; Max-Age=34560000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
  const refused = await api.post('sign-in', { identifier: email, password: 'feil hest batteri stift' })
  expect(refused.headers['set-cookie']).toBeUndefined()
})

test('the device and its session tell the country and the network they came from, which the next sign-in replaces', async () => {
  const email = newEmail()
  await api.account(email)
  const first = await signIn(email)
  const network = 'GLOBALCONNECT AS'
  expect(await list(first.cookie)).toContainEqual(expect.objectContaining({ place: 'NO', network }))
  const { sessions } = (await api.get('sessions', first.cookie)).body
  expect(sessions).toContainEqual(expect.objectContaining({ current: true, place: 'NO', network }))
  const ownDevice = bare(setDeviceCookie(first))
  expect(await api.count('devices', 'asn = 2116')).toBeGreaterThan(0)
  const body = { identifier: email, password: PASSWORD }
  const from = { remoteAddress: '192.168.1.1', headers: { cookie: ownDevice } }
  const next = await api.call('POST', 'sign-in', body, from)
  expect((await list(next.cookie)).every((each: { network: string }) => each.network === '')).toBe(true)
})

test('a browser keeps its secret over sign-ins and accounts; the rows of two accounts in it have nothing in common', async () => {
  const [one, other] = [newEmail(), newEmail()]
  await api.account(one)
  await api.account(other)
  const device = bare(setDeviceCookie(await signIn(one)))
  expect(bare(setDeviceCookie(await signIn(one, { device })))).toBe(device)
  expect(bare(setDeviceCookie(await signIn(other, { device })))).toBe(device)
  const rows = await api.query<{ device_lookup: Buffer; account_id: string }>(
    `SELECT account_id, device_lookup FROM devices WHERE browser = 'Chrome' ORDER BY first_seen_at DESC LIMIT 2`,
  )
  expect(new Set(rows.map((row) => row.account_id)).size).toBe(2)
  expect(rows[0]?.device_lookup).not.toEqual(rows[1]?.device_lookup)
  const secret = Buffer.from(device.split('=')[1] ?? '', 'base64url')
  expect(rows.some(({ device_lookup }) => device_lookup.equals(secret))).toBe(false)
})

test.each(['', 'x', 'å'.repeat(43), 'a'.repeat(42), 'a'.repeat(44), '../'.repeat(14), "' OR 1=1 --"])(
  'a cookie that is none of ours (%j) is replaced by one of ours',
  async (value) => {
    const email = newEmail()
    await api.account(email)
    const answer = await signIn(email, { device: `__Host-portvakt-device=${encodeURIComponent(value)}` })
    expect(verdict(answer)).toBe('200')
    expect(bare(setDeviceCookie(answer))).toMatch(/=[\w-]{43}$/)
  },
)

test('an app gets its token once in an answer, and is known by the header from then on', async () => {
  const email = newEmail()
  await api.account(email)
  const first = await signIn(email, { client: 'app' })
  const header = first.body.session.deviceToken
  expect(header).toMatch(/^[\w-]{43}$/)
  expect(first.headers['set-cookie']).toBeUndefined()
  const again = await signIn(email, { client: 'app', header })
  expect(again.body.session.deviceToken).toBeUndefined()
  const token = again.body.session.token
  const { body } = await api.call('GET', 'devices', undefined, {
    headers: { authorization: `Bearer ${token}`, 'portvakt-device': header },
  })
  expect(body.devices.filter(({ client }: { client: string }) => client === 'app')).toHaveLength(1)
  expect(body.devices[0]).toMatchObject({ current: true, client: 'app', place: 'NO' })
})

test('the list says what each device is, roughly where, since when and when last; a session names its device', async () => {
  const email = newEmail()
  await api.account(email)
  api.deps.clock.advance(3600)
  const first = await signIn(email)
  const device = bare(setDeviceCookie(first))
  api.deps.clock.advance(1200)
  const again = await signIn(email, { device })
  const cookie = `${again.cookie}; ${device}`
  const [newest, oldest] = await list(cookie)
  expect(newest).toMatchObject({
    current: true,
    client: 'web',
    device: { browser: 'Chrome', system: 'Linux' },
    place: 'NO',
  })
  expect(Date.parse(newest.lastSeenAt) - Date.parse(newest.firstSeenAt)).toBeGreaterThanOrEqual(1_200_000)
  expect(oldest).toMatchObject({ current: false, place: '' })
  const { sessions } = (await api.get('sessions', cookie)).body
  expect(sessions[0]).toMatchObject({ deviceId: newest.id, place: 'NO' })
  expect(JSON.stringify(await list(cookie))).not.toMatch(/lookup|secret|193\.71/)
})

test('what a stranger’s program calls itself stands in no notice, list or record; the owner is told of an unknown device', async () => {
  const email = newEmail()
  const owner = await api.account(email)
  const headers = { 'user-agent': 'Sperret. Ring 81549300 eller portvakt-hjelp.no/1 x' }
  for (let at = 0; at < 5; at++)
    await api.call('POST', 'sign-in', { identifier: email, password: `feil hest batteri ${at}` }, { headers })
  await settleAfterAnswers()
  api.deps.clock.advance(3600)
  const { cookie = '' } = await api.call('POST', 'sign-in', { identifier: email, password: PASSWORD }, { headers })
  const pages = await Promise.all(['devices', 'sessions', 'account/activity'].map((path) => api.get(path, cookie)))
  const [signedIn, failed] = await api.messages(email)
  for (const mail of [signedIn, failed]) expect(mail?.text).toContain('\u00b7 Ukjent enhet')
  expect(failed?.text).toContain('feil passord')
  const shown = JSON.stringify([pages.map(({ body }) => body), await api.messages(email), await list(owner)])
  expect(shown).not.toMatch(/81549300|hjelp|Sperret/)
})

test('a device that is removed is signed out at once and is new when it comes again; nobody else’s can be removed', async () => {
  const email = newEmail()
  const keeper = await api.account(email)
  const first = await signIn(email)
  const device = bare(setDeviceCookie(first))
  const [{ id }] = await list(`${keeper}; ${device}`)
  const stranger = await api.account(newEmail())
  const remove = (cookie: string) => api.call('DELETE', `devices/${id}`, undefined, { headers: { cookie } })
  expect(verdict(await remove(stranger))).toBe('404 not_found')
  expect(verdict(await remove(keeper))).toBe('204')
  expect(verdict(await remove(keeper))).toBe('404 not_found')
  expect(verdict(await api.get('session', first.cookie))).toBe('401 session_required')
  expect(await list(keeper)).toHaveLength(1)
  await signIn(email, { device })
  const [back] = await list(keeper)
  expect(back.id).not.toBe(id)
})

test('a device that is a stranger after a reset keeps since when it was seen, and the sign-in on it is told as what it is', async () => {
  const [email, password] = [newEmail(), 'en helt annen setning']
  const accountId = await accountIdOf(api, await api.account(email))
  const device = bare(setDeviceCookie(await signIn(email)))
  const secret = parseDeviceToken(device.split('=')[1])
  const known = () => findKnownDevice(api.deps, accountId, secret)
  const since = async () =>
    (
      await api.query<{ first_seen_at: Date }>('SELECT first_seen_at FROM devices WHERE account_id = $1', [accountId])
    ).map(({ first_seen_at }) => first_seen_at.getTime())
  const before = await known()
  const seen = await since()
  api.deps.clock.advance(86_400)
  const { flow } = (await api.post('forgot-password', { identifier: email })).body
  const code = await api.code(email)
  const headers = { cookie: device }
  await api.call('POST', 'forgot-password/finish', { flow, code, password, repeat: password }, { headers })
  expect(await known()).toBeUndefined()

  const { cookie } = await api.call('POST', 'sign-in', { identifier: email, password }, { headers })
  expect((await known())?.deviceId).not.toBe(before?.deviceId)
  expect((await since()).sort()).toEqual(seen.sort())
  const [back] = await list(cookie)
  expect(seen).toContain(Date.parse(back.firstSeenAt))
  const [notice] = await api.messages(email)
  expect(notice?.text).toContain('fra en enhet som er brukt her før')
  expect(notice?.text).not.toContain('ikke har sett før')

  await api.call('POST', 'sign-in', { identifier: email, password })
  expect((await api.messages(email))[0]?.text).toContain('fra en enhet vi ikke har sett før')
})

test('removing a device asks for a fresh proof, and every address is told, once', async () => {
  const [email, phone] = [newEmail(), newPhone()]
  const keeper = await api.account(email)
  await addAddress(api, phone, keeper)
  const first = await signIn(email)
  const { id } = (await list(first.cookie)).find(({ place }: { place: string }) => place === 'NO')
  const remove = (cookie = keeper) => api.call('DELETE', `devices/${id}`, undefined, { headers: { cookie } })
  const toldTo = async (address: string) =>
    (await api.messages(address)).filter(({ text }) => /kjent enhet er fjernet/.test(text)).length
  api.deps.clock.advance(301)
  expect(verdict(await remove())).toBe('401 step_up_required')
  expect(await list(keeper)).toHaveLength(2)
  expect([await toldTo(email), await toldTo(phone)]).toEqual([0, 0])
  const { cookie } = await api.post('step-up/password', { password: PASSWORD }, keeper)
  expect(verdict(await remove(cookie))).toBe('204')
  expect(verdict(await remove(cookie))).toBe('404 not_found')
  expect([await toldTo(email), await toldTo(phone)]).toEqual([1, 1])
})

test('ending a device’s trust only tightens: no fresh proof is asked for', async () => {
  const keeper = await api.account(newEmail())
  const [{ id }] = await list(keeper)
  api.deps.clock.advance(301)
  const ended = await api.call('DELETE', `devices/${id}/trust`, undefined, { headers: { cookie: keeper } })
  expect(verdict(ended)).toBe('404 not_found')
})

test('all devices of an account can be ended, and no other account’s', async () => {
  const [email, other] = [newEmail(), newEmail()]
  const mine = await api.account(email)
  const theirs = await api.account(other)
  const { body } = await api.get('session', mine)
  await api.deps.db.transaction((tx) => endDevices(tx, api.deps, body.account.id))
  expect(await list(mine)).toEqual([])
  expect(await list(theirs)).toHaveLength(1)
})
