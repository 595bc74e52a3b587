import '../../styles/page.css'
import { listenForLanguage } from '../../parts/language.ts'

listenForLanguage()
// `/?signed-out` is how a page whose session has ended comes here; the address need not stay.
if (location.search === '?signed-out') history.replaceState(null, '', '/')
