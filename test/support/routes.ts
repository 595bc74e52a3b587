import type { FastifyInstance } from 'fastify'

/** Method and path of every route under /api, as the framework has them: `POST /api/v1/sign-in`. */
export function mountedRoutes(app: FastifyInstance): string[] {
  const routes: string[] = []
  const trail: string[] = []
  for (const line of app.printRoutes({ commonPrefix: false }).split('\n')) {
    const [, indent = '', path = '', methods = ''] = /^([│├└─\s]*)(\S*) \((.*)\)$/.exec(line) ?? []
    if (!path) continue
    trail.splice(indent.length / 4 - 1)
    trail.push(path)
    for (const method of methods.split(', ')) routes.push(`${method} ${trail.join('')}`)
  }
  return routes.filter((route) => route.includes(' /api/'))
}
