// The code that proves a mailbox first, where strangers have tried too often: before a password is looked at, or a reset begins.
import { call, type Flow, type Problem } from '../api.ts'
import { mailboxProof } from '../words/active.ts'
import { CodeStep } from './code-step.tsx'

interface MailboxProofProps {
  flow: Flow
  /** See `CodeStep`. */
  path: string
  /** Why it is asked for. */
  why: string
  done(proven: Flow): 'leaving' | undefined
  ended(problem: Problem): void
  onFlow(flow: Flow): void
}

export function MailboxProof(props: MailboxProofProps) {
  const { flow, toOther, channel, destination: to = '' } = props.flow
  const usual = channel === 'email' ? mailboxProof.byEmail(to) : mailboxProof.byEmailOrSms(to)
  return (
    <CodeStep
      {...props}
      level={1}
      sent={toOther ? mailboxProof.byOther : usual}
      resent={mailboxProof.resent}
      otherChannel={{
        name: toOther ? mailboxProof.backToFirst : mailboxProof.otherChannel,
        send: () => call('POST', `${props.path}/other-channel`, { flow }),
      }}
    />
  )
}
