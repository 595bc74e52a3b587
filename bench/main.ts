// `npm run bench`: the product's figures, measured and judged. `--smoke`: scaled down, only to show that each runs.
import { parseArgs } from 'node:util'
import { describeMachine, leaveServerCore } from './cores.ts'
import { measureHeldConnections } from './figures/held-connections.ts'
import { measureLookUp } from './figures/look-up.ts'
import { measureMemory } from './figures/memory.ts'
import { measurePage } from './figures/page.ts'
import { measureRotation } from './figures/rotation.ts'
import { measureSecondFactor } from './figures/second-factor.ts'
import { measureSessionChecks } from './figures/session-checks.ts'
import { measureSessionChecksInStorm } from './figures/session-storm.ts'
import { measureSignIns } from './figures/sign-ins.ts'
import { measureStart } from './figures/start.ts'
import { openStage, type Stage } from './stage.ts'
import { formatTable, notRun, type Row } from './table.ts'

const figures: Record<string, (stage: Stage) => Promise<Row[]>> = {
  'sign-ins': measureSignIns,
  'held-connections': measureHeldConnections,
  'second-factor': measureSecondFactor,
  'session-checks': measureSessionChecks,
  'session-storm': measureSessionChecksInStorm,
  'look-up': measureLookUp,
  rotation: measureRotation,
  start: measureStart,
  memory: measureMemory,
  page: measurePage,
}

const { values } = parseArgs({ options: { smoke: { type: 'boolean', default: false }, only: { type: 'string' } } })
const names = values.only === undefined ? Object.keys(figures) : values.only.split(',')
const unknown = names.filter((name) => !figures[name])
if (unknown.length > 0) {
  console.error(`No figure is called ${unknown.join(', ')}: there are ${Object.keys(figures).join(', ')}.`)
  process.exit(2)
}

leaveServerCore()
const stage = openStage(values.smoke)
const rows: Row[] = []
for (const name of names) {
  const begun = performance.now()
  rows.push(...(await measure(name)))
  console.error(`${name}: ${((performance.now() - begun) / 1000).toFixed(0)} s`)
}
await stage.close()
console.log(`\n${describeMachine()}${values.smoke ? '; SMOKE: too short to judge by' : ''}\n`)
console.log(formatTable(rows))
// In smoke the numbers are noise: only a measurement that broke fails.
const isBad = ({ verdict }: Row) => verdict === 'broken' || (verdict === 'MISSED' && !values.smoke)
process.exitCode = rows.some(isBad) ? 1 : 0

async function measure(name: string): Promise<Row[]> {
  try {
    return (await figures[name]?.(stage)) ?? []
  } catch (error) {
    console.error(error)
    return [{ ...notRun(name, (error as Error).message), verdict: 'broken' }]
  }
}
