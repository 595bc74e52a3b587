import { useState } from 'preact/hooks'
import type { Answer } from '../../api.ts'
import { TextField } from '../../parts/field.tsx'
import { FormFrame } from '../../parts/form.tsx'
import { dateTime } from '../../parts/format.ts'
import type { Outcome } from '../../parts/passkey.ts'
import { PasskeySaid } from '../../parts/passkey-prompt.tsx'
import { StepHeading } from '../../parts/step-heading.tsx'
import { type FieldErrors, useForm } from '../../parts/use-form.ts'
import { staff as words } from '../../words/active.ts'
import type { Invitation, StaffSession } from './answers.ts'
import { makingWords } from './passkey-words.ts'

interface InvitedProps {
  secret: string
  invitation: Invitation
  joined(session: StaffSession): void
  ended(): void
}

export function Invited({ secret, invitation, joined, ended }: InvitedProps) {
  const [said, setSaid] = useState<Outcome<unknown>>({})
  const form = useForm<StaffSession | undefined>({
    check(values) {
      setSaid({})
      return wrongName(!isName(values('name')))
    },
    send: (values) => join(values('name')),
    done: (session) => void (session && joined(session)) as undefined,
    place: (problem) => {
      if (problem.code === 'invitation_ended') ended()
      return wrongName(problem.fields?.some(({ field }) => field === 'name'))
    },
  })

  /** What the browser or its authenticator says stands below; what the server refuses, the form places. */
  async function join(name: string): Promise<Answer<StaffSession | undefined>> {
    const load = import('../../parts/passkey.ts').catch(() => undefined)
    const to = { options: '/staff/invitation/options', answer: '/staff/invitation/join' }
    const body = { invitation: secret, name }
    const outcome = await load.then((passkeys) => passkeys?.makeFor<StaffSession>(to, body, makingWords))
    if (!outcome) return { ok: false, problem: { code: 'network' } }
    if (outcome.problem) return { ok: false, problem: outcome.problem }
    if (outcome.words) setSaid(outcome)
    return { ok: true, value: outcome.value }
  }

  return (
    <>
      <StepHeading>{words.inviteTitle}</StepHeading>
      <p>{words.inviteText}</p>
      <dl class="facts">
        <dt>{words.role}</dt>
        <dd>{words.roles[invitation.role]}</dd>
      </dl>
      <FormFrame form={form} submit={words.make}>
        <TextField
          name="name"
          label={words.name}
          hint={words.nameHint}
          error={form.errors.name}
          input={{ type: 'text', autocomplete: 'name', maxLength: 200 }}
        />
        <PasskeySaid outcome={said} />
      </FormFrame>
      <p class="small">{words.until(dateTime(invitation.expiresAt))}</p>
    </>
  )
}

const wrongName = (isWrong: boolean | undefined): FieldErrors => (isWrong ? { name: words.nameWrong } : {})

const isName = (typed: string) => {
  const { length } = [...typed.trim()]
  return length >= 1 && length <= 60
}
