// Nynorsk for tilgangsnøklar (passkeys).

import type * as nb from './nb-passkey.ts'

export const passkeyProblems: typeof nb.passkeyProblems = {
  cancelled: 'Det vart avbrote, eller eininga fann ingen tilgangsnøkkel hit. Prøv igjen, eller bruk ein annan måte.',
  unsupported: 'Nettlesaren kan ikkje bruke tilgangsnøklar. Oppdater han, eller bruk ein annan måte.',
  notInApp: 'Tilgangsnøklar verkar ikkje i appen. Bruk ein annan måte, eller gjer det i nettlesaren.',
  openBrowser: 'Opne i nettlesaren',
  wrong_site: (site: string) => `Tilgangsnøklar verkar berre på ${site}. Opne sida der.`,
  passkey_wrong: 'Tilgangsnøkkelen vart ikkje godteken. Prøv igjen, eller bruk ein annan måte.',
  passkey_unknown:
    'Denne tilgangsnøkkelen høyrer ikkje til nokon konto her lenger. Slett han på eininga, og bruk ein annan måte.',
  passkey_suspended:
    'Tilgangsnøkkelen er sperra, for det kan finnast ein kopi av han. Alle einingar er logga ut. Logg inn på nytt på ein annan måte, fjern han, og sjå gjennom tilgangsnøklane dine.',
  passkey_not_enrolled: 'Kontoen har ingen tilgangsnøkkel som verkar. Bruk ein annan måte.',
  passkey_enrolled:
    'Eininga har allereie ein tilgangsnøkkel for kontoen din. Bruk han, eller legg til ein frå ei anna eining.',
  too_many_passkeys: 'Kontoen har så mange tilgangsnøklar han kan ha. Fjern ein først.',
}

export const passkeys: typeof nb.passkeys = {
  title: 'Tilgangsnøklane dine',
  text: 'Logg inn med fingeravtrykk, ansikt eller PIN-koden til eininga. Ein tilgangsnøkkel verkar berre hos oss, så inga falsk side kan lure han frå deg.',
  first:
    'Når den første er lagd til, blir alle andre einingar logga ut. Den som loggar inn med passordet ditt, må ha tilgangsnøkkelen i tillegg.',
  hold: (hours: number) => `Uttak er sperra i ${hours} timar etterpå, og vi seier frå til deg.`,
  another: 'Legg til ein til på ei anna eining. Då kjem du inn sjølv om du mistar den første.',
  alone:
    'Mistar du den einaste tilgangsnøkkelen, kjem du ikkje inn med passordet åleine. Vegen inn igjen er ein tilgangsnøkkel til på ei anna eining, eller autentiseringsappen med gjenopprettingsnøkkelen.',
  add: 'Legg til tilgangsnøkkel',
  unnamed: 'Tilgangsnøkkel',
  added: (date: string) => `Lagd til ${date}`,
  lastUsed: (when: string) => `sist brukt ${when}`,
  neverUsed: 'ikkje brukt enno',
  suspended: 'Sperra: det kan finnast ein kopi. Fjern han.',
  rename: 'Endre namn',
  renameTitle: 'Endre namn på tilgangsnøkkelen',
  name: 'Namn',
  nameHint: 'Så du veit kva eining det er, til dømes «Telefonen min».',
  nameWrong: 'Bruk 1 til 60 vanlege teikn.',
  save: 'Lagre',
  remove: 'Fjern',
  removeTitle: (name: string) => `Fjerne «${name}»?`,
  removeText: (hours: number) =>
    `Han verkar ikkje lenger. Alle andre einingar blir logga ut, og uttak er sperra i ${hours} timar.`,
  removeLast: 'Det er den siste. Då er det berre passordet som vernar kontoen.',
  removeLastButApp: 'Det er den siste. Då er det passordet og autentiseringsappen som vernar kontoen.',
  removeLastThatWorks:
    'Det er den siste som verkar. Dei som er sperra, blir òg fjerna, og då er det berre passordet som vernar kontoen.',
  removeAfter: 'Slett han på eininga òg, så han ikkje blir føreslått når du loggar inn.',
  removeSubmit: 'Fjern tilgangsnøkkelen',
  back: 'Tilbake',
  saidAdded: 'Tilgangsnøkkelen er lagd til.',
  saidRenamed: 'Namnet er endra.',
  saidRemoved: 'Tilgangsnøkkelen er fjerna. Alle andre einingar er logga ut.',
}
