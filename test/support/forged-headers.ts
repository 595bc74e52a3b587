// Headers by which a client lies about itself (promise P21, P22).

/** Where a forger would like links to lead. */
export const EVIL = 'evil.example'
const IP = '198.51.100.77'

const hosts = [
  'x-forwarded-host',
  'x-forwarded-server',
  'x-host',
  'x-original-host',
  'x-http-host-override',
  'x-forwarded',
]
const addresses = [
  'x-forwarded-for',
  'x-real-ip',
  'x-client-ip',
  'client-ip',
  'true-client-ip',
  'cf-connecting-ip',
  'cf-connecting-ipv6',
  'fastly-client-ip',
  'x-cluster-client-ip',
  'x-envoy-external-address',
  'x-appengine-user-ip',
  'x-azure-clientip',
  'x-azure-socketip',
  'x-proxyuser-ip',
  'x-remote-ip',
  'x-originating-ip',
  'forwarded-for',
]
const urls = ['x-original-url', 'x-rewrite-url', 'x-forwarded-uri', 'base-url', 'referer', 'x-wap-profile']

/** What a request may claim about where it came from and what it was sent to, as header lines. */
export const variants: [name: string, headers: string[]][] = [
  ...hosts.map((name): [string, string[]] => [name, [`${name}: ${EVIL}`]]),
  ...addresses.map((name): [string, string[]] => [name, [`${name}: ${IP}`]]),
  ...urls.map((name): [string, string[]] => [name, [`${name}: https://${EVIL}/api/v1/policy`]]),
  ['host', [`host: ${EVIL}`]],
  ['host with a port', ['host: localhost:6666']],
  ['host with a name in front', [`host: ${EVIL}@localhost:4000`]],
  ['host with a path', [`host: localhost:4000/${EVIL}`]],
  ['host that is empty', ['host:']],
  ['host in two lines', ['host: localhost:4000', `host: ${EVIL}`]],
  ['host as an IPv6 address', ['host: [::1]:4000']],
  ['forwarded', [`forwarded: for=${IP};host=${EVIL};proto=https`]],
  ['forwarded, several hops', [`forwarded: for="[2001:db8::1]";host="${EVIL}", for=${IP};host=${EVIL}`]],
  ['x-forwarded-proto', ['x-forwarded-proto: https']],
  ['x-forwarded-scheme', ['x-forwarded-scheme: https', 'x-scheme: https', 'front-end-https: on']],
  ['x-forwarded-port', ['x-forwarded-port: 6666']],
  ['x-forwarded-prefix', [`x-forwarded-prefix: //${EVIL}`]],
  ['x-forwarded-for, a chain', [`x-forwarded-for: ${IP}, 127.0.0.1, ::1`]],
  ['x-forwarded-for, twice', [`x-forwarded-for: ${IP}`, 'x-forwarded-for: 127.0.0.1']],
  ['x-forwarded-for, no address', ["x-forwarded-for: ' OR 1=1 --"]],
  ['x-http-method-override', ['x-http-method-override: GET', 'x-method-override: DELETE']],
  ['via', [`via: 1.1 ${EVIL}`]],
  ['from', [`from: eva@${EVIL}`]],
  ['origin of our own with another host', ['origin: http://localhost:4000', `host: ${EVIL}`]],
  [
    'all at once',
    [`host: ${EVIL}`, ...hosts.map((name) => `${name}: ${EVIL}`), ...addresses.map((name) => `${name}: ${IP}`)],
  ],
]
