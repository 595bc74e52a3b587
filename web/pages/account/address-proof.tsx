// A code to an address that the account has: asked for besides, before a first factor, a further address or a new phrase.
import { useState } from 'preact/hooks'
import { type Account, call, type Flow, type Problem, type Session } from '../../api.ts'
import { Channels, established, otherChannelOf } from '../../parts/channels.tsx'
import { CodeStep } from '../../parts/code-step.tsx'
import { FormFrame, ProblemAlert } from '../../parts/form.tsx'
import { LoadProblem } from '../../parts/load-problem.tsx'
import { StepHeading } from '../../parts/step-heading.tsx'
import { useForm } from '../../parts/use-form.ts'
import { leaveToLogIn, useLoad } from '../../parts/use-load.ts'
import { channels, common, security } from '../../words/active.ts'

const path = '/step-up/address'

export function AddressProof({ done }: { done(): Promise<void> }) {
  const loaded = useLoad(() => call<Account>('GET', '/account'))
  const [flow, setFlow] = useState<Flow>()
  const [problem, setProblem] = useState<Problem>()
  const stop = (ended: Problem) => {
    if (ended.code === 'session_required') return leaveToLogIn()
    // Password or factor has grown old meanwhile: what waits asks for it.
    if (ended.code === 'step_up_required') return void done()
    setProblem(ended)
    setFlow(undefined)
  }
  if (flow)
    return (
      <CodeStep<Session>
        flow={flow}
        path={path}
        level={2}
        otherChannel={otherChannelOf(loaded.value?.identifiers ?? [], flow, (identifierId) =>
          call('POST', path, { identifierId }),
        )}
        done={() => {
          void done()
          return 'leaving'
        }}
        ended={stop}
        onFlow={setFlow}
      />
    )
  return (
    <>
      <StepHeading level={2}>{security.stepUpTitle}</StepHeading>
      <LoadProblem loaded={loaded} />
      {loaded.value ? (
        <Send account={loaded.value} problem={problem} sent={setFlow} stop={stop} />
      ) : (
        <p class="reserved">{!loaded.problem && common.loading}</p>
      )}
    </>
  )
}

interface SendProps {
  account: Account
  problem: Problem | undefined
  sent(flow: Flow): void
  stop(problem: Problem): void
}

function Send({ account, problem, sent, stop }: SendProps) {
  const identifiers = established(account)
  const form = useForm<Flow>({
    check: () => ({}),
    send: (values) => call('POST', path, { identifierId: values('identifier') || identifiers[0]?.id }),
    done: (flow) => void sent(flow) as undefined,
    place: (refused) => {
      if (refused.code === 'session_required' || refused.code === 'step_up_required') stop(refused)
      return {}
    },
  })
  return (
    <>
      <p>{security.addressProofText}</p>
      {problem && <ProblemAlert problem={problem} />}
      <FormFrame form={form} submit={channels.send}>
        <Channels identifiers={identifiers} />
      </FormFrame>
    </>
  )
}
