// Bokmål for the bot check, when it takes longer than anybody notices.

export const botCheck = {
  working: 'Vi sjekker at du ikke er en robot. Du trenger ikke gjøre noe, det går av seg selv.',
  slow: 'Sjekken tar lengre tid enn vanlig på denne enheten. Vent litt til. Det du har skrevet, står her fortsatt.',
}
