import '../../styles/page.css'
import '../../styles/help.css'
import { listenForLanguage } from '../../parts/language.ts'

listenForLanguage()
