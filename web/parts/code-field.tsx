// A code: ONE input, drawn as a box per digit with a gap in the middle. Paste and one-time-code autofill just work.
import { useState } from 'preact/hooks'
import { code, fields } from '../words/active.ts'
import { Field, tie } from './field.tsx'

interface CodeFieldProps {
  digits: number
  error?: string
  /** `code` and its usual label if missing. */
  name?: string
  label?: string
  /** How many digits it has, if its label does not say so. */
  hint?: string
  autocomplete?: string
  /** The last digit sends the form, typed or pasted. */
  sendsItself?: boolean
}

/** The digits typed so far as ours, in whichever script; spaces and all else dropped. These scripts have theirs in rows of sixteen. */
const digitsOf = (typed: string, digits: number) =>
  typed
    .replace(/[٠-٩۰-۹０-９]/g, (digit) => String(digit.charCodeAt(0) & 15))
    .replace(/\D/g, '')
    .slice(0, digits)

export function CodeField({
  digits,
  error,
  name = 'code',
  label = fields.code,
  hint = code.hint(digits),
  autocomplete = 'one-time-code',
  sendsItself,
}: CodeFieldProps) {
  const [value, setValue] = useState('')
  const [focused, setFocused] = useState(false)
  return (
    <Field name={name} label={label} error={error} hint={hint}>
      <div class="code">
        <input
          class="ds-input"
          inputMode="numeric"
          autocomplete={autocomplete}
          spellcheck={false}
          value={value}
          onInput={({ currentTarget: input }) => {
            input.value = digitsOf(input.value, digits)
            setValue(input.value)
            if (sendsItself && input.value.length === digits) queueMicrotask(() => input.form?.requestSubmit())
          }}
          onFocus={() => setFocused(true)}
          onBlur={() => setFocused(false)}
          {...tie(name, error, hint)}
        />
        <div class="boxes" aria-hidden="true" data-focused={focused || undefined}>
          {Array.from({ length: digits }, (_, index) => (
            <span key={index} data-next={index === Math.min(value.length, digits - 1) || undefined}>
              {value[index]}
            </span>
          ))}
        </div>
      </div>
    </Field>
  )
}
