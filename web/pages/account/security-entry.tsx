import '../../styles/account.css'
import '../../styles/security.css'
import { listenForLogOut } from '../../parts/account-menu.ts'
import { wake } from '../../parts/island.tsx'
import { Security } from './security.tsx'

wake(Security)
listenForLogOut()
