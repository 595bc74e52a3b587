import '../../styles/page.css'
import { listenForLanguage } from '../../parts/language.ts'

listenForLanguage()
