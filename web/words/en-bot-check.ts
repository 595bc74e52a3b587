// English for the bot check, when it takes longer than anybody notices.

export const botCheck = {
  working: 'We are checking that you are not a robot. It goes by itself: there is nothing for you to do.',
  slow: 'The check takes longer than usual on this device. Please wait a little more. What you typed is still here.',
}
