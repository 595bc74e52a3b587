// Bokmål for the second proof: the authenticator and the Recovery Key Phrase.

/** What only a step with a second proof can meet; the pages without one carry none of it. */
export const factorRefusals = {
  totp_wrong: 'Koden stemmer ikke. Sjekk at du ser på riktig konto i appen, og bruk koden som vises nå.',
  totp_late:
    'Koden stemmer, men for en annen tid: klokken på telefonen går feil. Slå på automatisk klokkeslett på telefonen, og prøv igjen.',
  totp_used: 'Koden er allerede brukt. Vent til appen viser en ny.',
  totp_used_up:
    'Det er skrevet feil kode for mange ganger. Gjør dette på en annen enhet der du er logget inn, eller velg «Mistet eller byttet telefon?».',
  totp_not_enrolled: 'Kontoen har ingen autentiseringsapp som kan brukes nå. Begynn på nytt.',
  totp_enrolled:
    'Kontoen har allerede en autentiseringsapp, kanskje fra en annen fane. Bruk den, eller bytt den fra kontosiden.',
  recovery_key_mistyped:
    'Noe er skrevet feil i gjenopprettingsnøkkelen. Sjekk hver gruppe. Dette teller ikke som et forsøk.',
  recovery_key_wrong: 'Det er ikke gjenopprettingsnøkkelen til denne kontoen. Sjekk at du har den riktige.',
  recovery_key_spent: 'Den gjenopprettingsnøkkelen er byttet ut. Bruk den nyeste.',
}

/**
 * What `totp_used_up` says where more is known than that somebody is signed in: in a session by who has a passkey, and before one
 * by whether the account knows any device that would have tries of its own. A frozen one knows none.
 */
export const totpUsedUp = {
  passkey: 'Det er skrevet feil kode for mange ganger. Bruk tilgangsnøkkelen din.',
  passkeyOrKey:
    'Det er skrevet feil kode for mange ganger. Bruk tilgangsnøkkelen din, eller gjenopprettingsnøkkelen under «Mistet eller byttet telefon?».',
  key: 'Det er skrevet feil kode for mange ganger. Bruk gjenopprettingsnøkkelen under «Mistet eller byttet telefon?».',
  keyOrDevice:
    'Det er skrevet feil kode for mange ganger. Bruk gjenopprettingsnøkkelen under «Mistet eller byttet telefon?», eller prøv på en annen enhet du har brukt før.',
}

/** Where the second proof is asked for: at sign-in, for a new password, to open a frozen account. */
export const factorStep = {
  usePasskey: 'Bruk tilgangsnøkkel',
  title: 'Skriv koden fra appen',
  lead: 'Åpne autentiseringsappen på telefonen, og skriv koden som vises for kontoen din nå.',
  code: '6-sifret kode',
  help: 'Hjelp når koden ikke virker',
  trust: (days: number) => `Stol på denne enheten i ${days} dager`,
  trustHint: 'Da spør vi ikke om koden her når du logger inn. La det være på enheter du deler med andre.',
  passkeyTitle: 'Bruk tilgangsnøkkelen din',
  passkeyLead: 'Bekreft med fingeravtrykk, ansikt eller PIN-koden til enheten.',
}

/** The only factor is a passkey, and it is lost, or none of them works. */
export const lostPasskey = {
  link: 'Mistet tilgangsnøkkelen?',
  noneTitle: 'Uten tilgangsnøkkel',
  noneLead: 'Det finnes ikke noe skjema for dette ennå. Dette kan du gjøre nå:',
  tryFirst: [
    'Let etter den på andre enheter. Passordbehandleren, som iCloud-nøkkelring eller Google Passordbehandling, kan ha tatt den med seg dit.',
    'Ligger den på telefonen, kan du bruke den herfra også: velg telefonen når nettleseren spør hvor tilgangsnøkkelen er.',
    'Er enheten stjålet, frys kontoen med «Dette var ikke meg» i en melding fra oss. Da kommer ingen inn.',
  ],
  noneWorks:
    'Kontoen har ingen tilgangsnøkkel som virker nå. Er den sperret fordi det kan finnes en kopi av den, har vi skrevet til deg om det. Dette kan du gjøre nå:',
  mailSubject: 'Opphevelse av tilgangsnøkkel',
  mailText:
    'Jeg vil be om opphevelse av tilgangsnøkkelen for kontoen min. Jeg har ingen tilgangsnøkkel som virker lenger, og ingen autentiseringsapp.',
}

