import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { proveAddress } from '../../test/support/address-proof.ts'
import { type Answer, type Api, newEmail, newPhone, PASSWORD, verdict, withApi } from '../../test/support/api.ts'
import { bindAuthenticator } from '../../test/support/authenticator.ts'
import { accountOf, addAddress, beginReset, finishReset } from '../../test/support/recovery.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

const DAY = 24 * 3600
const GONE = '401 credentials_wrong'

const signIn = async (identifier: string) => verdict(await api.post('sign-in', { identifier, password: PASSWORD }))
const undo = async (token = '') => verdict(await api.post('undo-change', { token }))
const look = (token = '') => api.post('undo-change/look', { token })
const prove = (cookie: string, flow: string, code: string) =>
  api.post('account/identifier-changes/code', { flow, code }, cookie)

async function idOf(cookie: string, kind: 'email' | 'phone'): Promise<string> {
  const { body } = await api.get('account', cookie)
  return body.identifiers.find((each: { kind: string }) => each.kind === kind)?.id ?? ''
}

/** Signs in anew, since a sensitive act asks for a fresh proof; a code may be asked for again. */
async function freshly(identifier: string): Promise<string> {
  api.deps.clock.advance(61)
  return (await api.post('sign-in', { identifier, password: PASSWORD })).cookie ?? ''
}

async function change(cookie: string, from: string, to: string): Promise<Answer> {
  const id = await idOf(cookie, from.includes('@') ? 'email' : 'phone')
  const { flow } = (await api.post(`account/identifiers/${id}/change`, { identifier: to }, cookie)).body
  await prove(cookie, flow, await api.code(from))
  const done = await prove(cookie, flow, await api.code(to))
  expect(verdict(done)).toBe('200')
  return done
}

/** @param by the other address, which proves it */
async function remove(cookie: string, gone: string, by: string): Promise<void> {
  const id = await idOf(cookie, gone.includes('@') ? 'email' : 'phone')
  const { flow } = (await api.post(`account/identifiers/${id}/removal`, {}, cookie)).body
  expect(verdict(await prove(cookie, flow, await api.code(by)))).toBe('200')
}

