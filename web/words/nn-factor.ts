// Nynorsk for the second proof: the authenticator, passkeys and the Recovery Key Phrase.
import type * as nb from './nb-factor.ts'

/** What only a step with a second proof can meet; the pages without one carry none of it. */
export const factorRefusals = {
  totp_wrong: 'Koden stemmer ikkje. Sjekk at du ser på rett konto i appen, og bruk koden som blir vist no.',
  totp_late:
    'Koden stemmer, men for ei anna tid: klokka på telefonen går feil. Slå på automatisk klokkeslett på telefonen, og prøv igjen.',
  totp_used: 'Koden er alt brukt. Vent til appen viser ein ny.',
  totp_used_up:
    'Det er skrive feil kode for mange gonger. Gjer dette på ei anna eining der du er logga inn, eller vel «Mista eller bytt telefon?».',
  totp_not_enrolled: 'Kontoen har ingen autentiseringsapp som kan brukast no. Begynn på nytt.',
  totp_enrolled:
    'Kontoen har alt ein autentiseringsapp, kanskje frå ei anna fane. Bruk han, eller byt han frå kontosida.',
  recovery_key_mistyped:
    'Noko er skrive feil i gjenopprettingsnøkkelen. Sjekk kvar gruppe. Dette tel ikkje som eit forsøk.',
  recovery_key_wrong: 'Det er ikkje gjenopprettingsnøkkelen til denne kontoen. Sjekk at du har den rette.',
  recovery_key_spent: 'Den gjenopprettingsnøkkelen er bytt ut. Bruk den nyaste.',
}

export const totpUsedUp: typeof nb.totpUsedUp = {
  passkey: 'Det er skrive feil kode for mange gonger. Bruk tilgangsnøkkelen din.',
  passkeyOrKey:
    'Det er skrive feil kode for mange gonger. Bruk tilgangsnøkkelen din, eller gjenopprettingsnøkkelen under «Mista eller bytt telefon?».',
  key: 'Det er skrive feil kode for mange gonger. Bruk gjenopprettingsnøkkelen under «Mista eller bytt telefon?».',
  keyOrDevice:
    'Det er skrive feil kode for mange gonger. Bruk gjenopprettingsnøkkelen under «Mista eller bytt telefon?», eller prøv på ei anna eining du har brukt før.',
}

export const factorStep: typeof nb.factorStep = {
  usePasskey: 'Bruk tilgangsnøkkel',
  title: 'Skriv koden frå appen',
  lead: 'Opne autentiseringsappen på telefonen, og skriv koden som han viser for kontoen din no.',
  code: '6-sifra kode',
  help: 'Hjelp når koden ikkje verkar',
  trust: (days) => `Stol på denne eininga i ${days} dagar`,
  trustHint: 'Då spør vi ikkje om koden her når du loggar inn. La det vere på einingar du deler med andre.',
  passkeyTitle: 'Bruk tilgangsnøkkelen din',
  passkeyLead: 'Stadfest med fingeravtrykk, ansikt eller PIN-koden til eininga.',
}

export const lostPasskey: typeof nb.lostPasskey = {
  link: 'Mista tilgangsnøkkelen?',
  noneTitle: 'Når tilgangsnøkkelen er borte',
  noneLead: 'Det finst ikkje noko skjema for dette enno. Dette kan du gjere no:',
  tryFirst: [
    'Leit etter han på andre einingar. Passordbehandlaren, som iCloud-nøkkelring eller Google Passordbehandling, kan ha teke han med seg dit.',
    'Ligg han på telefonen, kan du bruke han herifrå òg: vel telefonen når nettlesaren spør kvar tilgangsnøkkelen er.',
    'Er eininga stolen, frys kontoen med «Dette var ikkje meg» i ei melding frå oss. Då kjem ingen inn.',
  ],
  noneWorks:
    'Kontoen har ingen tilgangsnøkkel som verkar no. Er han sperra fordi det kan finnast ein kopi av han, har vi skrive til deg om det. Dette kan du gjere no:',
  mailSubject: 'Oppheving av tilgangsnøkkel',
  mailText:
    'Eg vil be om oppheving av tilgangsnøkkelen for kontoen min. Eg har ingen tilgangsnøkkel som verkar lenger, og ingen autentiseringsapp.',
}

