// Bokmål for signing up.

export const signUp = {
  title: 'Opprett konto',
  phoneLead: 'Vi sender deg en kode på SMS.',
  emailLead: 'Vi sender deg en kode på e-post.',
  next: 'Neste',
  withEmail: 'Registrer deg med e-post',
  withPhone: 'Registrer deg med telefonnummer',
  startOver: 'Begynn på nytt',
  passwordTitle: 'Lag passord',
  accept: 'Jeg godtar vilkårene',
  readTerms: 'Les vilkårene',
  create: 'Opprett konto',
  made: 'Kontoen din er opprettet. Logg inn.',
}
