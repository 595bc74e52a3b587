// Nynorsk for the frame of the help centre: the same keys as nb-help.ts.
import type * as nb from './nb-help.ts'

export const help: typeof nb.help = {
  title: 'Hjelp',
  lead: 'Rettleiingar for kontoen din. Finn det du vil gjere, eller søk.',
  search: 'Søk i hjelpa',
  submit: 'Søk',
  groups: {
    in: 'Logge inn',
    wrong: 'Når noko er gale',
    safe: 'Gjere kontoen tryggare',
    about: 'Om kontoen og pengane',
  },
  all: 'Alle rettleiingar',
  found: (query) => `Treff for «${query}»`,
  none: (query) => `Ingen treff for «${query}»`,
  noneText: 'Prøv eit anna ord, eller sjå om du finn det her:',
  unknownTitle: 'Vi fann ikkje rettleiinga',
  unknownText: 'Adressa er kanskje skriven feil, eller rettleiinga er flytta. Søk, eller vel ei av desse:',
  related: 'Sjå òg',
  notThere: 'Fann du ikkje det du trong?',
  write: 'Skriv til kundestøtta:',
  never: 'Vi ber deg aldri om passord, kodar eller gjenopprettingsnøkkelen.',
  notYet: (language) => `Denne rettleiinga finst ikkje på nynorsk enno. Her er ho på ${language}.`,
  languages: { nb: 'bokmål', nn: 'nynorsk', en: 'engelsk' },
  links: {
    'cannot-log-in': 'Hjelp til å logge inn',
    'forgot-password': 'Hjelp når passordet er gløymt',
    'stolen-phone': 'Hjelp når nokon kan ha kome inn',
    thaw: 'Hjelp til å opne ein frosen konto',
  },
}
