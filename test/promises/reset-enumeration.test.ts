// Promise P4: neither an answer nor its time tells whether an address has an account. Known and unknown take turns.
// The full run: PORTVAKT_TIMINGS=5000, for an AUC of 0.50 ± 0.03.
import { randomInt } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, type Api, newEmail, withApi } from '../support/api.ts'
import { addAddress } from '../support/recovery.ts'
import { auc, chance, median } from '../support/timing.ts'

const TIMINGS = Number(process.env.PORTVAKT_TIMINGS ?? 250)
const STEPS = ['begin', 'wrong code', 'resend', 'other channel', 'state'] as const
const WARM_UP = 60

type Step = (typeof STEPS)[number]
type Kind = 'known' | 'unknown'

let api: Api
const addresses: Record<Kind, string[]> = { known: [], unknown: [] }
beforeAll(async () => {
  api = await withApi()
  for (let at = 0; at < 20; at++) {
    const [known, unknown] = [newEmail(), newEmail()]
    addresses.known.push(known)
    addresses.unknown.push(unknown)
    const cookie = await api.account(known)
    if (at % 2) await addAddress(api, cookie, `+4741${String(100_000 + at)}`)
  }
})
afterAll(() => api.close())

/** All that an outsider sees but what is random in every answer, of which the length. */
function seen({ status, body, headers, cookie }: Answer): string {
  const { date: _date, 'x-request-id': _id, ...rest } = headers
  const lengths = Object.entries(body).map(([key, value]) => [key, key === 'destination' ? '' : String(value).length])
  return JSON.stringify({ status, rest: { ...rest, 'content-length': '' }, lengths, cookie, code: body.code })
}

async function walk(kind: Kind, round: number): Promise<Record<Step, { ms: number; answer: Answer }>> {
  const identifier = addresses[kind][round % addresses[kind].length] ?? ''
  const remoteAddress = `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`
  const timed = async (path: string, body: object) => {
    const begun = performance.now()
    const answer = await api.call('POST', path, body, { remoteAddress })
    return { ms: performance.now() - begun, answer }
  }
  const begin = await timed('forgot-password', { identifier })
  const { flow } = begin.answer.body
  const password = 'en helt annen setning'
  const wrong = await timed('forgot-password/finish', { flow, code: '00000000', password, repeat: password })
  const state = await timed('forgot-password/state', { flow })
  api.deps.clock.advance(61)
  const resend = await timed('forgot-password/resend', { flow })
  api.deps.clock.advance(61)
  const other = await timed('forgot-password/other-channel', { flow })
  return { begin, 'wrong code': wrong, state, resend, 'other channel': other }
}

test(
  'the answers are the same, and their times cannot be told apart',
  async () => {
    const times = Object.fromEntries(STEPS.map((step) => [step, { known: [] as number[], unknown: [] as number[] }]))
    const views = Object.fromEntries(STEPS.map((step) => [step, { known: new Set(), unknown: new Set() }]))
    for (let round = 0; round < TIMINGS + WARM_UP; round++) {
      const order: Kind[] = randomInt(2) ? ['known', 'unknown'] : ['unknown', 'known']
      for (const kind of order) {
        const walked = await walk(kind, round)
        for (const step of STEPS) {
          if (round >= WARM_UP) times[step]?.[kind].push(walked[step].ms)
          views[step]?.[kind].add(seen(walked[step].answer))
        }
      }
      if (round % 20 === 19) {
        api.deps.clock.advance(25 * 3600)
        await api.query('DELETE FROM budgets')
      }
    }
    for (const step of STEPS) {
      const { known = [], unknown = [] } = times[step] ?? {}
      const area = auc(unknown, known)
      const [slow, quick] = [median(known), median(unknown)]
      console.log(
        `${step}: AUC ${area.toFixed(3)} ± ${chance(TIMINGS).toFixed(3)}, median ${slow.toFixed(2)} ms known, ${quick.toFixed(2)} ms unknown, n = ${TIMINGS}`,
      )
      expect([step, ...(views[step]?.unknown ?? [])]).toEqual([step, ...(views[step]?.known ?? [])])
      expect(Math.abs(area - 0.5)).toBeLessThan(Math.max(0.03, chance(TIMINGS)))
    }
  },
  60_000 + TIMINGS * 400,
)
