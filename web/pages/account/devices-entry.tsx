import '../../styles/account.css'
import { listenForLogOut } from '../../parts/account-menu.ts'
import { wake } from '../../parts/island.tsx'
import { Devices } from './devices.tsx'

wake(Devices)
listenForLogOut()
