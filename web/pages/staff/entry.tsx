import '../../styles/staff.css'
import { wake } from '../../parts/island.tsx'
import { Staff } from './staff.tsx'

wake(Staff)
