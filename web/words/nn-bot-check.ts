// Nynorsk for the bot check, when it takes longer than anybody notices.

export const botCheck = {
  working: 'Vi sjekkar at du ikkje er ein robot. Du treng ikkje gjere noko, det går av seg sjølv.',
  slow: 'Sjekken tek lengre tid enn vanleg på denne eininga. Vent litt til. Det du har skrive, står her framleis.',
}
