import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, verdict, withApi } from '../test/support/api.ts'
import { portvakt as run } from '../test/support/command.ts'
import { invite, join as joinStaff, newMember, signInAsStaff } from '../test/support/staff.ts'
import { allRewraps } from './keys-command.ts'
import { localRootKey } from './platform/root-key.ts'
import { rotateKeys } from './platform/rotate-keys.ts'

const rootKey = randomBytes(32)
let api: Api
beforeAll(async () => {
  api = await withApi({ rootKey: Buffer.from(rootKey) })
})
afterAll(() => api.close())

const portvakt = (...given: string[]) =>
  run(
    { DATABASE_URL: api.url, ROOT_KEY: rootKey.toString('hex'), ORIGIN: 'https://konto.example.com' },
    'staff',
    ...given,
  )

describe('portvakt staff', () => {
  it('invites by a link of the origin, which lets one person in, in that role', async () => {
    const { code, said } = await portvakt('invite', '--role', 'compliance')
    const [, invitation = ''] = /https:\/\/konto\.example\.com\/staff#([\w-]{64})/.exec(said) ?? []
    expect(code).toBe(0)
    const joined = await joinStaff(api, invitation)
    expect([joined.status, joined.body.member.role]).toEqual([201, 'compliance'])
  })

  it('lists everybody, and ends a membership once', async () => {
    const { staffId, cookie } = await newMember(api, { name: 'Per Spelmann', role: 'reviewer' })
    expect((await portvakt('list')).said).toMatch(
      new RegExp(`^${staffId}  member  reviewer  \\S+Z  Per Spelmann$`, 'm'),
    )
    expect(await portvakt('end', '--id', staffId)).toMatchObject({ code: 0 })
    expect(verdict(await api.get('staff/session', cookie))).toBe('401 session_required')
    expect((await portvakt('list')).said).toContain(`${staffId}  ended  reviewer`)
    expect(await portvakt('end', '--id', staffId)).toEqual({
      code: 1,
      said: `There is no member and no open invitation ${staffId}: see "staff list".`,
    })
  })

  it('lists open invitations, and ends one', async () => {
    const { said } = await portvakt('invite', '--role', 'support')
    const [, invitation = ''] = /#([\w-]{64})/.exec(said) ?? []
    const id = /^(\S+) {2}invited {2}support {2}until \S+Z$/m.exec((await portvakt('list')).said)?.[1] ?? ''
    expect(await portvakt('end', '--id', id)).toMatchObject({ code: 0, said: expect.stringContaining(id) })
    expect(verdict(await joinStaff(api, invitation))).toBe('410 invitation_ended')
    expect((await portvakt('list')).said).not.toContain(id)
  })

  it.each([
    [['invite'], /^Say what they may do with --role, one of: support, reviewer, compliance, admin\.$/],
    [['invite', '--role', 'boss'], /^Say what they may do with --role[^\n]*$/],
    [['invite', '--role', 'admin', '--role', 'support'], /^"staff invite" takes one --role: give it once\.$/],
    [['end', '--role', 'admin'], /^"staff end" does not take --role: it takes --id\.$/],
    [['end'], /^Name the member or the invitation with --id; see "staff list"\.$/],
    [['fire'], /^There is no command "staff fire": it is invite, list or end\.$/],
  ])('answers %j with one clear sentence', async (given, sentence) => {
    const { code, said } = await portvakt(...given)
    expect(code).toBe(1)
    expect(said).toMatch(sentence)
  })
})

it('keys rotate brings members under the new key, and ends invitations that are open', async () => {
  const { passkey, cookie } = await newMember(api, { name: 'Per Spelmann' })
  const open = await invite(api)
  const { db, keys, clock } = api.deps
  const deps = {
    db,
    root: localRootKey(Buffer.from(rootKey)),
    keys,
    clock,
    rewraps: allRewraps(db, keys),
    check: async () => {},
    say() {},
  }
  const done = await rotateKeys(deps, ['staff'], { batchSize: 2, load: 1, graceMs: 300, settleMs: 600 })
  expect(done).toBe(true)
  await keys.reload()
  expect((await api.get('staff/session', cookie)).body.member.name).toBe('Per Spelmann')
  expect(verdict(await signInAsStaff(api, passkey))).toBe('200')
  expect(verdict(await joinStaff(api, open))).toBe('410 invitation_ended')
  expect((await joinStaff(api, await invite(api))).status).toBe(201)
  expect(await api.query('SELECT DISTINCT substring(sealed FROM 2 FOR 4) AS kid FROM staff')).toHaveLength(1)
})
