import '../../styles/public.css'
import { wake } from '../../parts/island.tsx'
import { SignUp } from './sign-up.tsx'

wake(SignUp)
