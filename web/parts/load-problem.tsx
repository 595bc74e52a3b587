import { account, common } from '../words/active.ts'
import type { Loaded } from './use-load.ts'

/** In place of what could not be fetched: what happened, and a way to try again. */
export function LoadProblem({ loaded }: { loaded: Loaded<unknown> }) {
  if (!loaded.problem) return null
  return (
    <div class="ds-alert" data-color="warning" role="alert">
      <p>{account.loadFailed}</p>
      <button class="ds-button" data-variant="secondary" type="button" onClick={() => void loaded.reload()}>
        {common.tryAgain}
      </button>
    </div>
  )
}
