import { expect, it } from 'vitest'
import { refusals } from '../../server/platform/refusals.ts'
import { refusals as words } from './nb.ts'

it('every refusal of the server has words for people', () => {
  expect(Object.keys(words)).toEqual(expect.arrayContaining(Object.keys(refusals)))
})
