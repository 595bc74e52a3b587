// Bokmål for the signed-in pages and the demo's outbox.

export const account = {
  menu: 'Konto',
  nav: 'Kontosider',
  security: 'Konto og sikkerhet',
  devices: 'Enheter',
  activity: 'Aktivitet',
  logOut: 'Logg ut',
  logOutFailed: 'Vi fikk ikke logget deg ut. Sjekk nettet og prøv igjen.',
  loadFailed: 'Vi fikk ikke hentet kontoen din.',
}

export const signedIn = {
  title: 'Du er logget inn',
  checkTitle: 'Sikkerhetssjekk',
  allGood: 'Alt ser bra ut. Du trenger ikke gjøre noe nå.',
  advice: {
    add_email: 'Legg til e-post',
    add_phone: 'Legg til telefonnummer',
    review_devices: 'Se over enhetene dine',
  },
  adviceWhy: {
    add_email: 'Da kommer du inn selv om du mister telefonen.',
    add_phone: 'Da kommer du inn selv om du mister tilgangen til e-posten.',
    review_devices: 'Du er logget inn flere steder. Logg ut dem du ikke bruker.',
  },
  hold: (end: string) => `Uttakssperre til ${end}. Du kan bruke kontoen som vanlig, men ikke ta ut penger.`,
}

export const security = {
  email: 'E-post',
  phone: 'Telefonnummer',
  password: 'Passord',
  devices: 'Enheter',
  none: 'Ikke lagt til',
  verified: (date: string) => `Bekreftet ${date}`,
  changed: (date: string) => `Sist endret ${date}`,
  devicesText: 'Se hvor du er logget inn',
  seeDevices: 'Se enheter',
  addEmail: 'Legg til e-post',
  addPhone: 'Legg til telefonnummer',
  addEmailText: 'Vi sender en kode til adressen. Etterpå kan du logge inn med den også.',
  addPhoneText: 'Vi sender en kode på SMS. Etterpå kan du logge inn med nummeret også.',
  holdText: (hours: string) =>
    `Når den er lagt til, er uttak sperret i ${hours}. Det beskytter deg hvis noen andre gjør dette.`,
  sendCode: 'Send kode',
  emailAdded: 'E-postadressen er lagt til.',
  phoneAdded: 'Telefonnummeret er lagt til.',
  stepUpTitle: 'Bekreft at det er deg',
  stepUpText: 'Skriv passordet ditt for å gå videre.',
  stepUpSubmit: 'Fortsett',
  wrongPassword: 'Passordet er feil. Prøv igjen.',
}

export const devices = {
  lead: 'Her er du logget inn nå. Kjenner du ikke igjen en enhet, logg den ut.',
  current: 'Denne enheten',
  on: (browser: string, system: string) => `${browser} på ${system}`,
  unknown: 'Ukjent enhet',
  app: 'Appen',
  lastSeen: (when: string) => `Sist brukt ${when}`,
  since: (when: string) => `Logget inn ${when}`,
  end: 'Logg ut',
  endName: (device: string) => ` ${device}`,
  endOthers: 'Logg ut alle andre',
  endOthersTitle: 'Logge ut alle andre enheter?',
  endOthersText: 'Du må logge inn på nytt på hver av dem. Denne enheten blir stående.',
  ended: 'Enheten er logget ut.',
  othersEnded: 'Alle andre enheter er logget ut.',
  onlyThis: 'Du er bare logget inn her.',
  knownTitle: 'Enheter vi kjenner',
  knownLead:
    'Her har du logget inn før. På disse kommer du inn selv om noen andre prøver seg på kontoen din. Fjern dem du ikke bruker lenger.',
  firstSeen: (when: string) => `Kjent siden ${when}`,
  remove: 'Fjern',
  removed: 'Enheten er fjernet.',
  networkData: 'Nettverksnavn er et hint og kan være feil. De kommer fra',
}

export const outbox = {
  title: 'Utboks',
  lead: 'Bare i demo: meldinger som ellers ville blitt sendt, havner her.',
  filter: 'Vis bare til',
  filterHint: 'Hele adressen eller nummeret',
  empty: 'Ingen meldinger ennå. De kommer hit av seg selv.',
  emptyFilter: 'Ingen meldinger til denne adressen.',
  sms: 'SMS',
  email: 'E-post',
  to: 'Til',
  list: 'Meldinger',
  choose: 'Velg en melding for å lese den.',
  asHtml: 'Med utseende',
  asText: 'Som tekst',
  view: 'Visning',
  back: 'Alle meldinger',
  failed: 'Vi får ikke hentet meldingene nå. Vi prøver igjen av oss selv.',
  message: (subject: string) => `Innholdet i «${subject}»`,
}
