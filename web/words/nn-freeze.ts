// Nynorsk for freezing, and the words that messages begin with.

export const freeze = {
  name: 'Om nokon har kome inn',
  state: 'Frys kontoen, så kjem ingen inn før du opnar han igjen.',
  freeze: 'Frys konto',
  title: 'Fryse kontoen?',
  consequences: (hours: number) => [
    'Alle einingar blir logga ut straks.',
    'Ingen kan logge inn, ta ut pengar eller endre noko. Pengane dine blir ståande.',
    `Du opnar kontoen igjen med passordet, ein kode frå oss, og appen eller tilgangsnøkkelen om du har ein. Så er uttak sperra i ${hours} timar.`,
    'Har du gløymt passordet, byt det før du frys. Ein frosen konto får ikkje nytt passord. Er passordet nytt, går det nokre dagar før han kan opnast.',
  ],
  frozenTitle: 'Kontoen er frosen',
  frozen:
    'Alle einingar er logga ut, og ingen kjem inn. Pengane dine blir ståande. Vi har sendt beskjed til adressene og nummera på kontoen.',
}

export const notMe = {
  title: 'Var det ikkje deg?',
  told: 'Dette sa vi frå om:',
  other: 'Noko på kontoen din',
  passwordFirst: 'Har nokon andre laga passordet? Lag ditt eige, så er den andre ute.',
  passwordWait: 'Frys du, kan ingen opne kontoen på nokre dagar.',
  ifNot: 'Var det ikkje deg, frys kontoen no. Då skjer dette:',
  ifFreeze: 'Frys du kontoen, skjer dette:',
  stopsDeletion: 'Kontoen blir heller ikkje sletta.',
  ifYou: 'Var det deg likevel? Då treng du ikkje gjere noko. Ingenting er endra av at du opna denne sida.',
  endedTitle: 'Lenkja verkar ikkje lenger',
  ended: 'Ho er brukt eller utgått. Du kan framleis fryse kontoen: logg inn og gå til «Konto og tryggleik».',
}

export const phrase = {
  name: 'Kjenneord',
  none: 'Ikkje valt. Ord som berre du og vi kjenner, i alt vi sender deg.',
  hidden: 'Gøymt kjenneord',
  show: 'Vis',
  hide: 'Gøym',
  showRest: ' kjenneordet',
  choose: 'Vel kjenneord',
  change: 'Endre kjenneord',
  text: 'Vi skriv kjenneordet i kvar e-post og SMS til deg, unnateke koden til ei ny adresse eller eit nytt nummer. Manglar det elles, er meldinga ikkje frå oss. Bruk aldri passordet ditt her.',
  label: 'Kjenneord',
  hint: '3 til 40 teikn, gjerne fleire ord. Inga lenkje, ingen @ og ingen telefonnummer.',
  wrong: 'Bruk 3 til 40 teikn utan lenkje, @, telefonnummer eller uvanlege teikn.',
  save: 'Lagre',
  remove: 'Fjern kjenneordet',
  saved: 'Kjenneordet er lagra.',
  removed: 'Kjenneordet er fjerna.',
}
