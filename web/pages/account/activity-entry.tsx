import '../../styles/account.css'
import { listenForLogOut } from '../../parts/account-menu.ts'
import { wake } from '../../parts/island.tsx'
import { Activity } from './activity.tsx'

wake(Activity)
listenForLogOut()
