// What no request may hold, at every door that stands open to customers: a 4xx that names the field, nothing sent, no account made. The routes
// and their fields come from the API's description, so that a new door is tried as well.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { operations } from '../../server/sessions/policy.ts'
import { type Answer, type Api, newEmail, PASSWORD, WRONG_PASSWORD, withApi } from '../support/api.ts'

interface Schema {
  type?: string
  properties?: Record<string, Schema>
  pattern?: string
  anyOf?: Schema[]
}
interface Door {
  path: string
  fields: Record<string, Schema>
}

let api: Api
let doors: Door[]
beforeAll(async () => {
  api = await withApi()
  const { paths } = (await api.get('openapi.json')).body as {
    paths: Record<string, Record<string, { 'x-operation': string; requestBody?: { content: object } }>>
  }
  doors = Object.entries(paths).flatMap(([path, { post }]) => {
    const [content] = Object.values(post?.requestBody?.content ?? {}) as { schema: Schema }[]
    const isOpen = post && operations[post['x-operation'] as keyof typeof operations].open
    return content && isOpen && !path.includes('/staff/') ? [{ path, fields: content.schema.properties ?? {} }] : []
  })
})
afterAll(() => api.close())

const send = (path: string, text: string): Promise<Answer> =>
  api.bare('POST', path, undefined, { payload: text, headers: { 'content-type': 'application/json' } })
/** Everything that a request could have left behind. */
const left = async () => [
  await api.count('outbox'),
  await api.count('sign_ups'),
  await api.count('accounts'),
  await api.count('sessions'),
]

/** A body whose every field is as it should be, so that what is wrong with one is all that is wrong. */
const bodyOf = ({ path, fields }: Door): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).map(([name, schema]) => [name, sampleOf(path, name, schema)]))

