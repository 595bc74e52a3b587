// Bokmål for the second proof: the authenticator, passkeys and the Recovery Key Phrase.

/** What only a step with a second proof can meet; the pages without one carry none of it. */
export const factorRefusals = {
  totp_wrong: 'Koden stemmer ikke. Sjekk at du ser på riktig konto i appen, og bruk koden som vises nå.',
  totp_late:
    'Koden stemmer, men for en annen tid: klokken på telefonen går feil. Slå på automatisk klokkeslett på telefonen, og prøv igjen.',
  totp_used: 'Koden er allerede brukt. Vent til appen viser en ny.',
  totp_used_up:
    'Det er skrevet feil kode for mange ganger. Bruk gjenopprettingsnøkkelen, eller logg inn fra en enhet du har brukt før.',
  totp_not_enrolled: 'Kontoen har ingen autentiseringsapp som kan brukes nå.',
  totp_enrolled: 'Kontoen har allerede en autentiseringsapp. Den ble kanskje koblet til i en annen fane.',
  passkey_wrong: 'Tilgangsnøkkelen ble ikke godtatt. Prøv igjen, eller bruk noe annet.',
  recovery_key_mistyped:
    'Noe er skrevet feil i gjenopprettingsnøkkelen. Sjekk hver gruppe. Dette teller ikke som et forsøk.',
  recovery_key_wrong: 'Det er ikke gjenopprettingsnøkkelen til denne kontoen. Sjekk at du har den riktige.',
  recovery_key_spent: 'Den gjenopprettingsnøkkelen er byttet ut. Bruk den nyeste.',
}