export const lostPhone: typeof nb.lostPhone = {
  link: 'Mista eller bytt telefon?',
  guide: 'Rettleiing steg for steg',
  back: 'Tilbake',
  next: 'Neste',
  reasonLegend: 'Kva har skjedd?',
  reasons: {
    lost: 'Telefonen er mista, stolen eller øydelagd',
    changed: 'Eg har bytt telefon',
    other: 'Noko anna',
  },
  choiceTitle: 'Har du gjenopprettingsnøkkelen?',
  advice: {
    lost: 'Med han koplar du til ein ny autentiseringsapp med ein gong. Den gamle sluttar å verke, òg for den som har telefonen.',
    changed:
      'Har du den gamle telefonen enno, kan du flytte kontoen i Google Authenticator med «Overfør kontoer». Elles koplar du til den nye telefonen med nøkkelen.',
    other:
      'Sjekk først at du ser på rett konto i appen, og at klokka på telefonen går rett. Hjelper ikkje det, koplar du til appen på nytt med nøkkelen.',
  },
  have: 'Eg har gjenopprettingsnøkkelen',
  haveNot: 'Eg har ikkje gjenopprettingsnøkkelen',
  suspendedTitle: 'Kople til ein ny autentiseringsapp',
  suspended:
    'Gjenopprettingsnøkkelen er brukt, så den gamle appen verkar ikkje lenger. Skriv den same nøkkelen ein gong til, og kople til ein ny app.',
  enterLead: (hours) =>
    `Skriv eller lim inn heile nøkkelen. Med ein gong han er godteken, sluttar den gamle appen og alle tilgangsnøklar på kontoen å verke, alle einingar blir logga ut, og uttak er sperra i ${hours} timar.`,
  noneTitle: 'Når telefon og nøkkel er borte',
  noneLead: 'Det finst ikkje noko skjema for dette enno. Dette kan du gjere no:',
  tryFirst: [
    'Leit etter nøkkelen ein gong til: på papir, i passordbehandlaren eller i ei fil du lasta ned. Han begynner med rkp1.',
    'Sjå i autentiseringsappen på andre einingar. Google Authenticator kan ha lagra kodane i Google-kontoen din.',
    'Er telefonen stolen, frys kontoen med «Dette var ikkje meg» i ei melding frå oss. Då kjem ingen inn.',
  ],
  writeTitle: 'Skriv til kundestøtta',
  write: (address) =>
    `Send denne teksten til ${address} frå e-postadressa som høyrer til kontoen. Har kontoen berre telefonnummer, skriv nummeret i e-posten. Bruk helst eininga og nettet du plar.`,
  mailSubject: 'Oppheving av Google Authenticator',
  mailText:
    'Eg vil be om oppheving av Google Authenticator for kontoen min. Eg har mista gjenopprettingsnøkkelfrasen min (RKP).',
  mail: 'Skriv e-post',
  copyText: 'Kopier teksten',
  expect: [
    'Eit menneske ser på saka. Du må rekne med spørsmål om kven du er, og med å vente.',
    'Ein e-post åleine opnar ingen konto, så ein tjuv kjem heller ikkje inn slik.',
    'Vi ber deg aldri om passord, kodar eller gjenopprettingsnøkkelen.',
  ],
  replacedTitle: 'Den nye appen er kopla til',
  replaced:
    'Du er innlogga. Den gamle appen, den gamle gjenopprettingsnøkkelen og tidlegare tilgangsnøklar verkar ikkje lenger, og alle andre einingar er logga ut.',
  go: 'Hald fram',
  reset:
    'Passordet er bytt. Logg inn med det og ein kode frå den nye appen. Den gamle appen, den gamle gjenopprettingsnøkkelen og tidlegare tilgangsnøklar verkar ikkje lenger.',
  resetStopped:
    'Passordet er bytt, men den nye appen vart ikkje kopla til i tide. Logg inn med det nye passordet, og bruk den same gjenopprettingsnøkkelen ein gong til.',
  resetStoppedTitle: 'Eitt steg står att',
  unsureTitle: 'Den nye appen kan vere kopla til',
  unsure:
    'Svaret frå oss kom ikkje fram. Logg inn med passordet, og prøv ein kode frå den nye appen. Ta vare på den nye gjenopprettingsnøkkelen, og kast ikkje den gamle før du er inne.',
  resetUnsure:
    'Passordet er bytt, men svaret på det siste steget kom ikkje fram. Logg inn med det nye passordet, og prøv ein kode frå den nye appen. Ta vare på den nye gjenopprettingsnøkkelen, og kast ikkje den gamle før du er inne.',
  thawed:
    'Logg inn med passordet, og bruk den same gjenopprettingsnøkkelen ein gong til. Då koplar du til ein ny app. Den gamle og tidlegare tilgangsnøklar verkar ikkje lenger.',
  holdUntil: (end) => `Uttak er sperra til ${end}.`,
  holdHours: (hours) => `Uttak er sperra i ${hours} timar.`,
}
