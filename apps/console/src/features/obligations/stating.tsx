// A person states a field, in the kind that it has, or that it is not known.
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Field, inLanguage } from './data.ts'
import { momentOf } from './moments.ts'
import styles from './obligations.module.css'

type Props = {
  readonly label: string
  readonly field: Field | undefined
  readonly onState: (value: unknown) => void
}

/** Kinds that are typed in one line. */
const typed: ReadonlySet<string> = new Set(['text', 'texts', 'number', 'minutes', 'moment', 'flag', 'word'])

export function Stating({ label, field, onState }: Props) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const kind = field?.kind ?? 'text'
  const value = statedValue(kind, text.trim())
  const change = (event: { currentTarget: { value: string } }) => setText(event.currentTarget.value)
  return (
    <div className={styles.row}>
      {typed.has(kind) && kind !== 'flag' && kind !== 'word' && (
        <TextInput
          size="xs"
          aria-label={label}
          type={kind === 'moment' ? 'datetime-local' : 'text'}
          placeholder={kind === 'texts' ? t('owed.several') : ''}
          value={text}
          maxLength={4000}
          onChange={change}
        />
      )}
      {(kind === 'flag' || kind === 'word') && <Choice label={label} field={field} value={text} onValue={setText} />}
      {typed.has(kind) && (
        <Button
          size="xs"
          variant="default"
          disabled={value === undefined}
          aria-label={`${label}: ${t('owed.say')}`}
          onClick={() => onState(value)}
        >
          {t('owed.say')}
        </Button>
      )}
      <Button size="xs" variant="subtle" aria-label={`${label}: ${t('owed.notKnown')}`} onClick={() => onState(null)}>
        {t('owed.notKnown')}
      </Button>
    </div>
  )
}

type ChoiceProps = {
  readonly label: string
  readonly field: Field | undefined
  readonly value: string
  readonly onValue: (value: string) => void
}

function Choice({ label, field, value, onValue }: ChoiceProps) {
  const { t, i18n } = useTranslation()
  const words = Object.entries(field?.words ?? {})
  const choices =
    field?.kind === 'flag'
      ? [
          { value: 'yes', label: t('owed.answer-yes') },
          { value: 'no', label: t('owed.answer-no') },
        ]
      : words.map(([word, said]) => ({ value: word, label: inLanguage(said, i18n.language) }))
  return (
    <NativeSelect
      size="xs"
      aria-label={label}
      value={value}
      onChange={event => onValue(event.currentTarget.value)}
      data={[{ value: '', label: t('owed.answer-open') }, ...choices]}
    />
  )
}

/** Undefined where the text is no such value. */
export function statedValue(kind: string, text: string): unknown {
  if (text === '') return undefined
  switch (kind) {
    case 'texts':
      return text.split(';').flatMap(part => part.trim() || [])
    case 'flag':
      return text === 'yes'
    case 'number':
    case 'minutes':
      return /^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined
    case 'moment':
      return momentOf(text) ?? undefined
    default:
      return text
  }
}
