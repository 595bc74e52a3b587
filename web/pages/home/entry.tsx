import '../../styles/page.css'
import { call } from '../../api.ts'
import { listenForLanguage } from '../../parts/language.ts'

listenForLanguage()
// How a page whose session is over comes here (server/pages.ts); the address need not stay. Anybody can make a link of it, so
// whoever is signed in after all is led on.
if (/^\?(ended|signed-out)$/.test(location.search)) {
  history.replaceState(null, '', '/')
  void call('GET', '/session').then(({ ok }) => ok && location.reload())
}
