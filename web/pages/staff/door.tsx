import { PasskeyPrompt } from '../../parts/passkey-prompt.tsx'
import { StepHeading } from '../../parts/step-heading.tsx'
import { staff as words } from '../../words/active.ts'
import type { StaffSession, Why } from './answers.ts'
import { usingWords } from './passkey-words.ts'

interface DoorProps {
  why: Why
  signedIn(session: StaffSession): void
}

export function Door({ why, signedIn }: DoorProps) {
  const isEnded = why === 'invitation_ended'
  return (
    <>
      <StepHeading>{isEnded ? words.endedTitle : words.title}</StepHeading>
      <p>{isEnded ? words.ended : why === 'session_over' ? words.over : words.lead}</p>
      <PasskeyPrompt
        label={words.logIn}
        ceremony={({ proveFor }) => proveFor<StaffSession>('/staff/sign-in', usingWords)}
        done={(session) => void signedIn(session) as undefined}
      />
      <p class="small">{words.lost}</p>
      <p class="small">
        <a class="ds-link" href="/log-in">
          {words.customer}
        </a>
      </p>
    </>
  )
}
