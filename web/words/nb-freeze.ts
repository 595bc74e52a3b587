// Bokmål for freezing, and the words that messages begin with.

export const freeze = {
  name: 'Hvis noen har kommet inn',
  state: 'Frys kontoen, så kommer ingen inn før du åpner den igjen.',
  freeze: 'Frys konto',
  title: 'Fryse kontoen?',
  consequences: (hours: number) => [
    'Alle enheter blir logget ut med en gang.',
    'Ingen kan logge inn, ta ut penger eller endre noe. Pengene dine blir stående.',
    `Du åpner kontoen igjen med passordet, en kode fra oss, og appen eller tilgangsnøkkelen hvis du har en. Så er uttak sperret i ${hours} timer.`,
    'Har du glemt passordet, bytt det før du fryser. En fryst konto kan ikke få nytt passord. Er passordet nytt, går det noen dager før kontoen kan åpnes.',
  ],
  frozenTitle: 'Kontoen er fryst',
  frozen:
    'Alle enheter er logget ut, og ingen kommer inn. Pengene dine blir stående. Vi har sendt beskjed til adressene og numrene på kontoen.',
}

export const notMe = {
  title: 'Var det ikke deg?',
  told: 'Dette sa vi fra om:',
  other: 'Noe på kontoen din',
  passwordFirst: 'Har noen andre laget passordet? Lag ditt eget, så er den andre ute.',
  passwordWait: 'Fryser du, kan ingen åpne kontoen på noen dager.',
  ifNot: 'Var det ikke deg, frys kontoen nå. Da skjer dette:',
  ifFreeze: 'Fryser du kontoen, skjer dette:',
  stopsDeletion: 'Kontoen blir heller ikke slettet.',
  ifYou: 'Var det deg likevel? Da trenger du ikke gjøre noe. Ingenting er endret av at du åpnet denne siden.',
  endedTitle: 'Lenken virker ikke lenger',
  ended: 'Den er brukt eller utløpt. Du kan fortsatt fryse kontoen: logg inn og gå til «Konto og sikkerhet».',
}

export const phrase = {
  name: 'Kjenneord',
  none: 'Ikke valgt. Ord som bare du og vi kjenner, i alt vi sender deg.',
  hidden: 'Skjult kjenneord',
  show: 'Vis',
  hide: 'Skjul',
  showRest: ' kjenneordet',
  choose: 'Velg kjenneord',
  change: 'Endre kjenneord',
  text: 'Vi skriver kjenneordet i hver e-post og SMS til deg, unntatt koden til en ny adresse eller et nytt nummer. Mangler det ellers, er meldingen ikke fra oss. Bruk aldri passordet ditt her.',
  label: 'Kjenneord',
  hint: '3 til 40 tegn, gjerne flere ord. Ingen lenker, ingen @ og ingen telefonnumre.',
  wrong: 'Bruk 3 til 40 tegn uten lenker, @, telefonnumre eller uvanlige tegn.',
  save: 'Lagre',
  remove: 'Fjern kjenneordet',
  saved: 'Kjenneordet er lagret.',
  removed: 'Kjenneordet er fjernet.',
}
