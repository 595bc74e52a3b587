import './entry.tsx'
import { listenForLogOut } from '../../parts/account-menu.ts'

listenForLogOut()
