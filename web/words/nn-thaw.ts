// Nynorsk for opening a frozen account again.

export const thaw = {
  title: 'Opne ein frosen konto',
  lead: 'Skriv adressa eller nummeret ditt og passordet. Vi sender deg ein kode.',
  next: 'Neste',
  sentBySms: (to: string) => `Er kontoen frosen og passordet rett, har vi sendt ein SMS med ein kode til ${to}.`,
  sentByEmail: (to: string) => `Er kontoen frosen og passordet rett, har vi sendt ein e-post med ein kode til ${to}.`,
  whyProof:
    'Det er prøvd feil mange gonger, eller bede om mange kodar. Difor stadfestar du adressa først. Etterpå sender vi koden som opnar kontoen.',
  doneTitle: 'Kontoen er open igjen',
  asBefore: 'Du kan logge inn som før.',
  done: (hours: number) => `Uttak er sperra i ${hours} timar. Byt passordet om andre kan ha sett det.`,
  otherAddress: 'Har kontoen endå ei adresse eller eit nummer, kan du bruke det i staden.',
  startOver: 'Begynn på nytt',
  forgotten: 'Har du gløymt passordet til ein frosen konto? Skriv til kundestøtta:',
  waitTitle: 'Kontoen kan ikkje opnast enno',
  wait: (when: string) =>
    `Passordet vart bytt kort tid før kontoen vart frosen. Var det ikkje deg som bytte det, skal ikkje den som gjorde det, kunne opne kontoen. Difor kan han tidlegast opnast ${when}. Begynn på nytt her då.`,
  waitHelp: 'Var det ikkje deg som bytte passordet, eller hastar det? Skriv til kundestøtta:',
}
