import { expect, test } from 'vitest'
import { deviceOf } from './device.ts'

test.each([
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
    'Chrome',
    'Windows',
  ],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox', 'Linux'],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15',
    'Safari',
    'macOS',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0',
    'Microsoft Edge',
    'Windows',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) OPT/4.5 Mobile/15E148',
    'Opera Touch',
    'iOS',
  ],
  // Our app names itself by what it runs in: the system's web view.
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
    'Safari',
    'iOS',
  ],
  [
    'Mozilla/5.0 (Linux; Android 15; Pixel 8 Build/AP4A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/141.0.0.0 Mobile Safari/537.36',
    'Chrome',
    'Android',
  ],
])('%s is %s on %s', (agent, browser, system) => expect(deviceOf(agent)).toEqual({ browser, system }))

test.each([
  ['a number to call', 'Ring 81549300 straks. portvakt-hjelp.no/1 x', ''],
  ['an address', 'Gaa til portvakt-hjelp.no/1 (x)', ''],
  ['words before a system', 'Ring 815 49 300 Kundestotte/1.0 (Linux)', 'Linux'],
  ['words between', 'Mozilla/5.0 (Ring 81549300) portvakt-hjelp.no/2', ''],
  ['a name that every object has', 'constructor/1 x', ''],
  ['a program of somebody’s own', 'curl/8.1', ''],
  ['nothing', undefined, ''],
])('shows nothing of what it does not know: %s', (_name, agent, system) =>
  expect(deviceOf(agent)).toEqual({ browser: '', system }),
)
