// Loaded only when it is needed: the code that comes before a reset, where strangers have asked or guessed too often.
import type { Flow, Problem } from '../../api.ts'
import { CodeStep } from '../../parts/code-step.tsx'
import { mailboxProof } from '../../words/active.ts'

interface MailboxStepProps {
  flow: Flow
  onFlow(flow: Flow): void
  /** The reset itself, whose code is on its way. */
  proven(flow: Flow): void
  ended(problem: Problem): void
}

export function MailboxStep({ flow, onFlow, proven, ended }: MailboxStepProps) {
  const to = flow.destination ?? ''
  const usual = flow.channel === 'email' ? mailboxProof.byEmail(to) : mailboxProof.byEmailOrSms(to)
  return (
    <CodeStep
      flow={flow}
      path="/forgot-password"
      level={1}
      why={mailboxProof.whyReset}
      sent={flow.toOther ? mailboxProof.byOther : usual}
      done={(next: Flow) => void proven(next) as undefined}
      ended={ended}
      onFlow={onFlow}
      resent={mailboxProof.resent}
      otherChannel={flow.toOther ? mailboxProof.backToFirst : mailboxProof.otherChannel}
    />
  )
}
