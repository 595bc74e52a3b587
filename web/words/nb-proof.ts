// Bokmål for the code that a sign-in from an unknown device, or a reset, asks for first when strangers have tried too often.

export const mailboxProof = {
  why: 'Det er skrevet feil passord mange ganger. Derfor ber vi om en kode før vi ser på passordet fra en ny enhet.',
  whyReset:
    'Det er bedt om nytt passord mange ganger. Derfor bekrefter du adressen først. Etterpå sender vi koden for det nye passordet.',
  byEmail: (to: string) => `Hvis ${to} har en konto, ligger koden i innboksen.`,
  byEmailOrSms: (to: string) =>
    `Hvis ${to} har en konto, ligger koden i e-posten som hører til kontoen. Har kontoen ingen e-postadresse, kommer koden på SMS.`,
  byOther:
    'Har kontoen enda en adresse eller et nummer, har vi sendt koden dit. Ellers kommer den samme sted som før. Bruk den nyeste koden.',
  otherChannel: 'Send koden til en annen adresse på kontoen',
  backToFirst: 'Send koden dit den gikk først',
  resent: 'Koden er sendt. Bruk den nyeste.',
}
