/** By these files both systems ask whether the app of the stores may open this server's links and fill in its passwords. */
import type { FastifyInstance } from 'fastify'
import type { Config } from './config.ts'

/** The pages that messages link to; what else the server shows stays in the browser. */
export const linkedPaths = ['/app', '/not-me', '/thaw', '/undo-change', '/approve']

/** Where there is no such app the address is unknown, as it was before: a phone then opens links in its browser. */
export function registerAppLinks(app: FastifyInstance, { androidApp, iosApp }: Config): void {
  const serve = (path: string, file: object | undefined) => {
    if (file) app.get(path, (_request, reply) => reply.header('cache-control', 'public, max-age=3600').send(file))
  }
  serve('/.well-known/assetlinks.json', androidApp && assetLinks(androidApp))
  serve('/.well-known/apple-app-site-association', iosApp === undefined ? undefined : siteAssociation(iosApp))
}

/** Digital Asset Links, statement list. */
const assetLinks = ({ packageName, fingerprints }: NonNullable<Config['androidApp']>): object => [
  {
    relation: ['delegate_permission/common.handle_all_urls', 'delegate_permission/common.get_login_creds'],
    target: { namespace: 'android_app', package_name: packageName, sha256_cert_fingerprints: fingerprints },
  },
]

/** Apple’s associated domains file. */
const siteAssociation = (appId: string): object => ({
  applinks: {
    details: [{ appIDs: [appId], components: linkedPaths.flatMap((path) => [{ '/': path }, { '/': `${path}/*` }]) }],
  },
  webcredentials: { apps: [appId] },
})
