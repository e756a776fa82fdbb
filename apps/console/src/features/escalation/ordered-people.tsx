// People in an order that counts: who takes over from whom.
import { ActionIcon, Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../shared/icons.tsx'
import { Name } from '../../shared/name.tsx'
import styles from './escalation.module.css'
import { usePeople } from './people.ts'

type Props = {
  readonly label: string
  readonly description?: string
  readonly people: readonly string[]
  readonly fault: string | undefined
  readonly onChange: (people: readonly string[]) => void
}

export function OrderedPeople({ label, description, people, fault, onChange }: Props) {
  const { t } = useTranslation()
  const { nameOf, choices } = usePeople()
  const moved = (from: number, to: number) => {
    const next = people.filter((_, at) => at !== from)
    onChange([...next.slice(0, to), people[from]!, ...next.slice(to)])
  }
  return (
    <fieldset className={styles.fieldset}>
      <legend>{label}</legend>
      {description && <p className="dim">{description}</p>}
      <ol className={styles.ordered}>
        {people.map((person, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one may be in the rotation twice
          <li key={`${person} ${at}`}>
            <span className={styles.number}>{at + 1}</span>
            <Name text={nameOf(person)} />
            <span className={styles.moves}>
              <Move
                icon="left"
                isUp
                label={t('escalation.earlier', { person: nameOf(person) })}
                isOff={at === 0}
                onClick={() => moved(at, at - 1)}
              />
              <Move
                icon="right"
                isUp
                label={t('escalation.later', { person: nameOf(person) })}
                isOff={at === people.length - 1}
                onClick={() => moved(at, at + 1)}
              />
              <Move
                icon="close"
                label={t('escalation.takeOut', { person: nameOf(person) })}
                onClick={() => onChange(people.filter((_, other) => other !== at))}
              />
            </span>
          </li>
        ))}
      </ol>
      <Select
        aria-label={`${label}: ${t('escalation.addPerson')}`}
        placeholder={t('escalation.addPerson')}
        data={choices([])}
        value={null}
        error={fault}
        searchable
        size="xs"
        onChange={person => person && onChange([...people, person])}
      />
    </fieldset>
  )
}

type MoveProps = {
  readonly icon: 'left' | 'right' | 'close'
  readonly label: string
  readonly isUp?: boolean
  readonly isOff?: boolean
  readonly onClick: () => void
}

const Move = ({ icon, label, isUp = false, isOff = false, onClick }: MoveProps) => (
  <ActionIcon
    variant="subtle"
    color="gray"
    size="sm"
    aria-label={label}
    title={label}
    disabled={isOff}
    onClick={onClick}
  >
    <span className={isUp ? styles.turned : undefined}>
      <Icon name={icon} size={12} />
    </span>
  </ActionIcon>
)
