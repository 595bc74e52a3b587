// Nynorsk for the second proof: the authenticator, passkeys and the Recovery Key Phrase.

/** What only a step with a second proof can meet; the pages without one carry none of it. */
export const factorRefusals = {
  totp_wrong: 'Koden stemmer ikkje. Sjekk at du ser på rett konto i appen, og bruk koden som blir vist no.',
  totp_late:
    'Koden stemmer, men for ei anna tid: klokka på telefonen går feil. Slå på automatisk klokkeslett på telefonen, og prøv igjen.',
  totp_used: 'Koden er alt brukt. Vent til appen viser ein ny.',
  totp_used_up:
    'Det er skrive feil kode for mange gonger. Bruk gjenopprettingsnøkkelen, eller logg inn frå ei eining du har brukt før.',
  totp_not_enrolled: 'Kontoen har ingen autentiseringsapp som kan brukast no.',
  totp_enrolled: 'Kontoen har alt ein autentiseringsapp. Han blei kanskje kopla til i ei anna fane.',
  passkey_wrong: 'Tilgangsnøkkelen blei ikkje godteken. Prøv igjen, eller bruk noko anna.',
  recovery_key_mistyped:
    'Noko er skrive feil i gjenopprettingsnøkkelen. Sjekk kvar gruppe. Dette tel ikkje som eit forsøk.',
  recovery_key_wrong: 'Det er ikkje gjenopprettingsnøkkelen til denne kontoen. Sjekk at du har den rette.',
  recovery_key_spent: 'Den gjenopprettingsnøkkelen er bytt ut. Bruk den nyaste.',
}
