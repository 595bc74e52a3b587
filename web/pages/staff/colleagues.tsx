// For administrators: who works at the console, and each act signed for by itself.
import { useState } from 'preact/hooks'
import { call } from '../../api.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { date } from '../../parts/format.ts'
import { LoadProblem } from '../../parts/load-problem.tsx'
import { PasskeyPrompt } from '../../parts/passkey-prompt.tsx'
import { StepHeading } from '../../parts/step-heading.tsx'
import { useLoad } from '../../parts/use-load.ts'
import { common, staffRefusals, staff as words } from '../../words/active.ts'
import { isOver, type Member, type Members, nameOf, type OfSession } from './answers.ts'
import { Invite, OpenInvitations } from './invitations.tsx'
import { usingWords } from './passkey-words.ts'

interface ColleaguesProps extends OfSession {
  /** Whose session it is. */
  self: string
}

export function Colleagues({ self, acted, left }: ColleaguesProps) {
  const loaded = useLoad(() => call<Members>('GET', '/staff/members'), left)
  const [open, setOpen] = useState<'invite' | Member>()
  const [said, setSaid] = useState('')
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
      {loaded.value && <OpenInvitations {...loaded.value} reload={loaded.reload} acted={acted} left={left} />}
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

function describe({ id, role, state, lastSignedInAt }: Member, self: string): string {
  const when = lastSignedInAt && words.lastIn(date(lastSignedInAt))
  const how = state === 'member' ? when : words.states[state]
  return [id === self && words.you, role && words.roles[role], how].filter(Boolean).join(' · ')
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
