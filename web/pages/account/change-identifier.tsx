// Another e-mail address or phone number in the place of the one there is, or none: code from the old one, code from the new.
import { useState } from 'preact/hooks'
import { policy } from '../../../server/platform/policy.ts'
import type { call, Flow, Problem } from '../../api.ts'
import { CodeStep } from '../../parts/code-step.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { EmailField } from '../../parts/field.tsx'
import { FormFrame, ProblemAlert } from '../../parts/form.tsx'
import type { IdentifierKind } from '../../parts/method.ts'
import { PhoneField } from '../../parts/phone-field.tsx'
import { StepHeading } from '../../parts/step-heading.tsx'
import { identifierError, useForm } from '../../parts/use-form.ts'
import { leaveToLogIn } from '../../parts/use-load.ts'
import { accountActs, addressRefusals, channels, fieldErrors, security } from '../../words/active.ts'
import { isProofOld } from './proof.ts'
import { ProofInPlace } from './proof-in-place.tsx'

export interface ChangedIdentifier {
  id: string
  kind: IdentifierKind
  masked: string
}

interface ChangeIdentifierProps {
  identifier: ChangedIdentifier
  act: 'change' | 'remove'
  /** When the person last proved themselves: an old proof is asked for anew before anything is typed. */
  authenticatedAt: string
  /** True: it is done. */
  done(isChanged: boolean): void
}

const holdHours = policy.credentialHoldSeconds / 3600
const undoHours = policy.identifierUndoSeconds / 3600

export function ChangeIdentifier({ identifier, act, authenticatedAt, done }: ChangeIdentifierProps) {
  const [flow, setFlow] = useState<Flow>()
  const [problem, setProblem] = useState<Problem>()

  const stop = (ended: Problem) => {
    if (ended.code === 'session_required') return leaveToLogIn()
    setProblem(ended)
    setFlow(undefined)
  }
  const start = (next: Flow) => {
    setProblem(undefined)
    setFlow(next)
  }
  return (
    <Dialog close={() => done(false)}>
      <ProofInPlace isOld={isProofOld(authenticatedAt)}>
        {(reach) =>
          flow ? (
            <CodeStep
              key={flow.state}
              flow={flow}
              path="/account/identifier-changes"
              level={2}
              reach={reach}
              otherChannel={
                flow.actions?.includes('other_channel')
                  ? {
                      name: channels.sendToOther,
                      send: () => reach('POST', '/account/identifier-changes/other-channel', { flow: flow.flow }),
                    }
                  : undefined
              }
              done={(step: Flow) => void (step.state === 'done' ? done(true) : start(step)) as undefined}
              ended={stop}
              onFlow={setFlow}
            />
          ) : (
            <Begin identifier={identifier} act={act} reach={reach} started={start} problem={problem} />
          )
        }
      </ProofInPlace>
    </Dialog>
  )
}

interface BeginProps extends Pick<ChangeIdentifierProps, 'identifier' | 'act'> {
  started(flow: Flow): void
  /** See `ProofInPlace`. */
  reach: typeof call
  problem?: Problem
}

function Begin({ identifier, act, started, reach, problem }: BeginProps) {
  const { id, kind, masked } = identifier
  const isPhone = kind === 'phone'
  const isChange = act === 'change'
  const words = isChange ? accountActs.changeAddress[kind] : accountActs.removeAddress[kind]
  const form = useForm<Flow>({
    check: (values): Record<string, string> =>
      !isChange || values(kind).trim()
        ? {}
        : { [kind]: isPhone ? fieldErrors.phoneRequired : fieldErrors.emailRequired },
    send: (values) =>
      isChange
        ? reach('POST', `/account/identifiers/${id}/change`, {
            identifier: values(kind).trim(),
            ...(isPhone ? { country: values('country') } : {}),
          })
        : reach('POST', `/account/identifiers/${id}/removal`),
    done: (flow) => void started(flow) as undefined,
    place: (refused): Record<string, string> => {
      if (refused.code === 'session_required') leaveToLogIn()
      return refused.code === 'identifier_same'
        ? { [kind]: addressRefusals.identifier_same }
        : identifierError(refused, kind)
    },
  })
  return (
    <>
      <StepHeading level={2}>{words}</StepHeading>
      <p>{isChange ? accountActs.changeAddressText(masked) : accountActs.removeAddressText(masked)}</p>
      <p class="small">{accountActs.addressHold(holdHours, undoHours)}</p>
      {problem && <ProblemAlert problem={problem} />}
      <FormFrame form={form} submit={security.sendCode} words={addressRefusals}>
        {isChange &&
          (isPhone ? (
            <PhoneField error={form.errors.phone} />
          ) : (
            <EmailField error={form.errors.email} autocomplete="email" />
          ))}
      </FormFrame>
    </>
  )
}
