// The tiers of the house (docs/architecture.md): imports only point down, never in a circle.
const tiers = [
  ['sign-up', 'sign-in', 'step-up', 'recovery', 'add-identifier', 'account-security', 'freeze', 'approvals', 'authenticator', 'change-password', 'change-identifier', 'deletion', 'staff'],
  ['passwords', 'codes', 'mailbox-proof', 'totp', 'recovery-key', 'passkeys'],
  ['accounts', 'sessions', 'kyc', 'cases', 'holds', 'activity', 'events', 'api-keys', 'notices', 'undo-links', 'devices', 'paid-messages'],
  ['limits', 'bot-check', 'outbox', 'platform'],
]
const folders = (names) => `^server/(${names.join('|')})/`

module.exports = {
  forbidden: [
    { name: 'no-circle', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    ...tiers.slice(1).map((names, index) => ({
      name: `tier-${index + 2}-does-not-look-up`,
      severity: 'error',
      from: { path: folders(names), pathNot: '\\.test\\.ts$' },
      to: { path: folders(tiers.slice(0, index + 1).flat()) },
    })),
    {
      name: 'folders-do-not-know-the-programs',
      comment: 'main, app, pages and cli build the parts; no part builds them',
      severity: 'error',
      from: { path: '^server/[^/]+/', pathNot: '\\.test\\.ts$' },
      to: { path: '^server/(main|start|app|pages|cli|metrics|sweep|public-routes|app-link-routes)\\.[jt]s$' },
    },
    {
      name: 'platform-stands-alone',
      severity: 'error',
      from: { path: '^server/platform/', pathNot: '\\.test\\.ts$' },
      to: { path: '^server/(limits|bot-check|outbox)/' },
    },
    {
      name: 'queries-are-private',
      comment: "a folder's SQL is called by its own verbs; neighbours call the verbs",
      severity: 'error',
      from: { path: '^server/([^/]+)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^server/[^/]+/queries\\.ts$', pathNot: '^server/$1/' },
    },
    {
      name: 'only-routes-know-the-framework',
      severity: 'error',
      from: { path: '^server/', pathNot: '(routes|-routes|app|pages|metrics|/http|platform/http|platform/http-.*|\\.test)\\.ts$' },
      to: { path: 'node_modules/(@fastify|fastify)' },
    },
    {
      name: 'web-imports-only-schemas',
      comment: 'and two files of pure rules: the policy, and the search of the guides, which the app does without a network',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^server/', pathNot: '(schema|platform/policy|help/search)\\.ts$' },
    },
    { name: 'server-imports-only-words', severity: 'error', from: { path: '^server/' }, to: { path: '^web/', pathNot: '^web/words/' } },
    { name: 'production-imports-no-tests', severity: 'error', from: { path: '^(server|web)/', pathNot: '\\.test\\.tsx?$' }, to: { path: '^(test|bench)/' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.json'], exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
}
