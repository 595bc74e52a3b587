/** Serves the help centre: its guides are drawn by the build; the answer to a search is put together here. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type Locale, locales } from '../../web/words/locales.ts'
import { escapeHtml } from '../platform/escape-html.ts'
import type { SearchEntry } from './schema.ts'
import { searchHelp } from './search.ts'

export interface HelpSite {
  /** Folder of the built pages. */
  built: string
  localeOf(request: FastifyRequest): Locale
  has(page: string): boolean
  /** @param fill what to put in the place of a page's marks */
  send(page: string, request: FastifyRequest, reply: FastifyReply, fill?: Record<string, string>): Promise<FastifyReply>
}

const search = z.object({ q: z.string().trim().min(1).max(100) })

export function registerHelp(app: FastifyInstance, { built, localeOf, has, send }: HelpSite): void {
  const entries = readEntries(built)

  app.get('/help', (request, reply) => {
    const { success, data } = search.safeParse(request.query)
    if (!success) return send('help', request, reply)
    const found = searchHelp(entries[localeOf(request)], data.q)
    const results = found.map(({ html }) => html).join('')
    const fill = { '%QUERY%': escapeHtml(data.q), '%RESULTS%': results }
    return send(found.length ? 'help-found' : 'help-none', request, reply, fill)
  })

  app.get<{ Params: { guide: string } }>('/help/:guide', (request, reply) => {
    const page = `guide-${request.params.guide}`
    return has(page) ? send(page, request, reply) : send('help-unknown', request, reply.code(404))
  })
}

function readEntries(built: string): Record<Locale, SearchEntry[]> {
  const of = (locale: Locale): SearchEntry[] => JSON.parse(readFileSync(join(built, `help.${locale}.json`), 'utf8'))
  return Object.fromEntries(locales.map((locale) => [locale, of(locale)])) as Record<Locale, SearchEntry[]>
}
