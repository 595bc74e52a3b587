// Nynorsk for the code that a sign-in from an unknown device asks for when too many passwords were wrong.
import type * as nb from './nb-proof.ts'

export const mailboxProof: typeof nb.mailboxProof = {
  why: 'Det er skrive feil passord mange gonger. Difor ber vi om ein kode før vi ser på passordet frå ei ny eining.',
  byEmail: (to) => `Viss ${to} har ein konto, ligg koden i innboksen.`,
  byEmailOrSms: (to) =>
    `Viss ${to} har ein konto, ligg koden i e-posten som høyrer til kontoen. Har kontoen inga e-postadresse, kjem koden på SMS.`,
  byOther:
    'Har kontoen endå ei adresse eller eit nummer, har vi sendt koden dit. Elles kjem han same stad som før. Bruk den nyaste koden.',
  otherChannel: 'Send koden til ei anna adresse på kontoen',
  backToFirst: 'Send koden dit han gjekk først',
  resent: 'Koden er send. Bruk den nyaste.',
}