/** The phone is lost or another one. */
export const lostPhone = {
  link: 'Mistet eller byttet telefon?',
  guide: 'Veiledning steg for steg',
  back: 'Tilbake',
  next: 'Neste',
  reasonLegend: 'Hva har skjedd?',
  reasons: {
    lost: 'Telefonen er mistet, stjålet eller ødelagt',
    changed: 'Jeg har byttet telefon',
    other: 'Noe annet',
  },
  choiceTitle: 'Har du gjenopprettingsnøkkelen?',
  advice: {
    lost: 'Med den kobler du til en ny autentiseringsapp med en gang. Den gamle slutter å virke, også for den som har telefonen.',
    changed:
      'Har du den gamle telefonen ennå, kan du flytte kontoen i Google Authenticator med «Overfør kontoer». Ellers kobler du til den nye telefonen med nøkkelen.',
    other:
      'Sjekk først at du ser på riktig konto i appen, og at klokken på telefonen går riktig. Hjelper ikke det, kobler du til appen på nytt med nøkkelen.',
  },
  have: 'Jeg har gjenopprettingsnøkkelen',
  haveNot: 'Jeg har ikke gjenopprettingsnøkkelen',
  suspendedTitle: 'Koble til en ny autentiseringsapp',
  suspended:
    'Gjenopprettingsnøkkelen er brukt, så den gamle appen virker ikke lenger. Skriv den samme nøkkelen en gang til, og koble til en ny app.',
  enterLead: (hours: number) =>
    `Skriv eller lim inn hele nøkkelen. Med en gang den er godtatt, slutter den gamle appen og alle tilgangsnøkler på kontoen å virke, alle enheter blir logget ut, og uttak er sperret i ${hours} timer.`,
  noneTitle: 'Uten telefon og nøkkel',
  noneLead: 'Det finnes ikke noe skjema for dette ennå. Dette kan du gjøre nå:',
  tryFirst: [
    'Let etter nøkkelen en gang til: på papir, i passordbehandleren eller i en fil du lastet ned. Den begynner med rkp1.',
    'Se i autentiseringsappen på andre enheter. Google Authenticator kan ha lagret kodene i Google-kontoen din.',
    'Er telefonen stjålet, frys kontoen med «Dette var ikke meg» i en melding fra oss. Da kommer ingen inn.',
  ],
  writeTitle: 'Skriv til kundestøtten',
  write: (address: string) =>
    `Send denne teksten til ${address} fra e-postadressen som hører til kontoen. Har kontoen bare telefonnummer, skriv nummeret i e-posten. Bruk helst enheten og nettet du pleier.`,
  mailSubject: 'Opphevelse av Google Authenticator',
  mailText:
    'Jeg vil be om opphevelse av Google Authenticator for kontoen min. Jeg har mistet min gjenopprettingsnøkkelfrase (RKP).',
  mail: 'Skriv e-post',
  copyText: 'Kopier teksten',
  expect: [
    'Et menneske ser på saken. Du må regne med spørsmål om hvem du er, og med å vente.',
    'En e-post alene åpner ingen konto, så en tyv kommer heller ikke inn slik.',
    'Vi ber deg aldri om passord, koder eller gjenopprettingsnøkkelen.',
  ],
  replacedTitle: 'Den nye appen er koblet til',
  replaced:
    'Du er logget inn. Den gamle appen, den gamle gjenopprettingsnøkkelen og tidligere tilgangsnøkler virker ikke lenger, og alle andre enheter er logget ut.',
  go: 'Fortsett',
  reset:
    'Passordet er byttet. Logg inn med det og en kode fra den nye appen. Den gamle appen, den gamle gjenopprettingsnøkkelen og tidligere tilgangsnøkler virker ikke lenger.',
  resetStopped:
    'Passordet er byttet, men den nye appen ble ikke koblet til i tide. Logg inn med det nye passordet, og bruk den samme gjenopprettingsnøkkelen en gang til.',
  resetStoppedTitle: 'Ett steg gjenstår',
  unsureTitle: 'Den nye appen kan være koblet til',
  unsure:
    'Svaret fra oss kom ikke fram. Logg inn med passordet, og prøv en kode fra den nye appen. Ta vare på den nye gjenopprettingsnøkkelen, og kast ikke den gamle før du er inne.',
  resetUnsure:
    'Passordet er byttet, men svaret på det siste steget kom ikke fram. Logg inn med det nye passordet, og prøv en kode fra den nye appen. Ta vare på den nye gjenopprettingsnøkkelen, og kast ikke den gamle før du er inne.',
  thawed:
    'Logg inn med passordet, og bruk den samme gjenopprettingsnøkkelen en gang til. Da kobler du til en ny app. Den gamle og tidligere tilgangsnøkler virker ikke lenger.',
  holdUntil: (end: string) => `Uttak er sperret til ${end}.`,
  holdHours: (hours: number) => `Uttak er sperret i ${hours} timer.`,
}
