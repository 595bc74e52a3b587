// J1, J2, J4: sign in by phone or by e-mail; the form swaps in place; afterwards to where the person was going.
import { useState } from 'preact/hooks'
import { call, type Problem } from '../../api.ts'
import { EmailField, PasswordField } from '../../parts/field.tsx'
import { FormFrame } from '../../parts/form.tsx'
import { type IdentifierKind, rememberMethod } from '../../parts/method.ts'
import { nextAddress } from '../../parts/next-link.ts'
import { PhoneField } from '../../parts/phone-field.tsx'
import { identifierError, useForm, type Values } from '../../parts/use-form.ts'
import { common, fieldErrors, logIn } from '../../words/active.ts'

export interface LogInProps {
  method: IdentifierKind
}

export function LogIn({ method: first }: LogInProps) {
  const [method, setMethod] = useState(first)
  const isPhone = method === 'phone'
  const form = useForm({
    check: (values) => ({
      ...(values(method).trim() ? {} : { [method]: isPhone ? fieldErrors.phoneRequired : fieldErrors.emailRequired }),
      ...(values('password') ? {} : { password: fieldErrors.passwordRequired }),
    }),
    send: (values) => call('POST', '/sign-in', body(method, values)),
    done: () => {
      rememberMethod(method)
      location.assign(nextAddress(new URLSearchParams(location.search).get('next'), location.origin))
      return 'leaving'
    },
    place: (problem: Problem) => identifierError(problem, method),
  })
  const swap = () => {
    setMethod(isPhone ? 'email' : 'phone')
    form.clear()
  }
  const wrong = { credentials_wrong: isPhone ? logIn.wrongPhone : logIn.wrongEmail }
  return (
    <>
      <h1 class="ds-heading" data-size="md">
        {logIn.title}
      </h1>
      <FormFrame form={form} submit={logIn.submit} words={wrong}>
        {isPhone ? (
          <PhoneField key="phone" error={form.errors.phone} />
        ) : (
          <EmailField key="email" error={form.errors.email} autocomplete="username webauthn" />
        )}
        <PasswordField key="password" error={form.errors.password} autocomplete="current-password" />
      </FormFrame>
      <button class="ds-button" data-variant="tertiary" data-fullwidth type="button" onClick={swap}>
        {isPhone ? logIn.withEmail : logIn.withPhone}
      </button>
      <p class="aside">
        <a class="ds-link" href="/forgot-password">
          {logIn.forgot}
        </a>
      </p>
      <p class="aside">
        {logIn.noAccount}{' '}
        <a class="ds-link" href="/sign-up">
          {common.signUp}
        </a>
      </p>
    </>
  )
}

const body = (method: IdentifierKind, values: Values) => ({
  identifier: values(method).trim(),
  ...(method === 'phone' ? { country: values('country') } : {}),
  password: values('password'),
})