/** The links that undo something, of those an address was sent: newest first. */
const undoLinks = async (to: string): Promise<string[]> =>
  (await api.messages(to)).flatMap(({ text }) => /undo-change#([\w-]{43})/.exec(text)?.[1] ?? [])

/** A thief with the password has added a number of theirs, and removed the owner's address with it. */
async function stolen() {
  const [mine, theirs] = [newEmail(), newPhone()]
  const cookie = await api.account(mine)
  await addAddress(api, cookie, theirs)
  await remove(cookie, mine, theirs)
  const [removal, addition] = await undoLinks(mine)
  return { mine, theirs, cookie, removal, addition }
}

describe('an address put back', () => {
  it('takes away what was added beside it, whichever link its owner follows first', async () => {
    const { mine, theirs, removal, addition } = await stolen()
    expect(await undo(addition)).toBe('410 link_ended')
    expect((await look(removal)).body).toMatchObject({ kind: 'email', ends: [expect.stringMatching(/^\+47 /)] })
    expect(await undo(removal)).toBe('200')
    expect([await signIn(mine), await signIn(theirs)]).toEqual(['200', GONE])
    expect(await undo(addition)).toBe('410 link_ended')
  })

  it('does so by the link of an older server too, which knew nothing of ages, and is the older one from then on', async () => {
    const { mine, theirs, cookie, removal } = await stolen()
    const accountId = await accountOf(api, await freshly(theirs))
    await api.query('UPDATE identifier_undos SET verified_at = NULL, kind_since = NULL WHERE account_id = $1', [
      accountId,
    ])
    expect(await undo(removal)).toBe('200')
    expect([await signIn(mine), await signIn(theirs)]).toEqual(['200', GONE])
    expect(verdict(await api.get('session', cookie))).toBe('401 session_required')
    const [{ old } = { old: false }] = await api.query(
      "SELECT created_at < $2 AS old FROM identifiers WHERE account_id = $1 AND kind = 'email'",
      [accountId, new Date(api.deps.clock.now().getTime() - 2 * DAY * 1000)],
    )
    expect(old).toBe(true)
  })

  it('leaves its thief no way back: no reset, no session, no code, no device', async () => {
    const { mine, theirs, cookie, removal } = await stolen()
    const begun = await beginReset(api, theirs)
    const code = await api.code(theirs)
    expect(await undo(removal)).toBe('200')
    expect((await finishReset(api, begun, code)).status).not.toBe(200)
    expect((await finishReset(api, await beginReset(api, theirs), code)).status).not.toBe(200)
    expect(verdict(await api.get('session', cookie))).toBe('401 session_required')
    expect([await signIn(mine), await signIn(theirs)]).toEqual(['200', GONE])
  })

  it('tells its owner of both, and the one taken away without any link', async () => {
    const { mine, theirs, cookie, removal } = await stolen()
    const accountId = await accountOf(api, cookie)
    const before = (await api.messages(mine)).length
    await undo(removal)
    const told = (await api.messages(mine)).slice(0, -before).map(({ subject }) => subject)
    expect(told.filter((subject) => /fjernet/.test(subject))).toHaveLength(1)
    expect(told.filter((subject) => /lagt til/.test(subject))).toHaveLength(1)
    const [last] = await api.messages(theirs)
    expect(last?.text).toMatch(/fjernet/)
    expect(last?.text).not.toMatch(/#|https?:/)
    const holds = await api.query<{ reason: string }>('SELECT reason FROM holds WHERE account_id = $1', [accountId])
    expect(holds.map(({ reason }) => reason)).toContain('identifier_changed')
    // Nobody keeps it: its owner may have it.
    await api.account(theirs)
  })

  it('takes away whatever that became meanwhile, and the links it was sent', async () => {
    const [mine, theirs, further] = [newEmail(), newPhone(), newPhone()]
    const cookie = await api.account(mine)
    await addAddress(api, cookie, theirs)
    await remove(cookie, mine, theirs)
    const [removal] = await undoLinks(mine)
    api.deps.clock.advance(61)
    await change(cookie, theirs, further)
    const [own] = await undoLinks(theirs)
    expect(await undo(removal)).toBe('200')
    expect([await undo(own), await signIn(mine), await signIn(theirs), await signIn(further)]).toEqual([
      '410 link_ended',
      '200',
      GONE,
      GONE,
    ])
  })

  it('that was changed takes it away as well', async () => {
    const [mine, theirs, number] = [newEmail(), newEmail(), newPhone()]
    const cookie = await api.account(mine)
    await addAddress(api, cookie, number)
    await change(cookie, mine, theirs)
    const [link] = await undoLinks(mine)
    expect((await look(link)).body.ends).toHaveLength(2)
    expect(await undo(link)).toBe('200')
    expect([await signIn(mine), await signIn(theirs), await signIn(number)]).toEqual(['200', GONE, GONE])
  })

  it('does so where the thief waited until the addition could not be undone', async () => {
    const [mine, theirs] = [newEmail(), newPhone()]
    const cookie = await api.account(mine)
    await addAddress(api, cookie, theirs)
    api.deps.clock.advance(3 * DAY - 3600)
    await remove(await freshly(mine), mine, theirs)
    const [removal] = await undoLinks(mine)
    api.deps.clock.advance(2 * DAY)
    expect(await undo(removal)).toBe('200')
    expect([await signIn(mine), await signIn(theirs)]).toEqual(['200', GONE])
  })

  it('is done once, also while what was added is changed on', async () => {
    for (let round = 0; round < 3; round++) {
      const [mine, theirs, further] = [newEmail(), newPhone(), newPhone()]
      const cookie = await api.account(mine)
      await addAddress(api, cookie, theirs)
      await remove(cookie, mine, theirs)
      const [removal] = await undoLinks(mine)
      api.deps.clock.advance(61)
      const id = await idOf(cookie, 'phone')
      const { flow } = (await api.post(`account/identifiers/${id}/change`, { identifier: further }, cookie)).body
      await prove(cookie, flow, await api.code(theirs))
      const code = await api.code(further)
      const [, ...undone] = await Promise.all([
        prove(cookie, flow, code),
        ...Array.from({ length: 5 }, () => undo(removal)),
      ])
      expect(undone.filter((answer) => answer === '200')).toHaveLength(1)
      expect([await signIn(mine), await signIn(theirs), await signIn(further)]).toEqual(['200', GONE, GONE])
    }
  })
})

describe('an address put back by somebody else than its owner evicts nobody', () => {
  it('from an address that was added more than 72 hours before: leaving a mailbox that strangers read takes three days', async () => {
    const [left, mine] = [newEmail(), newPhone()]
    await addAddress(api, await api.account(left), mine)
    api.deps.clock.advance(3 * DAY)
    await remove(await freshly(mine), left, mine)
    const [theirs] = await undoLinks(left)
    expect((await look(theirs)).body.ends).toEqual([])
    expect(await undo(theirs)).toBe('200')
    expect([await signIn(left), await signIn(mine)]).toEqual(['200', '200'])
  })

  it('from an address that the account had before: the younger one says nothing against the older', async () => {
    const [mine, younger] = [newEmail(), newPhone()]
    const cookie = await api.account(mine)
    await addAddress(api, cookie, younger)
    await remove(cookie, younger, mine)
    const [theirs] = await undoLinks(younger)
    expect(await undo(theirs)).toBe('200')
    expect([await signIn(mine), await signIn(younger)]).toEqual(['200', '200'])
    // And the older one can take it away again.
    await remove(await freshly(mine), younger, mine)
    expect(await signIn(younger)).toBe(GONE)
  })

  it('from what the older one was changed to since: the account has had one of its kind for longer', async () => {
    const [old, younger, mine] = [newEmail(), newPhone(), newEmail()]
    await addAddress(api, await api.account(old), younger)
    api.deps.clock.advance(30 * DAY)
    await change(await freshly(old), old, mine)
    await remove(await freshly(mine), younger, mine)
    const [theirs] = await undoLinks(younger)
    expect(await undo(theirs)).toBe('200')
    expect([await signIn(mine), await signIn(younger)]).toEqual(['200', '200'])
  })

  it('from one that came back by a link of its own: it is as old as it was', async () => {
    const [mine, younger] = [newEmail(), newPhone()]
    await addAddress(api, await api.account(mine), younger)
    api.deps.clock.advance(30 * DAY)
    await remove(await freshly(younger), mine, younger)
    const [own] = await undoLinks(mine)
    expect(await undo(own)).toBe('200')
    await remove(await freshly(mine), younger, mine)
    const [theirs] = await undoLinks(younger)
    expect(await undo(theirs)).toBe('200')
    expect([await signIn(mine), await signIn(younger)]).toEqual(['200', '200'])
  })

  it('once it was given up for longer than 72 hours', async () => {
    const [old, mine] = [newEmail(), newEmail()]
    await change(await api.account(old), old, mine)
    const [theirs] = await undoLinks(old)
    api.deps.clock.advance(3 * DAY)
    await addAddress(api, await proveAddress(api, await freshly(mine), mine), newPhone())
    expect(await undo(theirs)).toBe('410 link_ended')
    expect(await signIn(mine)).toBe('200')
  })
})

it('an undoing makes a stranger of every device the account was known by', async () => {
  const { mine, cookie, removal } = await stolen()
  const known = `account_id = '${await accountOf(api, cookie)}' AND ended_at IS NULL`
  expect(await api.count('devices', known)).toBeGreaterThan(0)
  expect(await undo(removal)).toBe('200')
  expect(await api.count('devices', known)).toBe(0)
  expect(await signIn(mine)).toBe('200')
})

it('an undoing ends a sign-in that has proven the password and waits for the second proof', async () => {
  const [mine, theirs] = [newEmail(), newPhone()]
  const cookie = await api.account(mine)
  await addAddress(api, cookie, theirs)
  const [link] = await undoLinks(mine)
  api.deps.clock.advance(61)
  const { app } = await bindAuthenticator(api, cookie, mine)
  api.deps.clock.advance(61)
  const { flow } = (await api.post('sign-in', { identifier: theirs, password: PASSWORD })).body
  expect(await undo(link)).toBe('200')
  const late = await api.post('sign-in/totp', { flow, code: app.code() })
  expect([late.status, late.cookie]).toEqual([410, undefined])
})

it('a link that puts back another address, older than what is taken away, goes on working', async () => {
  const [mine, number, theirs] = [newEmail(), newPhone(), newPhone()]
  await addAddress(api, await api.account(mine), number)
  api.deps.clock.advance(30 * DAY)
  await change(await freshly(mine), number, theirs)
  await remove(await freshly(mine), mine, theirs)
  const [ofMail] = await undoLinks(mine)
  const [ofNumber] = await undoLinks(number)
  expect(await undo(ofMail)).toBe('200')
  expect(await undo(ofNumber)).toBe('200')
  expect([await signIn(mine), await signIn(number), await signIn(theirs)]).toEqual(['200', '200', GONE])
})

describe('the links that freeze', () => {
  const notMeLinks = async (to: string): Promise<string[]> =>
    (await api.messages(to)).flatMap(({ text }) => /not-me#([\w-]{43})/.exec(text)?.[1] ?? [])
  const lookAt = async (token: string) => verdict(await api.post('not-me/look', { token }))

  it('at an address that an undoing takes away all end, however many it was sent; its owner is given one anew', async () => {
    const [mine, theirs] = [newEmail(), newEmail()]
    const cookie = await api.account(mine)
    await change(cookie, mine, theirs)
    for (const phrase of ['ord nummer en', 'ord nummer to', 'ord nummer tre'])
      await api.call('PATCH', 'account/phrase', { phrase }, { headers: { cookie } })
    const [link] = await undoLinks(mine)
    const sent = await notMeLinks(theirs)
    expect(sent).toHaveLength(4)
    expect(await undo(link)).toBe('200')
    expect(await notMeLinks(theirs)).toEqual(sent)
    for (const token of sent) expect(verdict(await api.post('not-me', { token }))).toBe('410 link_ended')
    expect(await signIn(mine)).toBe('200')
    const [fresh = ''] = await notMeLinks(mine)
    expect(verdict(await api.post('not-me', { token: fresh }))).toBe('200')
  })

  it('end as well where an addition is undone, and the one of the link that undid it stays', async () => {
    const [mine, theirs] = [newEmail(), newPhone()]
    await addAddress(api, await api.account(mine), theirs)
    const [link = ''] = await undoLinks(mine)
    const sent = await notMeLinks(theirs)
    expect(await undo(link)).toBe('200')
    expect(await notMeLinks(theirs)).toEqual(sent)
    expect(await Promise.all([...sent, link].map(lookAt))).toEqual(['410 link_ended', '200'])
  })

  it('at an address that its owner gave up work for as long as it can come back; at the others as ever', async () => {
    const [old, kept, next] = [newEmail(), newPhone(), newEmail()]
    const cookie = await api.account(old)
    await addAddress(api, cookie, kept)
    await change(cookie, old, next)
    const [given, stays, came] = await Promise.all([old, kept, next].map(notMeLinks))
    const [newest = ''] = stays ?? []
    const all = [...new Set([...(given ?? []), newest, ...(came ?? [])])]
    api.deps.clock.advance(3 * DAY - 60)
    for (const token of all) expect(await lookAt(token)).toBe('200')
    api.deps.clock.advance(60)
    for (const token of given ?? []) expect(await lookAt(token)).toBe('410 link_ended')
    for (const token of [newest, ...(came ?? [])]) expect(await lookAt(token)).toBe('200')
    api.deps.clock.advance(27 * DAY)
    expect(await lookAt(newest)).toBe('410 link_ended')
  })
})
