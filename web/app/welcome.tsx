// J3: said once after a sign-in, on the way to where the person was going.
import { nextAddress } from '../parts/next-link.ts'
import { brand } from '../parts/operator.ts'
import { Ready } from '../parts/ready.tsx'
import { StepHeading } from '../parts/step-heading.tsx'
import { app as words } from '../words/active.ts'
import { go } from './router.ts'

export function Welcome() {
  const next = nextAddress(new URLSearchParams(location.search).get('next'), location.origin)
  return (
    <div class="ending">
      <Ready />
      <StepHeading>{words.welcome}</StepHeading>
      <p>{words.welcomeLead(brand())}</p>
      <button
        class="ds-button"
        data-fullwidth
        type="button"
        onClick={() => go(next, { replaces: true }) || go('/', { replaces: true })}
      >
        {words.goOn}
      </button>
    </div>
  )
}
