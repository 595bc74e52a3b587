import '../../styles/approve.css'
import { listenForLogOut } from '../../parts/account-menu.ts'
import { wake } from '../../parts/island.tsx'
import { Approve } from './approve.tsx'

wake(Approve)
listenForLogOut()
