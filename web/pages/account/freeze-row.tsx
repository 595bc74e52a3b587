// «Frys konto», a row of the account page.
import { useState } from 'preact/hooks'
import { FreezeDialog } from '../../parts/freeze-dialog.tsx'
import { freeze } from '../../words/active.ts'
import { Row } from './row.tsx'

export function FreezeRow({ frozen }: { frozen(): void }) {
  const [asking, setAsking] = useState(false)
  return (
    <Row name={freeze.name} state={freeze.state}>
      <button
        class="ds-button"
        data-variant="secondary"
        data-color="danger"
        type="button"
        onClick={() => setAsking(true)}
      >
        {freeze.freeze}
      </button>
      {asking && <FreezeDialog close={() => setAsking(false)} frozen={frozen} />}
    </Row>
  )
}
