import '../../styles/recovery.css'
import { wake } from '../../parts/island.tsx'
import { UndoChange } from './undo-change.tsx'

wake(UndoChange)
