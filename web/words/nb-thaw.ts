// Bokmål for opening a frozen account again.

export const thaw = {
  title: 'Åpne en fryst konto',
  lead: 'Skriv adressen eller nummeret ditt og passordet. Vi sender deg en kode.',
  next: 'Neste',
  sentBySms: (to: string) => `Hvis kontoen er fryst og passordet er riktig, har vi sendt en SMS med en kode til ${to}.`,
  sentByEmail: (to: string) =>
    `Hvis kontoen er fryst og passordet er riktig, har vi sendt en e-post med en kode til ${to}.`,
  whyProof:
    'Det er prøvd feil mange ganger, eller bedt om mange koder. Derfor bekrefter du adressen først. Etterpå sender vi koden som åpner kontoen.',
  doneTitle: 'Kontoen er åpen igjen',
  asBefore: 'Du kan logge inn som før.',
  done: (hours: number) => `Uttak er sperret i ${hours} timer. Bytt passordet hvis noen andre kan ha sett det.`,
  otherAddress: 'Har kontoen enda en adresse eller et nummer, kan du bruke det i stedet.',
  startOver: 'Begynn på nytt',
  forgotten: 'Har du glemt passordet til en fryst konto? Skriv til kundestøtten:',
  waitTitle: 'Kontoen kan ikke åpnes ennå',
  wait: (when: string) =>
    `Passordet ble byttet kort tid før kontoen ble fryst. Var det ikke deg som byttet det, skal ikke den som gjorde det, kunne åpne kontoen. Derfor kan den tidligst åpnes ${when}. Begynn på nytt her da.`,
  waitHelp: 'Var det ikke deg som byttet passordet, eller haster det? Skriv til kundestøtten:',
}