function sampleOf(path: string, name: string, { pattern = '' }: Schema): unknown {
  const samples: Record<string, unknown> = {
    identifier: 'ingen@example.com',
    country: 'NO',
    locale: 'nb',
    client: 'web',
    password: PASSWORD,
    repeat: PASSWORD,
    code: /totp|\/key$/.test(path) ? '123456' : '12345678',
    acceptTerms: true,
    trustDevice: false,
  }
  if (name in samples) return samples[name]
  if (name === 'flow' || name === 'token') return 'A'.repeat(Number(/\{(\d+)/.exec(pattern)?.[1] ?? 43))
  return undefined
}

/** A text of this field that is wrong by this: where the field has a right one, what is wrong is added to it. */
const withEnd = (door: Door, name: string, end: string) => `${bodyOf(door)[name] ?? 'text'}${end}`

/** @returns each door with each of its fields that is a text */
const texts = () =>
  doors.flatMap((door) =>
    Object.entries(door.fields)
      .filter(([, { type, anyOf }]) => type === 'string' || anyOf?.some((each) => each.type === 'string'))
      .map(([name]) => ({ door, name })),
  )

async function expectRefused(path: string, text: string, field: string, codes: string[]): Promise<void> {
  const answer = await send(path, text)
  const said = answer.body.fields?.find((each: { field: string }) => each.field === field)
  const hint = `${path}: ${text.slice(0, 200)} → ${answer.status} ${JSON.stringify(answer.body).slice(0, 300)}`
  expect([answer.status, answer.body.code], hint).toEqual([400, 'request_invalid'])
  expect(codes, hint).toContain(said?.code)
  expect(JSON.stringify(answer.body)).not.toMatch(/\bat \w|node_modules|\.ts\b|Error:/)
}

test('the doors are found: of signing up, of signing in, of a forgotten password', () => {
  const paths = doors.map(({ path }) => path.replace('/api/v1/', ''))
  expect(paths).toEqual(
    expect.arrayContaining([
      'sign-up',
      'sign-up/code',
      'sign-up/password',
      'sign-in',
      'sign-in/totp',
      'forgot-password',
    ]),
  )
  expect(texts().length).toBeGreaterThan(40)
})

describe('at every door', () => {
  test('no body that is no JSON object', async () => {
    const before = await left()
    for (const { path } of doors) {
      for (const text of ['{"flow":', '{"flow":"a",}', "{'flow':1}", '\ufeff{}', '{}{}'])
        await expectRefused(path, text, 'body', ['invalid'])
      for (const text of ['[]', '"text"', '42']) await expectRefused(path, text, 'body', ['wrong_type'])
    }
    expect(await left()).toEqual(before)
  })

  test('no member twice, none that is unknown, no __proto__', async () => {
    const before = await left()
    for (const door of doors) {
      const inner = JSON.stringify(bodyOf(door)).slice(1, -1)
      const more = (member: string) => `{${[inner, member].filter(Boolean).join(',')}}`
      for (const name of Object.keys(bodyOf(door)).filter((each) => inner.includes(`"${each}":`)))
        await expectRefused(door.path, more(`"${name}":"other"`), name, ['duplicate'])
      await expectRefused(door.path, more('"role":"admin"'), 'role', ['unknown'])
      await expectRefused(door.path, more('"__proto__":{"role":1}'), '__proto__', ['unknown'])
    }
    expect(await left()).toEqual(before)
  })

  test('no list, object, number, truth or nothing in the place of a text', async () => {
    const before = await left()
    for (const { door, name } of texts())
      for (const value of [[bodyOf(door)[name] ?? 'text'], ['a', 'b'], { $ne: null }, 12345678, true, null])
        await expectRefused(door.path, JSON.stringify({ ...bodyOf(door), [name]: value }), name, ['wrong_type'])
    expect(await left()).toEqual(before)
  })

  test('no megabyte, no NUL, no line of a header, no half of a character', async () => {
    const before = await left()
    const wrong: [end: string, codes: string[]][] = [
      ['x'.repeat(1_000_000), ['too_long', 'invalid']],
      ['\u0000', ['control_characters', 'invalid']],
      ['\r\nBcc: eva@example.com', ['control_characters', 'invalid']],
      ['\u007f', ['control_characters', 'invalid']],
      ['\ud800', ['invalid']],
    ]
    // A phrase is read letter by letter, and its checksum refuses what is none: only its length is the edge's affair.
    for (const { door, name } of texts())
      for (const [end, codes] of name === 'phrase' ? wrong.slice(0, 1) : wrong)
        await expectRefused(
          door.path,
          JSON.stringify({ ...bodyOf(door), [name]: withEnd(door, name, end) }),
          name,
          codes,
        )
    expect(await left()).toEqual(before)
  })
})

describe('wherever an address is typed', () => {
  const typed = () => doors.filter(({ fields }) => 'identifier' in fields)

  test.each([
    ['ola@example.com\r\nBcc: eva@example.com', 'control_characters'],
    ['Bcc: eva@example.com\nola@example.com', 'control_characters'],
    ['ola\u2028@example.com', 'control_characters'],
    ['ola@example.com,eva@example.com', 'invalid'],
    ['Ola <ola@example.com>', 'invalid'],
    ['ｏｌａ@example.com', 'invalid'],
    ['\u212aari@example.com', 'invalid'],
    ['\ufb01nn@example.com', 'invalid'],
    ['ola@[127.0.0.1]', 'invalid'],
    ['ola@localhost', 'invalid'],
    [`${'a'.repeat(309)}@example.com`, 'too_long'],
    [`a@${'b.'.repeat(125)}com`, 'too_long'],
    [' \u00a0 ', 'required'],
    ['112', 'invalid'],
    ['+47 829 12 345', 'invalid'],
    ['+4741234567;ext=5', 'invalid'],
    ['+47 41 2E 45 67', 'invalid'],
  ])('%j is refused by its field, and nothing is sent', async (identifier, code) => {
    const before = await left()
    expect(typed().map(({ path }) => path)).toEqual(
      expect.arrayContaining(['/api/v1/sign-up', '/api/v1/sign-in', '/api/v1/forgot-password', '/api/v1/thaw']),
    )
    for (const door of typed())
      await expectRefused(door.path, JSON.stringify({ ...bodyOf(door), identifier }), 'identifier', [code])
    expect(await left()).toEqual(before)
  })

  const spellings: [string, (national: string) => string][] = [
    ['spaces', (national) => `+47 ${national.replace(/(...)(..)/, '$1 $2 ')}`],
    ['00', (national) => `0047${national}`],
    ['hard spaces', (national) => `+47\u00a0${national.replace(/(...)/, '$1\u00a0')}`],
    [
      'Arabic-Indic digits',
      (national) => national.replace(/\d/g, (digit) => String.fromCodePoint(0x660 + Number(digit))),
    ],
    ['Persian digits', (national) => national.replace(/\d/g, (digit) => String.fromCodePoint(0x6f0 + Number(digit)))],
    ['(0)', (national) => `+47 (0) ${national}`],
    ['+00', (national) => `+0047 ${national}`],
    ['invisible marks of a copied contact', (national) => `\u202a+47 ${national}\u202c`],
    ['tel:', (national) => `tel:+47-${national}`],
  ]
  test.each(spellings.map(([name, spell], at) => [name, spell, at] as const))(
    'a number spelled with %s is the same account at each: one message to the stored number, and no second account',
    async (_name, spell, at) => {
      const phone = `+4791200${String(100 + at)}`
      await api.account(phone)
      const spelled = spell(phone.slice(3))
      expect(spelled).not.toBe(phone)
      const accounts = await api.count('accounts')
      const signedIn = await api.post('sign-in', { identifier: spelled, password: PASSWORD })
      expect([signedIn.status, signedIn.body.state]).toEqual([200, 'signed_in'])
      expect((await api.post('sign-in', { identifier: spelled, password: WRONG_PASSWORD })).status).toBe(401)
      const sent = (await api.messages(phone)).length
      const { flow } = (await api.post('sign-up', { identifier: spelled })).body
      expect((await api.messages(phone)).length).toBe(sent + 1)
      const taken = await api.post('sign-up/password', { flow, password: PASSWORD, acceptTerms: true })
      expect(taken.status).toBe(409)
      await api.post('forgot-password', { identifier: spelled })
      const messages = await api.messages(phone)
      expect(messages.length).toBe(sent + 2)
      expect(new Set(messages.map(({ to }) => to))).toEqual(new Set([phone]))
      expect(await api.count('accounts')).toBe(accounts)
    },
  )
})

test('a password of a megabyte is hashed nowhere, and counts as no try', async () => {
  const address = newEmail()
  await api.account(address)
  for (let at = 0; at < 8; at++) {
    const answer = await api.post('sign-in', { identifier: address, password: 'x'.repeat(1_000_000) })
    expect(answer.body.fields).toEqual([{ field: 'password', code: 'too_long' }])
  }
  expect((await api.post('sign-in', { identifier: address, password: PASSWORD })).status).toBe(200)
})
