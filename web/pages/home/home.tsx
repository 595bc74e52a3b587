import { Entrance } from '../../parts/drawings.tsx'
import { common, home } from '../../words/active.ts'

/** The home page of whoever is signed out. */
export function Home({ brand }: { brand: string }) {
  return (
    <div class="hero">
      <div>
        <h1 class="ds-heading" data-size="lg">
          {home.title(brand)}
        </h1>
        <p class="lead">{home.lead}</p>
        <a class="ds-button" href="/sign-up">
          {common.signUp}
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
