/** The mails and text messages, in Nynorsk. */
import type { MessageWords } from './messages.nb.ts'

function life(minutes: number | undefined): string {
  return minutes === undefined ? 'Han kan brukast éin gong.' : `Han gjeld i ${minutes} minutt og kan brukast éin gong.`
}

function shortLife(minutes: number | undefined): string {
  return minutes === undefined ? '' : ` Han gjeld i ${minutes} minutt.`
}

export const messages: MessageWords = {
  sign_up_code: {
    mail: ({ brand, validMinutes }) => ({
      subject: `Stadfestingskoden din frå ${brand}`,
      heading: 'Stadfest e-postadressa di',
      before: [`Skriv inn denne stadfestingskoden for å opprette konto hos ${brand}:`],
      after: [
        life(validMinutes),
        `Gi aldri koden til nokon. ${brand} spør deg aldri om han på telefon, chat eller e-post.`,
        'Var det ikkje deg som bad om koden? Då kan du sjå bort frå denne meldinga. Utan koden blir det ingen konto.',
      ],
    }),
    sms: ({ brand, code, validMinutes }) =>
      `${code}\ner stadfestingskoden din hos ${brand}.${shortLife(validMinutes)} Gi han aldri til nokon.`,
  },
  sign_up_taken: {
    mail: ({ brand, signInUrl }) => ({
      subject: `Du har allereie konto hos ${brand}`,
      heading: 'Du har allereie konto',
      before: [
        `Nokon prøvde å opprette ein konto hos ${brand} med denne e-postadressa. Ho høyrer til kontoen din frå før, og ingenting er endra.`,
        'Var det deg? Då loggar du berre inn.',
      ],
      action: { label: 'Logg inn', url: signInUrl },
      after: ['Var det ikkje deg? Då treng du ikkje gjere noko. Den andre får ikkje vite at du har konto.'],
    }),
    sms: ({ brand, signInUrl }) =>
      `Nokon prøvde å opprette konto hos ${brand} med nummeret ditt. Du har allereie konto. Var det du, logg inn: ${signInUrl}`,
  },
  identifier_code: {
    mail: ({ brand, validMinutes }) => ({
      subject: `Stadfestingskoden din frå ${brand}`,
      heading: 'Stadfest e-postadressa di',
      before: [`Skriv inn denne stadfestingskoden for å leggje til e-postadressa på kontoen din hos ${brand}:`],
      after: [
        life(validMinutes),
        `Gi aldri koden til nokon. ${brand} spør deg aldri om han på telefon, chat eller e-post.`,
        'Var det ikkje deg som bad om koden? Då kan du sjå bort frå denne meldinga. Utan koden blir adressa ikkje lagd til.',
      ],
    }),
    sms: ({ brand, code, validMinutes }) =>
      `${code}\ner koden for å leggje til nummeret på ${brand}-kontoen din.${shortLife(validMinutes)} Gi han aldri til nokon.`,
  },
  identifier_taken: {
    mail: ({ brand }) => ({
      subject: `E-postadressa di er allereie i bruk hos ${brand}`,
      heading: 'Adressa høyrer til kontoen din',
      before: [
        `Nokon prøvde å leggje til denne e-postadressa på ein annan konto hos ${brand}. Ho høyrer til kontoen din frå før, og ingenting er endra.`,
      ],
      after: [
        'Var det deg? Logg inn med denne adressa for å bruke kontoen ho høyrer til.',
        'Var det ikkje deg? Då treng du ikkje gjere noko.',
      ],
    }),
    sms: ({ brand }) =>
      `Nokon prøvde å leggje til nummeret ditt på ein annan konto hos ${brand}. Det høyrer til kontoen din frå før. Ingenting er endra.`,
  },
  recovery_code: {
    mail: ({ brand, validMinutes }) => ({
      subject: `Koden for nytt passord hos ${brand}`,
      heading: 'Lag nytt passord',
      before: [`Skriv inn denne stadfestingskoden for å lage eit nytt passord hos ${brand}:`],
      after: [
        life(validMinutes),
        `Gi aldri koden til nokon. Den som har han, kan ta over kontoen din. ${brand} spør deg aldri om han på telefon, chat eller e-post.`,
        'Var det ikkje deg som bad om koden? Då kan du sjå bort frå denne meldinga. Passordet ditt er det same som før.',
      ],
    }),
    sms: ({ brand, code, validMinutes }) =>
      `${code}\ner koden for nytt passord hos ${brand}.${shortLife(validMinutes)} Gi han aldri til nokon.`,
  },
  change_code: {
    mail: ({ brand, validMinutes }) => ({
      subject: `Koden for å endre adressene dine hos ${brand}`,
      heading: 'Endre adressene på kontoen din',
      before: [`Skriv inn denne stadfestingskoden for å endre eller fjerne ei adresse på kontoen din hos ${brand}:`],
      after: [
        life(validMinutes),
        `Gi aldri koden til nokon. ${brand} spør deg aldri om han på telefon, chat eller e-post.`,
        'Var det ikkje deg som bad om koden? Då er nokon logga inn på kontoen din. Utan koden blir ingenting endra. Byt passord no.',
      ],
    }),
    sms: ({ brand, code, validMinutes }) =>
      `${code}\nendrar adressene dine hos ${brand}.${shortLife(validMinutes)} Gi han aldri til nokon.`,
  },
  step_up_code: {
    mail: ({ brand, validMinutes }) => ({
      subject: `Stadfest at det er deg hos ${brand}`,
      heading: 'Stadfest at det er deg',
      before: [
        `Nokon som er innlogga på kontoen din hos ${brand}, vil leggje til ei adresse eller ein tilgangsnøkkel. Er det deg, skriv du inn denne stadfestingskoden:`,
      ],
      after: [
        life(validMinutes),
        `Gi aldri koden til nokon. ${brand} spør deg aldri om han på telefon, chat eller e-post.`,
        'Var det ikkje deg? Utan koden blir ingenting lagt til. Logg ut alle andre einingar, og byt passord no.',
      ],
    }),
    sms: ({ brand, code, validMinutes }) =>
      `${code}\nstadfestar at det er deg som er innlogga hos ${brand}.${shortLife(validMinutes)} Gi han aldri til nokon.`,
  },
  authenticator_code: {
    mail: ({ brand, validMinutes }) => ({
      subject: `Koden for Google-autentisering hos ${brand}`,
      heading: 'Google-autentisering',
      before: [
        `Skriv inn denne stadfestingskoden for å setje opp, endre eller kople frå autentiseringsappen din hos ${brand}:`,
      ],
      after: [
        life(validMinutes),
        `Gi aldri koden til nokon. ${brand} spør deg aldri om han på telefon, chat eller e-post.`,
        'Var det ikkje deg som bad om koden? Då er nokon innlogga på kontoen din. Logg ut alle andre einingar, og byt passord.',
      ],
    }),
    sms: ({ brand, code, validMinutes }) =>
      `${code}\ner koden for Google-autentisering hos ${brand}.${shortLife(validMinutes)} Gi han aldri til nokon.`,
  },
  thaw_code: {
    mail: ({ brand, validMinutes }) => ({
      subject: `Koden for å opne kontoen din hos ${brand}`,
      heading: 'Opne kontoen din igjen',
      before: [`Skriv inn denne stadfestingskoden for å opne den frosne kontoen din hos ${brand}:`],
      after: [
        life(validMinutes),
        `Gi aldri koden til nokon. ${brand} spør deg aldri om han på telefon, chat eller e-post.`,
        'Var det ikkje deg som bad om koden? Då kan nokon passordet ditt. Kontoen er framleis frosen, og utan koden blir han ikkje opna. Byt passord når du har opna han sjølv.',
      ],
    }),
    sms: ({ brand, code, validMinutes }) =>
      `${code}\nopnar den frosne kontoen din hos ${brand}.${shortLife(validMinutes)} Gi han aldri til nokon.`,
  },
  recovery_mailbox_code: {
    mail: ({ brand, validMinutes }) => ({
      subject: `Stadfest adressa di hos ${brand}`,
      heading: 'Før du lagar nytt passord',
      before: [
        `Nokon har bede om nytt passord for kontoen din hos ${brand} mange gonger. Difor stadfestar du adressa først. Etterpå sender vi koden for det nye passordet. Skriv inn denne stadfestingskoden no:`,
      ],
      after: [
        life(validMinutes),
        `Gi aldri koden til nokon. ${brand} spør deg aldri om han på telefon, chat eller e-post.`,
        'Var det ikkje deg som bad om nytt passord? Då treng du ikkje gjere noko. Passordet ditt er det same som før.',
      ],
    }),
    sms: ({ brand, code, validMinutes }) =>
      `${code}\ner koden du treng før du lagar nytt passord hos ${brand}.${shortLife(validMinutes)} Gi han aldri til nokon.`,
  },
  sign_in_code: {
    mail: ({ brand, validMinutes }) => ({
      subject: `Koden for å logge inn hos ${brand}`,
      heading: 'Logg inn på ei ny eining',
      before: [
        `Nokon har skrive feil passord mange gonger for kontoen din hos ${brand}, frå einingar vi ikkje kjenner. Difor ber vi om denne stadfestingskoden før vi ser på passordet frå ei ny eining:`,
      ],
      after: [
        life(validMinutes),
        `Gi aldri koden til nokon. ${brand} spør deg aldri om han på telefon, chat eller e-post.`,
        'Var det ikkje deg som prøvde å logge inn? Då treng du ikkje gjere noko. Kontoen er ikkje sperra, og einingane du bruker frå før, loggar inn som vanleg.',
      ],
    }),
    sms: ({ brand, code, validMinutes }) =>
      `${code}\ner koden for å logge inn hos ${brand} på ei ny eining.${shortLife(validMinutes)} Gi han aldri til nokon.`,
  },
  phrase: (phrase) => `Kjenneordet ditt: ${phrase}`,
  footer: ({ brand }) => `Denne meldinga er send automatisk av ${brand}. Du kan ikkje svare på henne.`,
}
