// Bokmål for the frame of the help centre; the guides themselves are Markdown (web/help/).

export const help = {
  title: 'Hjelp',
  lead: 'Veiledninger for kontoen din. Finn det du vil gjøre, eller søk.',
  search: 'Søk i hjelpen',
  submit: 'Søk',
  groups: {
    in: 'Logge inn',
    wrong: 'Når noe er galt',
    safe: 'Gjøre kontoen tryggere',
    about: 'Om kontoen og pengene',
  },
  all: 'Alle veiledninger',
  found: (query: string) => `Treff for «${query}»`,
  none: (query: string) => `Ingen treff for «${query}»`,
  noneText: 'Prøv et annet ord, eller se om du finner det her:',
  unknownTitle: 'Vi fant ikke veiledningen',
  unknownText: 'Adressen er kanskje skrevet feil, eller veiledningen er flyttet. Søk, eller velg en av disse:',
  related: 'Se også',
  notThere: 'Fant du ikke det du trengte?',
  write: 'Skriv til kundestøtten:',
  never: 'Vi ber deg aldri om passord, koder eller gjenopprettingsnøkkelen.',
  notYet: (language: string) => `Denne veiledningen finnes ikke på bokmål ennå. Her er den på ${language}.`,
  languages: { nb: 'bokmål', nn: 'nynorsk', en: 'engelsk' },
  /** Under the card of a page: the guide that fits it. */
  links: {
    'cannot-log-in': 'Hjelp til å logge inn',
    'forgot-password': 'Hjelp når passordet er glemt',
    'stolen-phone': 'Hjelp når noen kan ha kommet inn',
    thaw: 'Hjelp til å åpne en fryst konto',
  },
}
