// For administrators: who works at the console, and each act signed for by itself.
import { useRef, useState } from 'preact/hooks'
import { call } from '../../api.ts'
import { CopyButton } from '../../parts/copy-button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Field, tie } from '../../parts/field.tsx'
import { date, dateTime } from '../../parts/format.ts'
import { LoadProblem } from '../../parts/load-problem.tsx'
import { PasskeyPrompt } from '../../parts/passkey-prompt.tsx'
import { StepHeading } from '../../parts/step-heading.tsx'
import { useLoad } from '../../parts/use-load.ts'
import { common, staff as words } from '../../words/active.ts'

interface Member {
  id: string
  name: string
  role: keyof typeof words.roles
  state: 'member' | keyof typeof words.states
  lastSignedInAt: string | null
}

interface ColleaguesProps {
  /** Whose session it is. */
  self: string
  left(): void
}

export function Colleagues({ self, left }: ColleaguesProps) {
  const loaded = useLoad(() => call<{ members: Member[] }>('GET', '/staff/members'), left)
  const [open, setOpen] = useState<'invite' | Member>()
  const close = () => setOpen(undefined)
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
      {loaded.value ? (
        <ul class="rows">
          {loaded.value.members.map((member) => (
            <li key={member.id}>
              <div>
                <h3 class="ds-heading" data-size="2xs">
                  {member.name}
                </h3>
                <p>{describe(member, self)}</p>
              </div>
              {member.id !== self && member.state !== 'ended' && (
                <button class="ds-button" data-variant="secondary" type="button" onClick={() => setOpen(member)}>
                  {words.end}
                  <span class="ds-sr-only">{words.endName(member.name)}</span>
                </button>
              )}
            </li>
          ))}
        </ul>
      ) : (
        <p class="reserved">{!loaded.problem && common.loading}</p>
      )}
      {open === 'invite' && <Invite close={close} />}
      {open && open !== 'invite' && (
        <End
          member={open}
          close={close}
          done={() => {
            close()
            void loaded.reload()
          }}
        />
      )}
    </>
  )
}

function describe({ id, role, state, lastSignedInAt }: Member, self: string): string {
  const when = lastSignedInAt && words.lastIn(date(lastSignedInAt))
  const how = state === 'member' ? when : words.states[state]
  return [id === self && words.you, words.roles[role], how].filter(Boolean).join(' · ')
}

interface Invited {
  link: string
  expiresAt: string
}

const roles = Object.keys(words.roles) as Member['role'][]

function Invite({ close }: { close(): void }) {
  const [role, setRole] = useState<Member['role']>('support')
  const [invited, setInvited] = useState<Invited>()
  return (
    <Dialog close={close}>
      {invited ? (
        <Link {...invited} />
      ) : (
        <>
          <StepHeading level={2}>{words.invite}</StepHeading>
          <p>{words.inviteAct}</p>
          <Field name="role" label={words.role}>
            <select
              class="ds-input"
              {...tie('role')}
              onChange={({ currentTarget }) => setRole(currentTarget.value as Member['role'])}
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
            ceremony={() => sign<Invited>('/staff/invitations', { role })}
            done={(value) => void setInvited(value) as undefined}
          />
        </>
      )}
    </Dialog>
  )
}

function Link({ link, expiresAt }: Invited) {
  const shown = useRef<HTMLElement>(null)
  return (
    <>
      <StepHeading level={2}>{words.linkTitle}</StepHeading>
      <p>{words.linkText}</p>
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

interface EndProps {
  member: Member
  close(): void
  done(): void
}

const End = ({ member, close, done }: EndProps) => (
  <Dialog close={close}>
    <StepHeading level={2}>{words.endTitle(member.name)}</StepHeading>
    <p>{words.endText}</p>
    <PasskeyPrompt
      label={words.confirm}
      ceremony={async () => {
        const outcome = await sign<undefined>(`/staff/members/${member.id}/end`)
        // There is nothing to tell of what was done, but that it was.
        return 'value' in outcome ? { value: true } : outcome
      }}
      done={() => void done() as undefined}
    />
  </Dialog>
)

const sign = async <T,>(path: string, body?: object) => (await import('./passkeys.ts')).signFor<T>(path, body)
