// The menu of signed-in pages. The browser opens and closes it (popover); only «Logg ut» needs a hand.
import { call } from '../api.ts'
import { account } from '../words/active.ts'

/** Makes «Logg ut» work, and lets no page of the account come back by Back as it was before. */
export function listenForLogOut(): void {
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) location.reload()
  })
  const button = document.querySelector<HTMLButtonElement>('#log-out')
  button?.addEventListener('click', () => void logOut(button))
}

async function logOut(button: HTMLButtonElement): Promise<void> {
  if (button.disabled) return
  button.disabled = true
  const answer = await call('DELETE', '/session')
  if (answer.ok) location.assign('/')
  // One that has ended already is what the person asked for; its cookie is still there.
  else if (answer.problem.code === 'session_required') location.assign('/?signed-out')
  else {
    button.disabled = false
    const place = document.getElementById('log-out-failed')
    if (place) place.textContent = account.logOutFailed
  }
}
