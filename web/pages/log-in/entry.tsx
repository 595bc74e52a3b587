import '../../styles/public.css'
import { wake } from '../../parts/island.tsx'
import { LogIn } from './log-in.tsx'

wake(LogIn)
