// Nynorsk for signing up.
import type * as nb from './nb-sign-up.ts'

export const signUp: typeof nb.signUp = {
  title: 'Opprett konto',
  phoneLead: 'Vi sender deg ein kode på SMS.',
  emailLead: 'Vi sender deg ein kode på e-post.',
  next: 'Neste',
  withEmail: 'Registrer deg med e-post',
  withPhone: 'Registrer deg med telefonnummer',
  startOver: 'Begynn på nytt',
  passwordTitle: 'Lag passord',
  accept: 'Eg godtek vilkåra',
  readTerms: 'Les vilkåra',
  create: 'Opprett konto',
  made: 'Kontoen din er oppretta. Logg inn.',
}
