// «Innstillinger»: where everything about the account is found.
import { useEffect, useState } from 'preact/hooks'
import { call, type Problem } from '../api.ts'
import { ProblemAlert } from '../parts/form.tsx'
import { chooseLanguage } from '../parts/language.ts'
import { account, frame, locale, app as words } from '../words/active.ts'
import { languageNames, locales } from '../words/locales.ts'
import { forgetJourneys } from './resume.ts'
import { go } from './router.ts'
import { running } from './state.ts'

const links = [
  ['/account/security', words.security],
  ['/account/devices', account.devices],
  ['/account/activity', account.activity],
  ['/help', words.help],
  ['/terms', frame.terms],
] as const

export function Settings() {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  async function logOut() {
    if (busy) return
    setBusy(true)
    setProblem(undefined)
    const answer = await call('DELETE', '/session')
    if (answer.ok || answer.problem.code === 'session_required') {
      forgetJourneys()
      return go('/', { replaces: true })
    }
    setBusy(false)
    setProblem(answer.problem)
  }
  return (
    <div class="column settings">
      <h1 class="ds-heading" data-size="lg">
        {words.settings}
      </h1>
      <nav aria-label={words.settings}>
        <ul class="ways">
          {links.map(([href, name]) => (
            <li key={href}>
              <a href={href}>{name}</a>
            </li>
          ))}
        </ul>
      </nav>
      <ul class="ways">
        <Language />
        {running.platform.vault.biometrics && <Lock biometrics={running.platform.vault.biometrics} />}
      </ul>
      <button
        class="ds-button"
        data-variant="secondary"
        data-fullwidth
        type="button"
        aria-busy={busy}
        aria-disabled={busy}
        onClick={() => void logOut()}
      >
        {account.logOut}
      </button>
      {problem && <ProblemAlert problem={problem} />}
    </div>
  )
}

const Language = () => (
  <li>
    <label for="language">{frame.language}</label>
    <select
      id="language"
      class="ds-input"
      autocomplete="off"
      onChange={({ currentTarget }) => void chooseLanguage(currentTarget.value, true)}
    >
      {locales.map((each) => (
        <option key={each} value={each} lang={each} selected={each === locale}>
          {languageNames[each]}
        </option>
      ))}
    </select>
  </li>
)

type Biometrics = NonNullable<(typeof running)['platform']['vault']['biometrics']>

function Lock({ biometrics }: { biometrics: Biometrics }) {
  const [isOn, setOn] = useState<boolean>()
  const [failed, setFailed] = useState(false)
  const look = () => void biometrics.isOn().then(setOn)
  useEffect(look, [])
  async function turn() {
    setFailed(false)
    await running.connection.turnLock(!isOn).catch(() => setFailed(true))
    look()
  }
  return (
    <li class="ds-field">
      <label class="ds-label" for="biometrics">
        {words.biometrics}
      </label>
      <input
        class="ds-input"
        type="checkbox"
        role="switch"
        id="biometrics"
        aria-describedby="biometrics-why"
        checked={isOn === true}
        aria-checked={isOn === true}
        onClick={(event) => {
          event.preventDefault() // it moves once the phone agrees
          // After this press: at its end the browser puts the switch back to where it was.
          setTimeout(() => void turn())
        }}
      />
      <p class="small" id="biometrics-why">
        {words.biometricsWhy}
      </p>
      <p class="error" role="alert">
        {failed && words.biometricsFailed}
      </p>
    </li>
  )
}
