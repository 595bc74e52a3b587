// The bot check before an SMS begins while the number is typed: as a rule it is made before anybody presses «Neste».
import { useRef } from 'preact/hooks'
import { call } from '../../api.ts'
import type { Work } from '../../parts/bot-check.ts'
import type { Challenge } from '../../parts/bot-check-solver.ts'

/** `take` gives what is sent as `botCheck`, once; undefined when there is none, and the server's own asking follows. */
export function useBotCheckAhead() {
  const begun = useRef<Promise<Work | undefined>>(undefined)
  return {
    begin() {
      begun.current ??= begin().catch(() => undefined)
    },
    async take(): Promise<string | undefined> {
      const work = await begun.current
      begun.current = undefined
      if (!work) return undefined
      return (await import('../../parts/bot-check.ts')).finishBotCheck(work)
    },
  }
}

async function begin(): Promise<Work | undefined> {
  const [answer, { beginBotCheck }] = await Promise.all([
    call<Challenge>('GET', '/bot-check?purpose=new_number'),
    import('../../parts/bot-check.ts'),
  ])
  return answer.ok ? beginBotCheck(answer.value) : undefined
}
