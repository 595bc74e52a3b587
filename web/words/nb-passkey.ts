// Bokmål for tilgangsnøkler (passkeys), in the scripts that are fetched when one is used or looked at.

export const passkeyProblems = {
  cancelled: 'Det ble avbrutt, eller enheten fant ingen tilgangsnøkkel hit. Prøv igjen, eller bruk en annen måte.',
  unsupported: 'Nettleseren kan ikke bruke tilgangsnøkler. Oppdater den, eller bruk en annen måte.',
  notInApp: 'Tilgangsnøkler virker ikke i appen. Bruk en annen måte, eller gjør det i nettleseren.',
  openBrowser: 'Åpne i nettleseren',
  wrong_site: (site: string) => `Tilgangsnøkler virker bare på ${site}. Åpne siden der.`,
  passkey_wrong: 'Tilgangsnøkkelen ble ikke godtatt. Prøv igjen, eller bruk en annen måte.',
  passkey_unknown:
    'Denne tilgangsnøkkelen hører ikke til noen konto her lenger. Slett den på enheten, og bruk en annen måte.',
  passkey_suspended:
    'Tilgangsnøkkelen er sperret, for det kan finnes en kopi av den. Alle enheter er logget ut. Logg inn på nytt på en annen måte, fjern den, og se gjennom tilgangsnøklene dine.',
  passkey_not_enrolled: 'Kontoen har ingen tilgangsnøkkel som virker. Bruk en annen måte.',
  passkey_enrolled:
    'Enheten har allerede en tilgangsnøkkel for kontoen din. Bruk den, eller legg til en fra en annen enhet.',
  too_many_passkeys: 'Kontoen har så mange tilgangsnøkler den kan ha. Fjern en først.',
}

export const passkeys = {
  title: 'Tilgangsnøklene dine',
  text: 'Logg inn med fingeravtrykk, ansikt eller PIN-koden til enheten. En tilgangsnøkkel virker bare hos oss, så ingen falsk side kan lure den fra deg.',
  first:
    'Når den første er lagt til, blir alle andre enheter logget ut. Den som logger inn med passordet ditt, må ha tilgangsnøkkelen i tillegg.',
  hold: (hours: number) => `Uttak er sperret i ${hours} timer etterpå, og vi sier fra til deg.`,
  another: 'Legg til en til på en annen enhet. Da kommer du inn selv om du mister den første.',
  alone:
    'Mister du den eneste tilgangsnøkkelen, kommer du ikke inn med passordet alene. Veien inn igjen er en tilgangsnøkkel til på en annen enhet, eller autentiseringsappen med gjenopprettingsnøkkelen.',
  add: 'Legg til tilgangsnøkkel',
  unnamed: 'Tilgangsnøkkel',
  added: (date: string) => `Lagt til ${date}`,
  lastUsed: (when: string) => `sist brukt ${when}`,
  neverUsed: 'ikke brukt ennå',
  suspended: 'Sperret: det kan finnes en kopi. Fjern den.',
  rename: 'Endre navn',
  renameTitle: 'Endre navn på tilgangsnøkkelen',
  name: 'Navn',
  nameHint: 'Så du vet hvilken enhet det er, for eksempel «Telefonen min».',
  nameWrong: 'Bruk 1 til 60 vanlige tegn.',
  save: 'Lagre',
  remove: 'Fjern',
  removeTitle: (name: string) => `Fjerne «${name}»?`,
  removeText: (hours: number) =>
    `Den virker ikke lenger. Alle andre enheter blir logget ut, og uttak er sperret i ${hours} timer.`,
  removeLast: 'Det er den siste. Da er det bare passordet som beskytter kontoen.',
  removeLastButApp: 'Det er den siste. Da er det passordet og autentiseringsappen som beskytter kontoen.',
  removeLastThatWorks:
    'Det er den siste som virker. De som er sperret, blir også fjernet, og da er det bare passordet som beskytter kontoen.',
  removeAfter: 'Slett den på enheten også, så den ikke blir foreslått når du logger inn.',
  removeSubmit: 'Fjern tilgangsnøkkelen',
  back: 'Tilbake',
  saidAdded: 'Tilgangsnøkkelen er lagt til.',
  saidRenamed: 'Navnet er endret.',
  saidRemoved: 'Tilgangsnøkkelen er fjernet. Alle andre enheter er logget ut.',
}
