// English for the frame of the help centre: the same keys as nb-help.ts.
import type * as nb from './nb-help.ts'

export const help: typeof nb.help = {
  title: 'Help',
  lead: 'Guides for your account. Find what you want to do, or search.',
  search: 'Search the help',
  submit: 'Search',
  groups: {
    in: 'Logging in',
    wrong: 'When something is wrong',
    safe: 'Making the account safer',
    about: 'About the account and the money',
  },
  all: 'All guides',
  found: (query) => `Results for “${query}”`,
  none: (query) => `Nothing found for “${query}”`,
  noneText: 'Try another word, or see whether you find it here:',
  unknownTitle: 'We did not find the guide',
  unknownText: 'The address may be misspelt, or the guide has moved. Search, or choose one of these:',
  related: 'See also',
  notThere: 'Did you not find what you needed?',
  write: 'Write to support:',
  never: 'We never ask you for passwords, codes or the Recovery Key Phrase.',
  notYet: (language) => `This guide is not there in English yet. Here it is in ${language}.`,
  languages: { nb: 'Norwegian', nn: 'Norwegian (Nynorsk)', en: 'English' },
  links: {
    'cannot-log-in': 'Help with logging in',
    'forgot-password': 'Help with a forgotten password',
    'stolen-phone': 'Help when somebody may have got in',
    thaw: 'Help with opening a frozen account',
  },
}
