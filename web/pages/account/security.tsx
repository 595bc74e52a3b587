// «Konto og sikkerhet»: a row for each thing that keeps the account safe.
import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { type Account, call, type Hold } from '../../api.ts'
import { date } from '../../parts/format.ts'
import { HoldNote } from '../../parts/hold-note.tsx'
import { LoadProblem } from '../../parts/load-problem.tsx'
import type { IdentifierKind } from '../../parts/method.ts'
import { useLoad } from '../../parts/use-load.ts'
import { security } from '../../words/active.ts'
import { AccountPage } from './account-page.tsx'
import { type Added, AddIdentifier } from './add-identifier.tsx'

const loadAccount = () => call<Account>('GET', '/account')

export function Security() {
  const loaded = useLoad(loadAccount)
  const [adding, setAdding] = useState<IdentifierKind>()
  const [added, setAdded] = useState<IdentifierKind>()
  const [holds, setHolds] = useState<Hold[]>([])
  const of = (kind: IdentifierKind) => loaded.value?.identifiers.find((identifier) => identifier.kind === kind)

  useEffect(() => {
    const asked = /^#add-(email|phone)$/.exec(location.hash)?.[1] as IdentifierKind | undefined
    if (!asked || !loaded.value) return
    history.replaceState(null, '', location.pathname)
    if (!of(asked)) setAdding(asked)
  }, [loaded.value])

  const finish = (result: Added | undefined) => {
    if (result) {
      setAdded(adding)
      setHolds(result.holds ?? [])
      void loaded.reload()
    }
    setAdding(undefined)
  }
  const identifierRow = (kind: IdentifierKind) => {
    const identifier = of(kind)
    const state = identifier ? `${identifier.masked}. ${security.verified(date(identifier.verifiedAt))}` : security.none
    return (
      <Row name={security[kind]} state={loaded.value && state}>
        {loaded.value && !identifier && (
          <button class="ds-button" data-variant="secondary" type="button" onClick={() => setAdding(kind)}>
            {kind === 'email' ? security.addEmail : security.addPhone}
          </button>
        )}
      </Row>
    )
  }

  return (
    <AccountPage current="security">
      <LoadProblem loaded={loaded} />
      <div role="status">
        {added && (
          <div class="ds-alert" data-color="success">
            <p>{added === 'email' ? security.emailAdded : security.phoneAdded}</p>
          </div>
        )}
      </div>
      <HoldNote holds={holds} />
      <ul class="rows">
        {identifierRow('email')}
        {identifierRow('phone')}
        <Row name={security.password} state={loaded.value && security.changed(date(loaded.value.password.changedAt))} />
        <Row name={security.devices} state={security.devicesText}>
          <a class="ds-button" data-variant="secondary" href="/account/devices">
            {security.seeDevices}
          </a>
        </Row>
      </ul>
      {adding && <AddIdentifier kind={adding} done={finish} />}
    </AccountPage>
  )
}

interface RowProps {
  name: string
  /** Absent while loading: its room is kept. */
  state?: string
  children?: ComponentChildren
}

function Row({ name, state, children }: RowProps) {
  return (
    <li>
      <div>
        <h2 class="ds-heading" data-size="2xs">
          {name}
        </h2>
        <p>{state ?? '\u00a0'}</p>
      </div>
      {children}
    </li>
  )
}
