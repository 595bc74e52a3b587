// Fields: a label, an input with its autocomplete word, a hint said before the mistake, the mistake beside its cause.
import type { ComponentChildren, ComponentProps } from 'preact'
import { useState } from 'preact/hooks'
import { fields } from '../words/active.ts'

interface FieldProps {
  /** Also the id of the input, and the key of its error. */
  name: string
  label: string
  error?: string
  hint?: string
  children: ComponentChildren
}

/** The frame of a field. Room for one line of error is kept, so that nothing moves. */
export function Field({ name, label, error, hint, children }: FieldProps) {
  return (
    <div class="ds-field field">
      <label class="ds-label" for={name}>
        {label}
      </label>
      {hint && (
        <p id={`${name}-hint`} class="hint">
          {hint}
        </p>
      )}
      {children}
      <FieldError name={name} error={error} />
    </div>
  )
}

/** The words of a mistake, at the place kept for them. */
export function FieldError({ name, error }: { name: string; error?: string }) {
  return (
    <p id={`${name}-error`} class="error">
      {error && <span class="ds-validation-message">{error}</span>}
    </p>
  )
}

/** What ties an input to its hint and its error. */
export const tie = (name: string, error?: string, hint?: string) => ({
  id: name,
  name,
  'aria-invalid': error ? ('true' as const) : undefined,
  'aria-describedby': [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ') || undefined,
})

type TextFieldProps = Omit<FieldProps, 'children'> & { input: ComponentProps<'input'> }

export function TextField({ input, ...field }: TextFieldProps) {
  return (
    <Field {...field}>
      <input class="ds-input" {...input} {...tie(field.name, field.error, field.hint)} />
    </Field>
  )
}

interface EmailFieldProps {
  error?: string
  /** `username webauthn` lets a passkey be offered in the field. */
  autocomplete: string
}

export function EmailField({ error, autocomplete }: EmailFieldProps) {
  const input = { type: 'email', inputMode: 'email', autocomplete, autocapitalize: 'none', spellcheck: false } as const
  return <TextField name="email" label={fields.email} error={error} input={input} />
}

interface PasswordFieldProps {
  /** `password` and its usual label if missing. */
  name?: string
  label?: string
  error?: string
  hint?: string
  autocomplete: 'current-password' | 'new-password'
}

/** A password with a button inside that shows it. */
export function PasswordField({
  name = 'password',
  label = fields.password,
  error,
  hint,
  autocomplete,
}: PasswordFieldProps) {
  const [shown, setShown] = useState(false)
  return (
    <Field name={name} label={label} error={error} hint={hint}>
      <div class="with-button">
        <input
          class="ds-input"
          // The types know no input that is now one, now the other.
          type={(shown ? 'text' : 'password') as 'password'}
          autocomplete={autocomplete}
          autocapitalize="none"
          spellcheck={false}
          {...tie(name, error, hint)}
        />
        <button class="ds-button" data-variant="tertiary" type="button" onClick={() => setShown(!shown)}>
          {shown ? fields.hide : fields.show}
          <span class="ds-sr-only">{fields.showRest}</span>
        </button>
      </div>
    </Field>
  )
}
