import { expect, test } from 'vitest'
import { readPhrase } from './phrase.ts'

test.each([
  ['words', 'blå elg i motlys', 'blå elg i motlys'],
  ['spaces around and between', '  blå \u00a0 elg ', 'blå elg'],
  ['the shortest', 'elg', 'elg'],
  ['the longest', 'å'.repeat(40), 'å'.repeat(40)],
  ['two spellings of one letter', 'bla\u030a elg', 'blå elg'],
  ['other scripts', 'лось в снегу', 'лось в снегу'],
  ['a picture', 'elg 🦌 elg', 'elg 🦌 elg'],
  ['a year', 'sommeren 1984', 'sommeren 1984'],
  ['ordinary signs', "Ola's elg, nr. 7!", "Ola's elg, nr. 7!"],
])('takes %s', (_name, typed, phrase) => expect(readPhrase(typed)).toBe(phrase))

test.each([
  ['nothing', ''],
  ['spaces', '      '],
  ['two characters', 'ab'],
  ['forty-one', 'a'.repeat(41)],
  ['a link', 'https://evil.example'],
  ['a name of a site', 'se portvakt.no'],
  ['www', 'www elg'],
  ['a path', 'elg/hest'],
  ['a mail address', 'ola@example'],
  ['a code', '40718263'],
  ['a code with gaps', '40 71 82 63'],
  ['a code in other digits', '٤٠٧١٨٢'],
  ['markup', '<b>elg'],
  ['a new line', 'elg\nhest'],
  ['a mark that turns text around', 'elg\u202ehest'],
  ['what cannot be seen', 'elg\u200bhest'],
  ['half a character', 'elg\ud800'],
  ['NUL', 'elg\u0000hest'],
])('refuses %s', (_name, typed) => expect(readPhrase(typed)).toBeUndefined())
