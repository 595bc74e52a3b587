// Acts whose proof may grow old while somebody types, or waits for a code.
import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { type Answer, call, type Method } from '../../api.ts'
import { StepUp } from './step-up.tsx'

interface ProofInPlaceProps {
  /** The last proof is too old already: it is asked for first. */
  isOld?: boolean
  /** Draws the steps. They send by `reach`, which is `call` but that it has the proof asked for, and then sends once more. */
  children(reach: typeof call): ComponentChildren
}

interface Waiting {
  goOn(): void
  methods?: Method[] | undefined
}

/**
 * Asks for a proof when the server does, in the place of the steps, which stay beneath with all that was typed and go on by
 * themselves. The server is no more patient for it: whoever took over the session meanwhile gets no further.
 */
export function ProofInPlace({ isOld = false, children }: ProofInPlaceProps) {
  /** What waits for the proof. */
  const [waiting, setWaiting] = useState<Waiting | undefined>(isOld ? { goOn() {} } : undefined)
  const steps = useRef<HTMLDivElement>(null)

  // What had the focus is gone with the proof's fields.
  useLayoutEffect(() => {
    if (!waiting) steps.current?.querySelector<HTMLElement>('[tabindex="-1"]')?.focus()
  }, [waiting])

  async function reach<T>(...asked: Parameters<typeof call>): Promise<Answer<T>> {
    const answer = await call<T>(...asked)
    if (answer.ok || answer.problem.code !== 'step_up_required') return answer
    const { methods } = answer.problem
    await new Promise<void>((goOn) => setWaiting({ goOn, methods }))
    return reach(...asked)
  }

  const proven = async () => {
    setWaiting(undefined)
    waiting?.goOn()
  }
  return (
    <>
      {waiting && <StepUp methods={waiting.methods} done={proven} />}
      <div class="steps-kept" ref={steps} hidden={!!waiting}>
        {children(reach)}
      </div>
    </>
  )
}
