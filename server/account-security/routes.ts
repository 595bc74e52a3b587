import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { setLocale } from '../accounts/find-account.ts'
import { snoozeReminders } from '../accounts/reminder.ts'
import { accountAnswer, changeLocaleBody, changePhraseBody } from '../accounts/schema.ts'
import { describeDevice } from '../devices/http.ts'
import type { Deps } from '../platform/deps.ts'
import { announceChange } from '../sessions/announce-change.ts'
import { requireSession, type SignedIn } from '../sessions/http.ts'
import type { SessionCache } from '../sessions/session-cache.ts'
import { changePhrase } from './change-phrase.ts'
import { describeAccount } from './describe-account.ts'

export function registerAccountRoutes(instance: FastifyInstance, deps: Deps, cache: SessionCache<SignedIn>): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/v1/account',
    {
      config: { operation: 'read_account' },
      schema: { tags: ['account'], summary: 'The account and its credentials', response: { 200: accountAnswer } },
    },
    async (request) => describeAccount(deps, requireSession(request).session.accountId),
  )

  app.patch(
    '/api/v1/account',
    {
      config: { operation: 'change_locale' },
      schema: {
        tags: ['account'],
        summary: 'Choose the language',
        body: changeLocaleBody,
        response: { 200: accountAnswer },
      },
    },
    async (request) => {
      const { accountId } = requireSession(request).session
      await setLocale(deps, accountId, request.body.locale)
      cache.forget(accountId)
      await announceChange(deps.db, accountId)
      return describeAccount(deps, accountId)
    },
  )

  app.post(
    '/api/v1/account/reminder/snooze',
    {
      config: { operation: 'snooze_reminder' },
      schema: {
        tags: ['account'],
        summary: 'Not now: no reminder for a week, on any device',
        response: { 200: accountAnswer },
      },
    },
    async (request) => {
      const { accountId } = requireSession(request).session
      await snoozeReminders(deps, accountId)
      return describeAccount(deps, accountId)
    },
  )

  app.patch(
    '/api/v1/account/phrase',
    {
      config: { operation: 'change_phrase' },
      schema: {
        tags: ['account'],
        summary: 'Choose the words that every message to you begins with, or none',
        body: changePhraseBody,
        response: { 200: accountAnswer },
      },
    },
    async (request) => {
      const { session } = requireSession(request)
      await changePhrase(deps, session, await describeDevice(request), request.body.phrase)
      return describeAccount(deps, session.accountId)
    },
  )
}
