import { common, notFound } from '../../words/active.ts'

export function NotFound({ isSignedIn = false }) {
  return (
    <article class="text">
      <h1 class="ds-heading" data-size="lg">
        {notFound.title}
      </h1>
      <p class="lead">{notFound.text}</p>
      <p class="choices">
        <a class="ds-button" href="/">
          {notFound.home}
        </a>
        {!isSignedIn && (
          <a class="ds-button" data-variant="secondary" href="/sign-up">
            {common.signUp}
          </a>
        )}
      </p>
    </article>
  )
}
