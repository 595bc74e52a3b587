import { codeOfStep, stepAt } from '../../server/totp/totp.ts'
import { type Answer, bind, type Client, openClient } from '../bound.ts'
import type { Stage } from '../stage.ts'
import { median } from '../statistics.ts'
import { judge, milliseconds, type Row, shown } from '../table.ts'

const ADDED = { floor: 2, goal: 1, want: 'less', show: milliseconds } as const

interface Person {
  /** A whole sign-in request. */
  signIn: string
  key: Uint8Array | undefined
}

/**
 * What the authenticator adds to a sign-in, one at a time: the password's answer and the code's, against the one answer of an
 * account without a factor, in turns on the same server.
 */
export async function measureSecondFactor(stage: Stage): Promise<Row[]> {
  const { people, bench } = await stage.crowd()
  const count = stage.size(150, 6)
  const before = stage.size(400, 2)
  const requests = people.signIns.slice(-2 * count - before)
  const bound: Person[] = []
  for (const signIn of requests.slice(0, count + before)) bound.push({ signIn, key: await bind(bench, signIn) })
  return stage.withServer({}, async ({ port }) => {
    const client = await openClient(port)
    // The compiler waits for code to have run some thousand times: whoever comes before the measured uses all three codes there are.
    const warming = bound.splice(0, before)
    for (const ahead of [-1, 0, 1])
      for (const person of warming) await proveSecond(client, person, await client.ask(person.signIn), ahead)
    const rounds: { plain: number; password: number; code: number }[] = []
    for (const [at, person] of bound.entries()) {
      const plain = await timed(() => client.ask(requests[before + count + at] as string))
      const first = await timed(() => client.ask(person.signIn))
      const second = await timed(() => proveSecond(client, person, first.answer))
      rounds.push({ plain: plain.ms, password: first.ms, code: second.ms })
    }
    client.close()
    const of = (pick: (round: (typeof rounds)[number]) => number) => median(rounds.map(pick))
    const note = `${milliseconds(of(({ password, code }) => password + code))} against ${milliseconds(of(({ plain }) => plain))}`
    return [
      judge(
        'a sign-in with the authenticator, more than one without, median',
        of(({ plain, password, code }) => password + code - plain),
        ADDED,
        note,
      ),
      shown('its second answer alone, median', milliseconds(of(({ code }) => code))),
    ]
  })
}

/** @param ahead of the code of now, in steps of half a minute: its neighbours are as good */
async function proveSecond(client: Client, { key, signIn }: Person, first: Answer, ahead = 0): Promise<Answer> {
  if (first.state !== 'factor' || !key) throw new Error(`no second proof was asked for: ${first.state}`)
  const code = codeOfStep(key, stepAt(new Date()) + ahead)
  const answer = await client.proveTotp(signIn, first.flow, code)
  if (answer.state !== 'signed_in') throw new Error(`the code was refused: ${JSON.stringify(answer)}`)
  return answer
}

async function timed(work: () => Promise<Answer>): Promise<{ ms: number; answer: Answer }> {
  const began = performance.now()
  const answer = await work()
  return { ms: performance.now() - began, answer }
}
