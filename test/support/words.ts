// The words people find things by, as the customer guides have them: written here once more on purpose, so that a label
// that changes breaks the journeys that name it.

export const nb = {
  home: 'Kontoen din hos Portvakt',
  logIn: 'Logg inn',
  logInByEmail: 'Logg inn med e-post',
  logInByPhone: 'Logg inn med telefonnummer',
  signUp: 'Registrer deg',
  signUpByEmail: 'Registrer deg med e-post',
  signUpByPhone: 'Registrer deg med telefonnummer',
  signUpTitle: 'Opprett konto',
  country: 'Landkode',
  phone: 'Telefonnummer',
  email: 'E-post',
  password: 'Passord',
  next: 'Neste',
  codeTitle: 'Skriv inn koden',
  code: 'Bekreftelseskode',
  confirm: 'Bekreft',
  passwordTitle: 'Lag passord',
  accept: 'Jeg godtar vilkårene',
  create: 'Opprett konto',
  signedIn: 'Du er logget inn',
  menu: 'Konto',
  security: 'Konto og sikkerhet',
  devices: 'Enheter',
  logOut: 'Logg ut',
  addEmail: 'Legg til e-post',
  addPhone: 'Legg til telefonnummer',
  sendCode: 'Send kode',
  emailAdded: 'E-postadressen er lagt til.',
  phoneAdded: 'Telefonnummeret er lagt til.',
}

export type Words = typeof nb

export const nn: Words = {
  ...nb,
  code: 'Stadfestingskode',
  confirm: 'Stadfest',
  accept: 'Eg godtek vilkåra',
  signedIn: 'Du er innlogga',
  security: 'Konto og tryggleik',
  devices: 'Einingar',
  emailAdded: 'E-postadressa er lagd til.',
}
