import '../../styles/outbox.css'
import { wake } from '../../parts/island.tsx'
import { Outbox } from './outbox.tsx'

wake(Outbox)
