import '../../styles/recovery.css'
import { wake } from '../../parts/island.tsx'
import { Thaw } from './thaw.tsx'

wake(Thaw)
