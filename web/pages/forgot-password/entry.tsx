import '../../styles/recovery.css'
import { wake } from '../../parts/island.tsx'
import { ForgotPassword } from './forgot-password.tsx'

wake(ForgotPassword)
