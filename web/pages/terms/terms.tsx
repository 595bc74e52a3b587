import { common, terms } from '../../words/active.ts'

/** Short and true words for a demonstration; an operator puts their own here. */
export function Terms({ brand, isSignedIn = false }: { brand: string; isSignedIn?: boolean }) {
  return (
    <article class="text">
      <h1 class="ds-heading" data-size="lg">
        {terms.title}
      </h1>
      <p class="lead">{terms.lead(brand)}</p>
      {terms.sections.map(({ title, text }) => (
        <section key={title}>
          <h2 class="ds-heading" data-size="xs">
            {title}
          </h2>
          <p>{text}</p>
        </section>
      ))}
      {!isSignedIn && (
        <p>
          <a class="ds-link" href="/sign-up">
            {common.signUp}
          </a>
        </p>
      )}
    </article>
  )
}
