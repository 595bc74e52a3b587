import { setTimeout as sleep } from 'node:timers/promises'
import pino from 'pino'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import { besideAnswer, settleAfterAnswers } from './after-answer.ts'
import { raiseAlarm } from './alarms.ts'
import { createHttp } from './http.ts'
import { Refusal } from './refusals.ts'

let log: pino.Logger
let http: Awaited<ReturnType<typeof createHttp>>
let lines: { requestId?: string; route?: string; msg?: string; level: number }[]
beforeAll(async () => {
  log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  http = await createHttp({ config: readConfig({}), log })
  http.get('/people/:name', async () => 'here')
  http.get('/refused', async () => {
    throw new Refusal('not_found')
  })
  http.post('/alarming', async () => {
    await sleep(5)
    raiseAlarm(log, 'sealed_value_broken', { purpose: 'of a test' })
    besideAnswer({ log }, async () => {
      await sleep(5)
      throw new Error('beside')
    })
    return 'woken'
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

test('so has an alarm that is raised while it is answered, and what fails beside the answer; of many at once each its own', async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, at) => http.inject({ method: 'POST', url: '/alarming', payload: { at } })),
  )
  await settleAfterAnswers()
  const ids = answers.map(({ headers }) => headers['x-request-id'])
  for (const msg of ['alarm', 'work beside an answer failed'])
    expect(lines.filter((line) => line.msg === msg).map(({ requestId }) => requestId)).toEqual(ids)
  expect(new Set(ids).size).toBe(20)
})

test('an alarm that no request raises has no id', () => {
  raiseAlarm(log, 'sealed_value_broken', { purpose: 'of a test' })
  expect(lines).toHaveLength(1)
  expect(lines[0]).not.toHaveProperty('requestId')
})
