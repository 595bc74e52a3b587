// The front of the help centre, and what a search and an unknown address lead to. No script draws any of it.

import { groupNames, groups } from '../../help/guides.ts'
import type { Guide } from '../../help/read-guide.ts'
import { SupportLink } from '../../parts/support-link.tsx'
import { help, locale } from '../../words/active.ts'

interface FrontProps {
  guides: Guide[]
  title: string
  lead?: string
  query?: string
}

/** Search, and every guide in its group. */
export const Front = ({ guides, title, lead, query }: FrontProps) => (
  <article class="help">
    <h1 class="ds-heading" data-size="lg">
      {title}
    </h1>
    {lead && <p class="lead">{lead}</p>}
    <Search query={query} />
    <div class="groups">
      {groupNames.map((group) => (
        <section key={group}>
          <h2 class="ds-heading" data-size="xs">
            {help.groups[group]}
          </h2>
          <List of={groups[group].flatMap((name) => guides.find((guide) => guide.name === name) ?? [])} />
        </section>
      ))}
    </div>
    <Contact />
  </article>
)

/** @param results the server's mark: it knows what was found */
export const Found = ({ query, results }: { query: string; results: string }) => (
  <article class="help">
    <h1 class="ds-heading" data-size="lg">
      {help.found(query)}
    </h1>
    <Search query={query} />
    <ul class="guides">{results}</ul>
    <p>
      <a class="ds-link" href="/help">
        {help.all}
      </a>
    </p>
    <Contact />
  </article>
)

/** A plain form: the server searches, and no script is needed. */
export const Search = ({ query }: { query?: string }) => (
  <search>
    <form class="help-search" action="/help">
      <label class="ds-label" for="q">
        {help.search}
      </label>
      <input class="ds-input" type="search" id="q" name="q" maxLength={100} value={query} autocomplete="off" />
      <button class="ds-button" type="submit">
        {help.submit}
      </button>
    </form>
  </search>
)

export const List = ({ of }: { of: Guide[] }) => (
  <ul class="guides">
    {of.map((guide) => (
      <Item key={guide.name} guide={guide} />
    ))}
  </ul>
)

/** A guide in a list; the server puts the same into the answer to a search. */
export const Item = ({ guide: { name, title, about, locale: written } }: { guide: Guide }) => (
  <li lang={written === locale ? undefined : written}>
    <a class="ds-link" href={`/help/${name}`}>
      {title}
    </a>
    <p>{about}</p>
  </li>
)

export const Contact = () => (
  <aside class="contact">
    <h2 class="ds-heading" data-size="2xs">
      {help.notThere}
    </h2>
    <p>
      {help.write} <SupportLink />
    </p>
    <p class="small">{help.never}</p>
  </aside>
)
