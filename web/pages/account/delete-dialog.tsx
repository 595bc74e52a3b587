// Deleting an account: what happens and when → (password, when the last proof is old) → password again → asked for.
import { useState } from 'preact/hooks'
import { policy } from '../../../server/platform/policy.ts'
import { call, serverNow } from '../../api.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { PasswordField } from '../../parts/field.tsx'
import { FormFrame } from '../../parts/form.tsx'
import { date } from '../../parts/format.ts'
import { StepHeading } from '../../parts/step-heading.tsx'
import { useForm } from '../../parts/use-form.ts'
import { leaveToLogIn } from '../../parts/use-load.ts'
import { common, fieldErrors, security, deletion as words } from '../../words/active.ts'
import { isProofOld } from './proof.ts'
import { StepUp } from './step-up.tsx'

interface DeleteDialogProps {
  /** When the person last proved themselves. */
  authenticatedAt: string
  /** True: it is asked for. */
  done(isRequested: boolean): void
}

type Step = 'read' | 'proof' | 'password'

/** The day it would be, were it asked for now. */
const dayOfEnd = () => date(new Date(serverNow() + policy.deletionGraceSeconds * 1000).toISOString())

export function DeleteDialog({ authenticatedAt, done }: DeleteDialogProps) {
  const [step, setStep] = useState<Step>('read')
  const [day] = useState(dayOfEnd)
  return (
    <Dialog close={() => done(false)}>
      {step === 'read' && <Read day={day} goOn={() => setStep(isProofOld(authenticatedAt) ? 'proof' : 'password')} />}
      {step === 'proof' && <StepUp done={async () => setStep('password')} />}
      {step === 'password' && <Confirm day={day} done={() => done(true)} askForProof={() => setStep('proof')} />}
    </Dialog>
  )
}

function Read({ day, goOn }: { day: string; goOn(): void }) {
  return (
    <>
      <StepHeading level={2}>{words.title}</StepHeading>
      <ul class="effects">
        {words.consequences(day).map((effect) => (
          <li key={effect}>{effect}</li>
        ))}
      </ul>
      <button class="ds-button" data-variant="secondary" data-fullwidth type="button" onClick={goOn}>
        {words.goOn}
      </button>
      <Cancel />
    </>
  )
}

function Confirm({ day, done, askForProof }: { day: string; done(): void; askForProof(): void }) {
  const form = useForm({
    check: (values): Record<string, string> => (values('password') ? {} : { password: fieldErrors.passwordRequired }),
    send: (values) => call('POST', '/account/deletion', { password: values('password') }),
    done: () => void done() as undefined,
    place: (problem): Record<string, string> => {
      if (problem.code === 'session_required') leaveToLogIn()
      if (problem.code === 'step_up_required') askForProof()
      return problem.code === 'credentials_wrong' ? { password: security.wrongPassword } : {}
    },
  })
  return (
    <>
      <StepHeading level={2}>{words.confirmTitle}</StepHeading>
      <p>{words.confirm(day)}</p>
      <FormFrame form={form} submit={words.submit} color="danger">
        <PasswordField error={form.errors.password} autocomplete="current-password" />
      </FormFrame>
      <Cancel />
    </>
  )
}

const Cancel = () => (
  <form method="dialog">
    <button class="ds-button" data-variant="tertiary" data-fullwidth type="submit">
      {common.cancel}
    </button>
  </form>
)
