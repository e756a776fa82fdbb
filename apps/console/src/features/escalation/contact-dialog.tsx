// One contact: whose, over which way, and what that way needs to know.
import { Button, NativeSelect, PasswordInput, Select, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../shared/api.ts'
import { Dialog } from '../../shared/dialog.tsx'
import { useHere } from '../../shared/here.tsx'
import { useAct } from '../../shared/use-act.ts'
import { type ContactKind, type ContactRow, escalationKey, putContact, SITE } from './data.ts'
import styles from './escalation.module.css'
import { usePeople } from './people.ts'

type Props = {
  readonly kinds: readonly ContactKind[]
  /** Null: a new one. */
  readonly contact: Pick<ContactRow, 'person' | 'channel' | 'kind'> | null
  readonly onClose: () => void
}

const wordOf = ({ channel, kind }: Pick<ContactKind, 'channel' | 'kind'>): string => `${channel} ${kind}`

export function ContactDialog({ kinds, contact, onClose }: Props) {
  const { t } = useTranslation()
  const here = useHere()
  const [person, setPerson] = useState<string | null>(contact?.person ?? null)
  const [way, setWay] = useState(wordOf(contact ?? kinds[0] ?? { channel: 'mail', kind: 'mail' }))
  const [settings, setSettings] = useState<Readonly<Record<string, string>>>({})
  const kind = kinds.find(one => wordOf(one) === way)
  const mine = kind?.fields.filter(({ whose }) => whose === 'both' || (whose === 'site') === (person === SITE)) ?? []
  const given = Object.fromEntries(
    mine.map(({ name }) => [name, settings[name] ?? '']).filter(([, text]) => text !== ''),
  )
  const save = useAct(() => putContact(here, { person: person!, channel: kind!.channel, kind: kind!.kind }, given), {
    renews: [escalationKey(here)],
    onDone: onClose,
  })
  const faults = save.error instanceof ApiError ? save.error.fields : {}
  return (
    <Dialog onClose={onClose} title={t(contact ? 'escalation.changeContact' : 'escalation.newContact')}>
      <div className={styles.stack}>
        <Whose isNew={contact === null} person={person} onPerson={setPerson} />
        <NativeSelect
          label={t('escalation.way')}
          data={kinds
            .filter(({ channel }) => contact === null || channel === contact.channel)
            .map(({ channel, kind: name }) => {
              const word = t(`escalation.channels.${channel}`)
              return { value: wordOf({ channel, kind: name }), label: name === channel ? word : `${word}: ${name}` }
            })}
          value={way}
          error={faults.kind}
          onChange={event => {
            save.reset()
            setWay(event.currentTarget.value)
          }}
        />
        {contact && <p className={styles.hint}>{t('escalation.wholeContact')}</p>}
        {person !== null && mine.length === 0 && <p className={styles.hint}>{t('escalation.nothingToSay')}</p>}
        {(person === null ? [] : mine).map(field => (
          <SettingField
            key={field.name}
            field={field}
            value={settings[field.name] ?? ''}
            fault={faults[field.name]}
            onChange={value => setSettings(before => ({ ...before, [field.name]: value }))}
          />
        ))}
        <div className={styles.buttons}>
          <Button onClick={() => save.mutate()} loading={save.isPending} disabled={person === null || !kind}>
            {t('escalation.save')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

type WhoseProps = {
  readonly isNew: boolean
  readonly person: string | null
  readonly onPerson: (person: string | null) => void
}

function Whose({ isNew, person, onPerson }: WhoseProps) {
  const { t } = useTranslation()
  const { choices, nameOf } = usePeople()
  if (!isNew && person !== null) return <p style={{ margin: 0 }}>{nameOf(person)}</p>
  return <Select label={t('escalation.person')} data={choices([SITE])} value={person} searchable onChange={onPerson} />
}

type FieldProps = {
  readonly field: ContactKind['fields'][number]
  readonly value: string
  readonly fault: string | undefined
  readonly onChange: (value: string) => void
}

/** A template of a gateway may have several lines. */
const long: ReadonlySet<string> = new Set(['body', 'template'])

function SettingField({ field: { name, isSecret, isRequired }, value, fault, onChange }: FieldProps) {
  const { t } = useTranslation()
  const common = {
    label: t(`escalation.field-${name as 'number'}`, { defaultValue: name }),
    value,
    error: fault,
    required: isRequired,
    maxLength: 4000,
  }
  if (isSecret)
    return <PasswordInput {...common} autoComplete="off" onChange={event => onChange(event.currentTarget.value)} />
  if (long.has(name)) return <Textarea {...common} autosize onChange={event => onChange(event.currentTarget.value)} />
  return <TextInput {...common} onChange={event => onChange(event.currentTarget.value)} />
}
