import '../../styles/recovery.css'
import { wake } from '../../parts/island.tsx'
import { NotMe } from './not-me.tsx'

wake(NotMe)
