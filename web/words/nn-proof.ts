// Nynorsk for the code that a sign-in from an unknown device, or a reset, asks for first when strangers have tried too often.
import type * as nb from './nb-proof.ts'

export const mailboxProof: typeof nb.mailboxProof = {
  why: 'Det er skrive feil passord mange gonger. Difor ber vi om ein kode før vi ser på passordet frå ei ny eining.',
  whyReset:
    'Det er bede om nytt passord mange gonger. Difor stadfestar du adressa først. Etterpå sender vi koden for det nye passordet.',
  byEmail: (to) => `Viss ${to} har ein konto, ligg koden i innboksen.`,
  byEmailOrSms: (to) =>
    `Viss ${to} har ein konto, ligg koden i e-posten som høyrer til kontoen. Har kontoen inga e-postadresse, kjem koden på SMS.`,
  byOther:
    'Har kontoen endå ei adresse eller eit nummer, har vi sendt koden dit. Elles kjem han same stad som før. Bruk den nyaste koden.',
  otherChannel: 'Send koden til ei anna adresse på kontoen',
  backToFirst: 'Send koden dit han gjekk først',
  resent: 'Koden er send. Bruk den nyaste.',
}
