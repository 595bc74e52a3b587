import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, verdict, withApi } from '../test/support/api.ts'
import { portvakt as run } from '../test/support/command.ts'
import { newId } from './platform/ids.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

const portvakt = (...given: string[]) => run({ DATABASE_URL: api.url }, 'api-keys', ...given)

/** Makes a key as an operator does, and reads it off the screen. */
async function create(...given: string[]): Promise<{ id: string; key: string }> {
  const { code, said } = await portvakt('create', '--name', 'exchange', ...given)
  expect(code).toBe(0)
  const [, id = '', key = ''] = /^Key (\S{36}), shown this once:\n\n {2}(pvk_\S{64})$/.exec(said) ?? []
  return { id, key }
}

const readEvents = async (key: string) =>
  verdict(await api.call('GET', 'events', undefined, { headers: { authorization: `Bearer ${key}` } }))
const readHolds = async (key: string) =>
  verdict(
    await api.call('GET', `accounts/${newId()}/holds`, undefined, { headers: { authorization: `Bearer ${key}` } }),
  )

describe('portvakt api-keys', () => {
  it('makes a key that opens what its scope names and nothing else', async () => {
    const { key } = await create('--scope', 'events:read')
    expect([await readEvents(key), await readHolds(key)]).toEqual(['200', '403 api_key_out_of_scope'])
    const both = await create('--scope', 'events:read', '--scope', 'holds:read')
    expect([await readEvents(both.key), await readHolds(both.key)]).toEqual(['200', '404 not_found'])
  })

  it('names a scope once that was given twice', async () => {
    const { id } = await create('--scope', 'events:read', '--scope', 'holds:read', '--scope', 'events:read')
    expect((await portvakt('list')).said).toMatch(
      new RegExp(`^${id}  until \\S+  events:read holds:read  exchange$`, 'm'),
    )
  })

  it('shows every scope there is in its usage', async () => {
    expect((await portvakt('--help')).said).toContain('events:read, holds:read, approvals:write')
  })

  it('changes nothing when it is told what it does not take, or a thing twice', async () => {
    const { id } = await create('--scope', 'events:read')
    const { said: before } = await portvakt('list')
    const refused = { code: 1, said: '"api-keys rotate" does not take --scope: it takes --id, --days.' }
    expect(await portvakt('rotate', '--id', id, '--scope', 'holds:read')).toEqual(refused)
    const twice = { code: 1, said: '"api-keys revoke" takes one --id: give it once.' }
    expect(await portvakt('revoke', '--id', id, '--id', id)).toEqual(twice)
    expect((await portvakt('list')).said).toBe(before)
  })

  it('lists every key with its end, its scopes and its name, and shows none of them again', async () => {
    const { id, key } = await create('--scope', 'events:read', '--days', '1')
    const { code, said } = await portvakt('list')
    expect(code).toBe(0)
    const [, end = ''] = new RegExp(`^${id}  until (\\S+Z)  events:read  exchange$`, 'm').exec(said) ?? []
    const secondsLeft = (Date.parse(end) - Date.now()) / 1000
    expect(secondsLeft).toBeGreaterThan(24 * 3600 - 60)
    expect(secondsLeft).toBeLessThanOrEqual(24 * 3600)
    expect(said).not.toContain(key.slice(-20))
  })

  it('rotates a key: the new one has its scopes, and the old one works for a day yet', async () => {
    const old = await create('--scope', 'events:read')
    const { code, said } = await portvakt('rotate', '--id', old.id)
    const fresh = /pvk_\S{64}/.exec(said)?.[0] ?? ''
    expect([code, said.endsWith('The old key works for 24 hours more.')]).toEqual([0, true])
    expect([await readEvents(old.key), await readEvents(fresh)]).toEqual(['200', '200'])
    expect(await readHolds(fresh)).toBe('403 api_key_out_of_scope')
  })

  it('revokes a key at once, and once', async () => {
    const { id, key } = await create('--scope', 'events:read')
    expect(await portvakt('revoke', '--id', id)).toEqual({ code: 0, said: `Key ${id} is dead.` })
    expect(await readEvents(key)).toBe('401 api_key_required')
    expect((await portvakt('list')).said).toContain(`${id}  revoked  events:read  exchange`)
    const noSuch = { code: 1, said: `There is no key ${id} in force: see "api-keys list".` }
    expect(await portvakt('revoke', '--id', id)).toEqual(noSuch)
    expect(await portvakt('rotate', '--id', id)).toEqual(noSuch)
  })

  it.each([
    [['create', '--scope', 'events:read'], /^Give the key a name: --name exchange\.$/],
    [['create', '--name', ' ', '--scope', 'events:read'], /^Give the key a name: --name exchange\.$/],
    [['create', '--name', 'x'.repeat(101)], /^--name must be 100 characters at the most, not 101\.$/],
    [['create', '--name', 'ex\nchange'], /^--name must be one line, without tabs or other control characters\.$/],
    [['create', '--name', 'exchange'], /^Say what the key is good for with --scope, one or several of: [^\n]+\.$/],
    [['create', '--name', 'exchange', '--scope', 'all'], /^Say what the key is good for with --scope[^\n]+$/],
    [
      ['create', '--name', 'exchange', '--scope', 'events:read', '--days', '3651'],
      /^--days must be a whole number from 1 to 3650\.$/,
    ],
    [['revoke'], /^Name the key with --id; see "api-keys list"\.$/],
    [['rotate', '--id', 'x'], /^Name the key with --id; see "api-keys list"\.$/],
    [['list', '--name', 'exchange'], /^"api-keys list" does not take --name: it takes no options\.$/],
    [['create', '--name', 'a', '--name', 'b'], /^"api-keys create" takes one --name: give it once\.$/],
    [['show'], /^There is no command "api-keys show": it is create, list, rotate or revoke\.$/],
  ])('answers %j with one clear sentence', async (given, sentence) => {
    const { code, said } = await portvakt(...given)
    expect(code).toBe(1)
    expect(said).toMatch(sentence)
  })
})
