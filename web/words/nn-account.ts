// Nynorsk for the signed-in pages and the demo's outbox: the same keys as nb-account.ts.
import type * as nb from './nb-account.ts'

export const account: typeof nb.account = {
  menu: 'Konto',
  nav: 'Kontosider',
  security: 'Konto og tryggleik',
  devices: 'Einingar',
  activity: 'Aktivitet',
  logOut: 'Logg ut',
  logOutFailed: 'Vi fekk ikkje logga deg ut. Sjekk nettet og prøv igjen.',
  loadFailed: 'Vi fekk ikkje henta kontoen din.',
}

export const signedIn: typeof nb.signedIn = {
  title: 'Du er innlogga',
  checkTitle: 'Tryggleikssjekk',
  allGood: 'Alt ser bra ut. Du treng ikkje gjere noko no.',
  advice: {
    add_email: 'Legg til e-post',
    add_phone: 'Legg til telefonnummer',
    review_devices: 'Sjå over einingane dine',
  },
  adviceWhy: {
    add_email: 'Då kjem du inn sjølv om du mistar telefonen.',
    add_phone: 'Då kjem du inn sjølv om du mistar tilgangen til e-posten.',
    review_devices: 'Du er innlogga fleire stader. Logg ut dei du ikkje bruker.',
  },
  hold: (end) => `Uttakssperre til ${end}. Du kan bruke kontoen som vanleg, men ikkje ta ut pengar.`,
}

export const security: typeof nb.security = {
  email: 'E-post',
  phone: 'Telefonnummer',
  password: 'Passord',
  devices: 'Einingar',
  none: 'Ikkje lagt til',
  verified: (date) => `Stadfesta ${date}`,
  changed: (date) => `Sist endra ${date}`,
  devicesText: 'Sjå kvar du er innlogga',
  seeDevices: 'Sjå einingar',
  addEmail: 'Legg til e-post',
  addPhone: 'Legg til telefonnummer',
  addEmailText: 'Vi sender ein kode til adressa. Etterpå kan du logge inn med ho òg.',
  addPhoneText: 'Vi sender ein kode på SMS. Etterpå kan du logge inn med nummeret òg.',
  holdText: (hours) => `Når det er lagt til, er uttak sperra i ${hours}. Det vernar deg om nokon andre gjer dette.`,
  sendCode: 'Send kode',
  emailAdded: 'E-postadressa er lagd til.',
  phoneAdded: 'Telefonnummeret er lagt til.',
  stepUpTitle: 'Stadfest at det er deg',
  stepUpText: 'Skriv passordet ditt for å gå vidare.',
  stepUpSubmit: 'Hald fram',
  wrongPassword: 'Passordet er feil. Prøv igjen.',
}

export const devices: typeof nb.devices = {
  lead: 'Her er du innlogga no. Kjenner du ikkje att ei eining, logg ho ut.',
  current: 'Denne eininga',
  on: (browser, system) => `${browser} på ${system}`,
  unknown: 'Ukjend eining',
  app: 'Appen',
  lastSeen: (when) => `Sist brukt ${when}`,
  since: (when) => `Logga inn ${when}`,
  end: 'Logg ut',
  endName: (device) => ` ${device}`,
  endOthers: 'Logg ut alle andre',
  endOthersTitle: 'Logge ut alle andre einingar?',
  endOthersText: 'Du må logge inn på nytt på kvar av dei. Denne eininga blir ståande.',
  ended: 'Eininga er logga ut.',
  othersEnded: 'Alle andre einingar er logga ut.',
  onlyThis: 'Du er berre innlogga her.',
  knownTitle: 'Einingar vi kjenner',
  knownLead:
    'Her har du logga inn før. På desse kjem du inn sjølv om nokon andre prøver seg på kontoen din. Fjern dei du ikkje bruker lenger.',
  firstSeen: (when) => `Kjend sidan ${when}`,
  remove: 'Fjern',
  removed: 'Eininga er fjerna.',
  networkData: 'Nettverksnamn er eit hint og kan vere feil. Dei kjem frå',
}

export const outbox: typeof nb.outbox = {
  title: 'Utboks',
  lead: 'Berre i demo: meldingar som elles ville blitt sende, hamnar her.',
  filter: 'Vis berre til',
  filterHint: 'Heile adressa eller nummeret',
  empty: 'Ingen meldingar enno. Dei kjem hit av seg sjølv.',
  emptyFilter: 'Ingen meldingar til denne adressa.',
  sms: 'SMS',
  email: 'E-post',
  to: 'Til',
  list: 'Meldingar',
  choose: 'Vel ei melding for å lese ho.',
  asHtml: 'Med utsjånad',
  asText: 'Som tekst',
  view: 'Vising',
  back: 'Alle meldingar',
  failed: 'Vi får ikkje henta meldingane no. Vi prøver igjen av oss sjølv.',
  message: (subject) => `Innhaldet i «${subject}»`,
}
