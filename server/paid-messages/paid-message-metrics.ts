import { Gauge, type Registry } from 'prom-client'
import { secondsAfter } from '../platform/clock.ts'
import { alarmsOf } from './alarms.ts'
import type { CountDeps } from './count-paid-message.ts'
import { DAY_SLOT_SECONDS, hasCodes, mostADay, type Share, SLOT_SECONDS } from './paid-message.ts'
import * as queries from './queries.ts'

const HOUR = 3600
const QUARTER = 15 * 60

type Figures = Awaited<ReturnType<typeof read>>
type Row = Figures['byCountry'][number]

/** Registers what is counted of paid messages. Read from the database when scraped: every server tells the same of all. */
export function registerPaidMessageMetrics(registry: Registry, deps: CountDeps): void {
  let reading: Promise<Figures> | undefined
  // One reading a scrape, whichever gauge asks first.
  const figures = () => {
    reading ??= read(deps).finally(() => {
      reading = undefined
    })
    return reading
  }
  const gauge = (name: string, help: string, labelNames: string[], tell: (figures: Figures) => Told[]) =>
    new Gauge({
      name: `portvakt_sms_${name}`,
      help,
      labelNames,
      registers: [registry],
      async collect() {
        const told = tell(await figures())
        this.reset()
        for (const [labels, value] of told) this.set(labels, value)
      },
    })
  gauge(
    'sent',
    'SMS in the last hour, codes or in share notices notices; in share nobody none is sent',
    ['share', 'country'],
    sentOf,
  )
  gauge('entered', 'Codes by SMS that came back in the last hour', ['share', 'country'], enteredOf)
  gauge('refused', 'Codes by SMS refused in the last hour', ['share', 'country', 'reason'], refusedOf)
  gauge('entered_ratio', 'Part of the codes by SMS that came back in the last hour', ['share', 'country'], ratiosOf)
  gauge('day_used_ratio', 'Part of the messages of a day that is used up', ['share'], (figures) => [
    [{ share: 'strangers' }, figures.used.strangers],
    [{ share: 'customers' }, figures.used.customers],
    [{ share: 'notices' }, figures.used.notices],
  ])
  gauge('alarm', '1: somebody may be pumping, see docs/operators.md', ['reason'], ({ byCountry, used }) =>
    Object.entries(alarmsOf(byCountry, used)).map(([reason, isOn]) => [{ reason }, isOn ? 1 : 0]),
  )
}

type Told = [labels: Record<string, string>, value: number]

const of = ({ share, country }: Row) => ({ share, country })
const counts = ({ byCountry }: Figures, outcome: Row['outcome']): Told[] =>
  byCountry.filter((row) => row.outcome === outcome).map((row) => [of(row), row.count])

const sentOf = (figures: Figures) => counts(figures, 'sent')
const enteredOf = (figures: Figures) => counts(figures, 'entered')

function refusedOf({ byCountry }: Figures): Told[] {
  const refused = byCountry.filter(({ outcome }) => outcome !== 'sent' && outcome !== 'entered')
  return refused.map((row) => [{ ...of(row), reason: row.outcome }, row.count])
}

function ratiosOf(figures: Figures): Told[] {
  const entered = enteredOf(figures)
  return sentOf(figures)
    .filter(([{ share }]) => hasCodes(share as Share))
    .map(([labels, sent]) => {
      const own = entered.find(([{ share, country }]) => share === labels.share && country === labels.country)
      return [labels, (own?.[1] ?? 0) / sent]
    })
}

async function read({ db, clock, config }: CountDeps) {
  const now = clock.now()
  const hour = secondsAfter(now, -HOUR - SLOT_SECONDS)
  const [byCountry, ofDay, [mostNotices]] = await Promise.all([
    db.query(queries.byCountry, [hour, secondsAfter(now, -QUARTER - SLOT_SECONDS)]),
    db.query(queries.ofDay, [secondsAfter(now, -24 * HOUR - DAY_SLOT_SECONDS)]),
    db.query(queries.mostNotices, [hour]),
  ])
  const usedOf = (share: Share) => (ofDay.find((row) => row.share === share)?.count ?? 0) / mostADay(config, share)
  const [strangers, customers, notices] = [usedOf('strangers'), usedOf('customers'), usedOf('notices')]
  return { byCountry, used: { strangers, customers, notices, noticesToOnePrefix: mostNotices?.count ?? 0 } }
}
