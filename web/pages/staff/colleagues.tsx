// For administrators: who works at the console, and each act signed for by itself.
import { useRef, useState } from 'preact/hooks'
import { call, type Problem } from '../../api.ts'
import { CopyButton } from '../../parts/copy-button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Field, tie } from '../../parts/field.tsx'
import { ProblemAlert } from '../../parts/form.tsx'
import { date, dateTime } from '../../parts/format.ts'
import { LoadProblem } from '../../parts/load-problem.tsx'
import { PasskeyPrompt } from '../../parts/passkey-prompt.tsx'
import { StepHeading } from '../../parts/step-heading.tsx'
import { useLoad } from '../../parts/use-load.ts'
import { common, staffRefusals, staff as words } from '../../words/active.ts'
import { usingWords } from './passkey-words.ts'

type Role = keyof typeof words.roles

interface Member {
  id: string
  name: string
  /** Null: the row does not open. */
  role: Role | null
  state: 'member' | keyof typeof words.states
  lastSignedInAt: string | null
}

interface OpenInvitation {
  id: string
  role: Role
  /** Null: an operator. */
  invitedBy: string | null
  expiresAt: string
}

interface Loaded {
  members: Member[]
  invitations: OpenInvitation[]
}

/** What an act does to the session: it goes on, or it is over. */
interface OfSession {
  acted(): void
  left(): void
}

interface ColleaguesProps extends OfSession {
  /** Whose session it is. */
  self: string
}

export function Colleagues({ self, acted, left }: ColleaguesProps) {
  const loaded = useLoad(() => call<Loaded>('GET', '/staff/members'), left)
  const [open, setOpen] = useState<'invite' | Member>()
  const [said, setSaid] = useState('')
  const [problem, setProblem] = useState<Problem>()
  const [busy, setBusy] = useState(false)
  const close = () => setOpen(undefined)

  async function withdraw(id: string) {
    if (busy) return
    setBusy(true)
    setProblem(undefined)
    setSaid('')
    const answer = await call('DELETE', `/staff/invitations/${id}`)
    setBusy(false)
    if (!answer.ok && isOver(answer.problem.code, left)) return
    acted()
    // Somebody may have come in by it: then they stand in the list.
    if (!answer.ok && answer.problem.code !== 'not_found') return setProblem(answer.problem)
    await loaded.reload()
    setSaid(answer.ok ? words.saidWithdrawn : words.withdrawnLate)
  }

  return (
    <>
      <div class="head">
        <h2 class="ds-heading" data-size="xs">
          {words.colleagues}
        </h2>
        <button class="ds-button" type="button" onClick={() => setOpen('invite')}>
          {words.invite}
        </button>
      </div>
      <LoadProblem loaded={loaded} />
      {problem && <ProblemAlert problem={problem} />}
      <p class="said" role="status">
        {said}
      </p>
      {loaded.value ? (
        <ul class="rows">
          {loaded.value.members.map((member) => (
            <li key={member.id}>
              <div>
                <h3 class="ds-heading" data-size="2xs">
                  {nameOf(member)}
                </h3>
                <p>{describe(member, self)}</p>
              </div>
              {member.id !== self && member.state !== 'ended' && (
                <button class="ds-button" data-variant="secondary" type="button" onClick={() => setOpen(member)}>
                  {words.end}
                  <span class="ds-sr-only">{words.endName(nameOf(member))}</span>
                </button>
              )}
            </li>
          ))}
        </ul>
      ) : (
        <p class="reserved">{!loaded.problem && common.loading}</p>
      )}
      {loaded.value && loaded.value.invitations.length > 0 && (
        <Invitations {...loaded.value} busy={busy} withdraw={(id) => void withdraw(id)} />
      )}
      {open === 'invite' && (
        <Invite
          close={() => {
            close()
            void loaded.reload()
          }}
          acted={acted}
          left={left}
        />
      )}
      {open && open !== 'invite' && (
        <End
          member={open}
          close={close}
          acted={acted}
          left={left}
          // The list first: what has the focus afterwards must still be there.
          done={async () => {
            await loaded.reload()
            setSaid(words.saidEnded(nameOf(open)))
            close()
          }}
        />
      )}
    </>
  )
}

interface InvitationsProps extends Loaded {
  busy: boolean
  withdraw(id: string): void
}

function Invitations({ members, invitations, busy, withdraw }: InvitationsProps) {
  const inviter = (id: string | null) => {
    const member = members.find((each) => each.id === id)
    return member ? nameOf(member) : words.operators
  }
  return (
    <>
      <h2 class="ds-heading" data-size="xs">
        {words.openInvitations}
      </h2>
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
              onClick={() => withdraw(id)}
            >
              {words.withdraw}
              <span class="ds-sr-only">{words.withdrawName(words.roles[role])}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}

function describe({ id, role, state, lastSignedInAt }: Member, self: string): string {
  const when = lastSignedInAt && words.lastIn(date(lastSignedInAt))
  const how = state === 'member' ? when : words.states[state]
  return [id === self && words.you, role && words.roles[role], how].filter(Boolean).join(' · ')
}

/** A member whose row does not open has none. */
const nameOf = ({ name, id }: Member) => name || id

interface Invited {
  link: string
  expiresAt: string
}

const roles = Object.keys(words.roles) as Role[]

function Invite({ close, acted, left }: OfSession & { close(): void }) {
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

interface EndProps extends OfSession {
  member: Member
  close(): void
  done(): Promise<void>
}

function End({ member, close, acted, left, done }: EndProps) {
  const finish = () => {
    acted()
    void done()
  }
  return (
    <Dialog close={close}>
      <StepHeading level={2}>{words.endTitle(nameOf(member))}</StepHeading>
      <p>{words.endText}</p>
      <PasskeyPrompt
        label={words.endConfirm}
        words={staffRefusals}
        ceremony={async ({ proveFor }) => {
          const outcome = await proveFor<undefined>(`/staff/members/${member.id}/end`, usingWords)
          // There is nothing to tell of what was done, but that it was.
          return 'value' in outcome ? { value: true } : outcome
        }}
        seeTo={({ code }) => {
          // Done before: the answer to it was lost, or a colleague was quicker.
          if (code === 'not_found') finish()
          return code === 'not_found' || isOver(code, left)
        }}
        done={() => {
          finish()
          return 'leaving' // the dialog closes once the list is there
        }}
      />
    </Dialog>
  )
}

/** Leaves to the door when the session is over. */
function isOver(code: Problem['code'], left: () => void): boolean {
  if (code === 'session_required') left()
  return code === 'session_required'
}
