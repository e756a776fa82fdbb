// One field of a system that is told or asked. A secret goes in and never comes out.
import { NativeSelect, PasswordInput, Switch, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { KindField } from './destination-data.ts'

type FieldProps = {
  readonly field: KindField
  readonly value: string
  /** A secret is there, and stays where nothing is written. */
  readonly isKept: boolean
  readonly fault: string | undefined
  readonly onChange: (value: string) => void
}

export function SettingField({ field, value, isKept, fault, onChange }: FieldProps) {
  const { t } = useTranslation()
  const { name, type, isSecret, isRequired, choices, otherwise } = field
  const common = {
    label: t(`destinations.field-${name}`, { defaultValue: name }),
    error: fault,
    withAsterisk: isRequired && !isKept,
  }
  if (type === 'flag')
    return (
      <Switch
        label={common.label}
        checked={(value || otherwise) === 'true'}
        onChange={event => onChange(String(event.currentTarget.checked))}
      />
    )
  const onText = (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value)
  if (type === 'choice')
    return <NativeSelect {...common} data={[...choices]} value={value || otherwise} onChange={onText} />
  if (isSecret)
    return (
      <PasswordInput
        {...common}
        value={value}
        autoComplete="off"
        placeholder={isKept ? t('destinations.kept') : ''}
        visibilityToggleButtonProps={{ 'aria-label': t('destinations.show') }}
        onChange={onText}
      />
    )
  if (type === 'lines') return <Textarea {...common} value={value} autosize maxRows={6} onChange={onText} />
  return <TextInput {...common} value={value} placeholder={otherwise} onChange={onText} />
}
