// For administrators: having somebody in, and the invitations that nobody has come in by yet.
import { useRef, useState } from 'preact/hooks'
import { call, type Problem } from '../../api.ts'
import { CopyButton } from '../../parts/copy-button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Field, tie } from '../../parts/field.tsx'
import { ProblemAlert } from '../../parts/form.tsx'
import { dateTime } from '../../parts/format.ts'
import { PasskeyPrompt } from '../../parts/passkey-prompt.tsx'
import { StepHeading } from '../../parts/step-heading.tsx'
import { staffRefusals, staff as words } from '../../words/active.ts'
import { isOver, type Members, nameOf, type OfSession, type Role } from './answers.ts'
import { usingWords } from './passkey-words.ts'

interface OpenInvitationsProps extends Members, OfSession {
  /** Resolves once the lists are those of now. */
  reload(): Promise<void>
}

/** To take one back only tightens: it is done at once. */
export function OpenInvitations({ members, invitations, reload, acted, left }: OpenInvitationsProps) {
  const [busy, setBusy] = useState(false)
  const [said, setSaid] = useState('')
  const [problem, setProblem] = useState<Problem>()

  async function withdraw(id: string) {
    if (busy) return
    setBusy(true)
    setProblem(undefined)
    setSaid('')
    const answer = await call('DELETE', `/staff/invitations/${id}`)
    setBusy(false)
    if (!answer.ok && isOver(answer.problem.code, left)) return
    if (!answer.ok && answer.problem.code !== 'not_found') return setProblem(answer.problem)
    acted()
    // Somebody may have come in by it: then they stand in the list.
    await reload()
    setSaid(answer.ok ? words.saidWithdrawn : words.withdrawnLate)
  }

  const inviter = (id: string | null) => {
    const member = members.find((each) => each.id === id)
    return member ? nameOf(member) : words.operators
  }
  return (
    <>
      {invitations.length > 0 && (
        <h2 class="ds-heading" data-size="xs">
          {words.openInvitations}
        </h2>
      )}
      {problem && <ProblemAlert problem={problem} />}
      <p class="said" role="status">
        {said}
      </p>
      {invitations.length > 0 && (
        <ul class="rows">
          {invitations.map(({ id, role, invitedBy, expiresAt }) => (
            <li key={id}>
              <div>
                <h3 class="ds-heading" data-size="2xs">
                  {words.roles[role]}
                </h3>
                <p>{[words.invitedBy(inviter(invitedBy)), words.goodUntil(dateTime(expiresAt))].join(' · ')}</p>
              </div>
              <button
                class="ds-button"
                data-variant="secondary"
                type="button"
                aria-disabled={busy}
                onClick={() => void withdraw(id)}
              >
                {words.withdraw}
                <span class="ds-sr-only">{words.withdrawName(words.roles[role])}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

interface Invited {
  link: string
  expiresAt: string
}

const roles = Object.keys(words.roles) as Role[]

/** Signs for the role, and shows the link this once. */
export function Invite({ close, acted, left }: OfSession & { close(): void }) {
  const [role, setRole] = useState<Role>('support')
  const [invited, setInvited] = useState<Invited>()
  return (
    <Dialog close={close}>
      {invited ? (
        <Link {...invited} role={role} />
      ) : (
        <>
          <StepHeading level={2}>{words.invite}</StepHeading>
          <p>{words.inviteAct}</p>
          <Field name="role" label={words.role}>
            <select
              class="ds-input"
              {...tie('role')}
              onChange={({ currentTarget }) => setRole(currentTarget.value as Role)}
            >
              {roles.map((each) => (
                <option key={each} value={each} selected={each === role}>
                  {words.roles[each]}
                </option>
              ))}
            </select>
          </Field>
          <PasskeyPrompt
            label={words.confirm}
            words={staffRefusals}
            ceremony={({ proveFor }) => proveFor<Invited>('/staff/invitations', usingWords, { role })}
            seeTo={({ code }) => isOver(code, left)}
            done={(value) => {
              acted()
              setInvited(value)
              return undefined
            }}
          />
        </>
      )}
    </Dialog>
  )
}

function Link({ link, expiresAt, role }: Invited & { role: Role }) {
  const shown = useRef<HTMLElement>(null)
  return (
    <>
      <StepHeading level={2}>{words.linkTitle}</StepHeading>
      <p>{words.linkText}</p>
      <dl class="facts">
        <dt>{words.role}</dt>
        <dd>{words.roles[role]}</dd>
      </dl>
      <p class="link">
        <code ref={shown}>{link}</code>
      </p>
      <CopyButton text={link} shown={shown}>
        {words.copyLink}
      </CopyButton>
      <p class="small">{words.until(dateTime(expiresAt))}</p>
    </>
  )
}
