import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseJsonBody } from './json-body.ts'
import { Refusal } from './refusals.ts'

function problemOf(text: string): unknown {
  try {
    parseJsonBody(text)
  } catch (error) {
    return error instanceof Refusal ? error.details.fields?.[0] : error
  }
  return undefined
}

test('parses every JSON value as JSON.parse does', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), fc.constantFrom(undefined, 2), (value, indent) => {
      const text = JSON.stringify(value, null, indent)
      fc.pre(!text.includes('__proto__'))
      expect(parseJsonBody(text)).toEqual(JSON.parse(text))
    }),
  )
})

test.each([
  ['{"a":1,"a":2}', { field: 'a', code: 'duplicate' }],
  ['{"a":1,"\\u0061":2}', { field: 'a', code: 'duplicate' }],
  ['{"botCheck":{"a":1,"a":2}}', { field: 'botCheck.a', code: 'duplicate' }],
  ['{"x":{"a":1},"y":[[1,2],{"b":"1,2","b":1}]}', { field: 'y.1.b', code: 'duplicate' }],
  ['{"x":{"y":{}},"x":1}', { field: 'x', code: 'duplicate' }],
  ['{"a":"\\"","a":":{"}', { field: 'a', code: 'duplicate' }],
  ['{"__proto__":{"isAdmin":true}}', { field: '__proto__', code: 'unknown' }],
  ['[0,{"a":{"__proto__":1}}]', { field: '1.a.__proto__', code: 'unknown' }],
  ['{"a":1', { field: 'body', code: 'invalid' }],
  ['nonsense', { field: 'body', code: 'invalid' }],
  ["{'a':1}", { field: 'body', code: 'invalid' }],
])('refuses %s and names the member', (text, problem) => {
  expect(problemOf(text)).toEqual(problem)
})

test('the same name in two objects is no repetition', () => {
  expect(parseJsonBody('{"a":{"b":1},"c":{"b":2},"d":["b","b"]}')).toEqual({ a: { b: 1 }, c: { b: 2 }, d: ['b', 'b'] })
})

test('an empty body is no body', () => {
  expect(parseJsonBody('  ')).toBeUndefined()
})

test('a megabyte is walked in linear time', () => {
  expect(parseJsonBody(JSON.stringify({ password: 'x'.repeat(1_000_000) }))).toBeDefined()
  expect(parseJsonBody(`[${'{"a":1},'.repeat(50_000)}0]`)).toBeDefined()
})
