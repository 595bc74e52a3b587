import pino from 'pino'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import { createHttp } from './http.ts'
import { Refusal } from './refusals.ts'

let http: Awaited<ReturnType<typeof createHttp>>
let lines: { requestId?: string; route?: string; msg?: string; level: number }[]
beforeAll(async () => {
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  http = await createHttp({ config: readConfig({}), log })
  http.get('/people/:name', async () => 'here')
  http.get('/refused', async () => {
    throw new Refusal('not_found')
  })
  http.get('/broken', async () => {
    throw new Error('never to be shown')
  })
})
beforeEach(() => {
  lines = []
})
afterAll(() => http.close())

test.each([
  ['an answer', '/people/kari?password=hemmelig', ['/people/:name']],
  ['a refusal', '/refused', ['/refused']],
  ['a failure of ours', '/broken', [undefined, '/broken']],
  ['no such page', '/hemmelig', ['(none)']],
])(
  'every line about %s has the id that the answer has, and names the route, not what was asked for',
  async (_name, url, routes) => {
    const { headers } = await http.inject(url)
    expect(lines.map(({ route }) => route)).toEqual(routes)
    for (const { requestId } of lines) expect(requestId).toBe(headers['x-request-id'])
    expect(JSON.stringify(lines)).not.toMatch(/kari|hemmelig/)
  },
)
