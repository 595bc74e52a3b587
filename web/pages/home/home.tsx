import { Entrance } from '../../parts/drawings.tsx'
import { EndedNote } from '../../parts/ended-note.tsx'
import { common, home } from '../../words/active.ts'

interface HomeProps {
  brand: string
  /** The session ended by itself. */
  hasEnded?: boolean
}

/** The home page of whoever is signed out. */
export function Home({ brand, hasEnded }: HomeProps) {
  return (
    <div class="hero">
      <div>
        {hasEnded && <EndedNote />}
        <h1 class="ds-heading" data-size="lg">
          {home.title(brand)}
        </h1>
        <p class="lead">{home.lead}</p>
        <a class="ds-button" href={hasEnded ? '/log-in' : '/sign-up'}>
          {hasEnded ? common.logIn : common.signUp}
        </a>
      </div>
      <Entrance />
      <ul class="facts">
        {home.facts.map(({ title, text }) => (
          <li key={title}>
            <h2 class="ds-heading" data-size="2xs">
              {title}
            </h2>
            <p>{text}</p>
          </li>
        ))}
      </ul>
    </div>
  )
}
