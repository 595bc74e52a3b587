import '../../styles/account.css'
import { listenForLogOut } from '../../parts/account-menu.ts'
import { wake } from '../../parts/island.tsx'
import { SignedInHome } from './signed-in-home.tsx'

wake(SignedInHome)
listenForLogOut()
