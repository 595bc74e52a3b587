import fastify from 'fastify'
import { expect, it } from 'vitest'
import { linkedPaths, registerAppLinks } from './app-link-routes.ts'
import { readConfig } from './config.ts'

const FINGERPRINT = Array.from({ length: 32 }, (_, at) => (at + 160).toString(16).toUpperCase()).join(':')
const FILES = ['assetlinks.json', 'apple-app-site-association']

async function read(environment: Record<string, string>) {
  const app = fastify()
  registerAppLinks(app, readConfig(environment))
  return Promise.all(
    FILES.map(async (file) => {
      const { statusCode, headers, body } = await app.inject(`/.well-known/${file}`)
      return statusCode === 200 ? { type: headers['content-type'], file: JSON.parse(body) } : statusCode
    }),
  )
}

it('tells Android which app opens the links and takes the passwords', async () => {
  const [android, ios] = await read({ ANDROID_APP: `no.example.account ${FINGERPRINT.toLowerCase()},${FINGERPRINT}` })
  expect(android).toEqual({
    type: 'application/json; charset=utf-8',
    file: [
      {
        relation: ['delegate_permission/common.handle_all_urls', 'delegate_permission/common.get_login_creds'],
        target: {
          namespace: 'android_app',
          package_name: 'no.example.account',
          sha256_cert_fingerprints: [FINGERPRINT, FINGERPRINT],
        },
      },
    ],
  })
  expect(ios).toBe(404)
})

it('tells iOS the same, for the addresses that messages link to', async () => {
  const [android, ios] = await read({ IOS_APP: 'A1B2C3D4E5.no.example.account' })
  expect(android).toBe(404)
  expect(ios).toEqual({
    type: 'application/json; charset=utf-8',
    file: {
      applinks: {
        details: [
          {
            appIDs: ['A1B2C3D4E5.no.example.account'],
            components: linkedPaths.flatMap((path) => [{ '/': path }, { '/': `${path}/*` }]),
          },
        ],
      },
      webcredentials: { apps: ['A1B2C3D4E5.no.example.account'] },
    },
  })
})

it('says nothing of apps where there is none', async () => {
  expect(await read({})).toEqual([404, 404])
})

it.each([
  ['ANDROID_APP', 'no.example.account'],
  ['ANDROID_APP', FINGERPRINT],
  ['ANDROID_APP', `no.Example.account ${FINGERPRINT}`],
  ['ANDROID_APP', `no.example.account ${FINGERPRINT.slice(3)}`],
  ['ANDROID_APP', `no.example.account ${FINGERPRINT} and more`],
  ['IOS_APP', 'no.example.account'],
  ['IOS_APP', 'a1b2c3d4e5.no.example.account'],
  ['IOS_APP', 'A1B2C3D4E5.no.example.account/evil'],
])('refuses %s=%s at start', (name, value) => {
  expect(() => readConfig({ [name]: value })).toThrow(`${name} must be the `)
})
