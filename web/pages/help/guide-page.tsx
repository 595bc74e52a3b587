import { related } from '../../help/guides.ts'
import type { Guide } from '../../help/read-guide.ts'
import { help, locale } from '../../words/active.ts'
import { Contact, List } from './help.tsx'

/** One guide, and where it leads on. */
export function GuidePage({ guide, guides }: { guide: Guide; guides: Guide[] }) {
  const { name, title, about, html } = guide
  const isOther = guide.locale !== locale
  return (
    <div class="help">
      <nav aria-label={help.title}>
        <a class="ds-link" href="/help">
          {help.all}
        </a>
      </nav>
      {isOther && (
        <p class="ds-alert" data-color="info">
          {help.notYet(help.languages[guide.locale])}
        </p>
      )}
      <article class="text guide" lang={isOther ? guide.locale : undefined}>
        <h1 class="ds-heading" data-size="lg">
          {title}
        </h1>
        <p class="lead">{about}</p>
        {/* Our own Markdown, made into HTML by the build. */}
        <div class="guide-text" dangerouslySetInnerHTML={{ __html: html }} />
      </article>
      <section class="related">
        <h2 class="ds-heading" data-size="xs">
          {help.related}
        </h2>
        <List of={related[name].flatMap((other) => guides.find((each) => each.name === other) ?? [])} />
      </section>
      <Contact />
    </div>
  )
}
