// «Konto og sikkerhet»: a row for each thing that keeps the account safe.
import { useEffect, useState } from 'preact/hooks'
import { date } from '../../parts/format.ts'
import { Frozen } from '../../parts/frozen.tsx'
import { HoldNote } from '../../parts/hold-note.tsx'
import { LoadProblem } from '../../parts/load-problem.tsx'
import type { IdentifierKind } from '../../parts/method.ts'
import { loadOverview } from '../../parts/overview.ts'
import { Reminder } from '../../parts/reminder.tsx'
import { SecurityCheck } from '../../parts/security-check.tsx'
import { useLoad } from '../../parts/use-load.ts'
import { accountActs, security } from '../../words/active.ts'
import { AccountPage } from './account-page.tsx'
import { type Added, AddIdentifier } from './add-identifier.tsx'
import { AuthenticatorRows } from './authenticator-rows.tsx'
import { type ChangedIdentifier, ChangeIdentifier } from './change-identifier.tsx'
import { ChangePassword } from './change-password.tsx'
import { DeleteRow } from './delete-row.tsx'
import { DeletionCard } from './deletion-card.tsx'
import { FreezeRow } from './freeze-row.tsx'
import { PasskeysRow } from './passkeys-row.tsx'
import { PhraseRow } from './phrase-row.tsx'
import { provenAt } from './proof.ts'
import { Act, Row } from './row.tsx'

export const Security = () => <SecurityWith Authenticator={AuthenticatorRows} />

interface SecurityProps {
  /** «Google-autentisering», as the place it is drawn in has it. */
  Authenticator: typeof AuthenticatorRows
}

export function SecurityWith({ Authenticator }: SecurityProps) {
  const loaded = useLoad(loadOverview)
  const account = loaded.value?.account
  const [adding, setAdding] = useState<IdentifierKind>()
  const [said, setSaid] = useState('')
  const [frozen, setFrozen] = useState(false)
  const [isLeaving, setLeaving] = useState(false)
  const [changing, setChanging] = useState<{ identifier: ChangedIdentifier; act: 'change' | 'remove' }>()
  const [isChangingPassword, setChangingPassword] = useState(false)
  const [showsPasskeys, setShowsPasskeys] = useState(false)
  const of = (kind: IdentifierKind) => account?.identifiers.find((identifier) => identifier.kind === kind)

  // Advice leads here by `#add-email`, `#add-phone` and `#add-passkey`, from other pages and from this one.
  useEffect(() => {
    if (!account) return
    const open = () => {
      const asked = /^#add-(email|phone|passkey)$/.exec(location.hash)?.[1] as IdentifierKind | 'passkey' | undefined
      if (!asked) return
      history.replaceState(history.state, '', location.pathname)
      if (asked === 'passkey') setShowsPasskeys(true)
      else if (!of(asked)) setAdding(asked)
    }
    open()
    addEventListener('hashchange', open)
    return () => removeEventListener('hashchange', open)
  }, [account])

  const say = (words: string) => {
    setSaid(words)
    void loaded.reload()
  }
  const leave = () => {
    setSaid('')
    setLeaving(true)
    void loaded.reload()
  }
  const finish = (added?: Added) => {
    if (added) say(adding === 'email' ? security.emailAdded : security.phoneAdded)
    setAdding(undefined)
  }
  const identifierRow = (kind: IdentifierKind) => {
    const identifier = of(kind)
    const state = identifier ? `${identifier.masked}. ${security.verified(date(identifier.verifiedAt))}` : security.none
    return (
      <Row name={security[kind]} state={account && state}>
        {account && !identifier && (
          <button class="ds-button" data-variant="secondary" type="button" onClick={() => setAdding(kind)}>
            {kind === 'email' ? security.addEmail : security.addPhone}
          </button>
        )}
        {identifier && (
          <div class="acts">
            <Act
              words={accountActs.change}
              of={security[kind]}
              act={() => setChanging({ identifier, act: 'change' })}
            />
            {account && account.identifiers.length > 1 && (
              <Act
                words={accountActs.remove}
                of={security[kind]}
                act={() => setChanging({ identifier, act: 'remove' })}
              />
            )}
          </div>
        )}
      </Row>
    )
  }

  if (frozen)
    return (
      <div class="ds-card card">
        <Frozen />
      </div>
    )
  return (
    <AccountPage current="security">
      <LoadProblem loaded={loaded} />
      <div role="status">
        {said && (
          <div class="ds-alert" data-color="success">
            <p>{said}</p>
          </div>
        )}
      </div>
      <DeletionCard loaded={loaded} isNew={isLeaving} />
      {!account?.deletion.endsAt && (
        <>
          <HoldNote holds={loaded.value?.session.holds} />
          <Reminder loaded={loaded} />
          <SecurityCheck loaded={loaded} />
        </>
      )}
      <ul class="rows">
        {identifierRow('email')}
        {identifierRow('phone')}
        <Row name={security.password} state={account && security.changed(date(account.password.changedAt))}>
          {account && (
            <button class="ds-button" data-variant="secondary" type="button" onClick={() => setChangingPassword(true)}>
              {accountActs.changePassword}
            </button>
          )}
        </Row>
        <Authenticator account={account} changed={() => void loaded.reload()} />
        <PasskeysRow account={account} isOpen={showsPasskeys} open={setShowsPasskeys} changed={say} />
        <Row name={security.devices} state={security.devicesText}>
          <a class="ds-button" data-variant="secondary" href="/account/devices">
            {security.seeDevices}
          </a>
        </Row>
        <PhraseRow phrase={account?.phrase} changed={say} />
        {/* Not before what stands above it is drawn, or a quick hand would press something else. */}
        {(account || loaded.problem) && <FreezeRow frozen={() => setFrozen(true)} />}
        {loaded.value && <DeleteRow overview={loaded.value} requested={leave} />}
      </ul>
      {adding && <AddIdentifier kind={adding} done={finish} />}
      {changing && loaded.value && (
        <ChangeIdentifier
          {...changing}
          authenticatedAt={provenAt(loaded.value.session.session)}
          done={(isChanged) => {
            setChanging(undefined)
            const { kind } = changing.identifier
            if (isChanged)
              say(changing.act === 'change' ? accountActs.addressChanged[kind] : accountActs.addressRemoved[kind])
          }}
        />
      )}
      {isChangingPassword && loaded.value && (
        <ChangePassword
          authenticatedAt={provenAt(loaded.value.session.session)}
          hasFactor={loaded.value.session.session.factors.length > 0}
          done={(isChanged) => {
            setChangingPassword(false)
            if (isChanged) say(accountActs.passwordChanged)
          }}
        />
      )}
    </AccountPage>
  )
}
