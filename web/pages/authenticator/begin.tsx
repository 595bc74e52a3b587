// What will happen, said before anything is sent; then, for all but a new phrase, where the code goes.
import { policy } from '../../../server/platform/policy.ts'
import type { Account, Answer, call } from '../../api.ts'
import { Channels, established } from '../../parts/channels.tsx'
import { FormFrame, ProblemAlert } from '../../parts/form.tsx'
import { PhraseFacts } from '../../parts/phrase-step.tsx'
import { StepHeading } from '../../parts/step-heading.tsx'
import { useForm } from '../../parts/use-form.ts'
import { channels, factorRefusals, recoveryKey, authenticator as words } from '../../words/active.ts'
import { LeaveWithoutPhone } from '../account/leave-without-phone.tsx'
import type { Act, Following, Step } from './use-change.ts'
import { path } from './use-change.ts'

const hours = policy.credentialHoldSeconds / 3600
const firstHours = policy.firstBindingHoldSeconds / 3600
const endings = ['session_required', 'totp_enrolled', 'totp_not_enrolled']

interface BeginProps {
  act: Act
  account: Account
  following: Following
  /** See `ProofInPlace`. */
  reach: typeof call
}

export function Begin({ act, account, following, reach }: BeginProps) {
  const { advance, ended, problem } = following
  const identifiers = established(account)
  const form = useForm<Step>({
    check: () => ({}),
    send: (values): Promise<Answer<Step>> =>
      act === 'renew_phrase'
        ? reach('POST', '/account/recovery-key')
        : reach('POST', path, { kind: act, identifierId: values('identifier') || identifiers[0]?.id }),
    done: (step) => void advance(step) as undefined,
    place: (refused) => {
      if (endings.includes(refused.code)) ended(refused)
      return {}
    },
  })
  return (
    <>
      <Effects act={act} passkeys={account.passkeys} />
      {problem && <ProblemAlert problem={problem} words={factorRefusals} />}
      <FormFrame form={form} submit={act === 'renew_phrase' ? recoveryKey.show : channels.send} words={factorRefusals}>
        {act !== 'renew_phrase' && <Channels identifiers={identifiers} />}
      </FormFrame>
      {(act === 'change' || act === 'remove') && <LeaveWithoutPhone />}
    </>
  )
}

function Effects({ act, passkeys }: { act: Act; passkeys: Account['passkeys'] }) {
  switch (act) {
    case 'bind':
      return (
        <Told
          title={words.bindTitle}
          lead={words.bindLead}
          effects={[...words.bindEffects, words.whenDone(firstHours)]}
        />
      )
    case 'change':
      return (
        <Told
          title={words.changeTitle}
          lead={words.changeLead}
          effects={[...words.changeEffects, words.whenDone(hours)]}
        />
      )
    case 'remove':
      return (
        <>
          <StepHeading level={2}>{words.removeTitle}</StepHeading>
          <div class="ds-alert" data-color="warning">
            <p>{words.removeWarning(hours)}</p>
          </div>
          <List of={[...afterRemoval(passkeys), ...words.removeEffects]} />
        </>
      )
    case 'renew_phrase':
      return (
        <>
          <StepHeading level={2}>{recoveryKey.renewTitle}</StepHeading>
          <p>{recoveryKey.renewLead}</p>
          <PhraseFacts />
        </>
      )
  }
}

/** A suspended passkey lets nobody in: it goes with the last factor that works. */
function afterRemoval(passkeys: Account['passkeys']): string[] {
  if (passkeys.some(({ suspended }) => !suspended)) return [words.removeToPasskey]
  return passkeys.length > 0 ? [words.removeToPassword, words.removeSuspended] : [words.removeToPassword]
}

const Told = ({ title, lead, effects }: { title: string; lead: string; effects: string[] }) => (
  <>
    <StepHeading level={2}>{title}</StepHeading>
    <p>{lead}</p>
    <List of={effects} />
  </>
)

const List = ({ of }: { of: string[] }) => (
  <ul class="effects">
    {of.map((each) => (
      <li key={each}>{each}</li>
    ))}
  </ul>
)
