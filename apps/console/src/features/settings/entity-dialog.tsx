// One legal entity: what forms of authorities ask about it.
import { Button, Fieldset, Modal, NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { useAct } from '../../shared/use-act.ts'
import { classes, type Entity, marks, nobody, type Person, personFields, putEntity } from './entity-data.ts'
import styles from './settings.module.css'

const texts = ['registrationNo', 'sector', 'subsector', 'establishedIn', 'timeZone'] as const
const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/

export function EntityDialog({ entity, onClose }: { readonly entity: Entity; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const { tenant } = useHere()
  const [form, setForm] = useState(entity)
  const change = (part: Partial<Entity>) => setForm({ ...form, ...part })
  const save = useAct(() => putEntity(tenant, form), {
    renews: [['entities', tenant], ['obligations']],
    onDone: onClose,
  })
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={entity.name || t('entities.new')}
      closeButtonProps={{ 'aria-label': t('entities.close') }}
    >
      <div className={styles.stack}>
        {entity.id === '' && (
          <TextInput
            label={t('entities.id')}
            value={form.id}
            maxLength={63}
            onChange={event => change({ id: event.currentTarget.value.toLowerCase() })}
          />
        )}
        <TextInput
          label={t('entities.name')}
          value={form.name}
          maxLength={300}
          onChange={event => change({ name: event.currentTarget.value })}
        />
        <Facts form={form} onChange={change} />
        <Mandate form={form} onChange={change} />
        <Textarea
          label={t('entities.address')}
          value={form.address}
          autosize
          maxLength={1000}
          onChange={event => change({ address: event.currentTarget.value })}
        />
        <Marks form={form} onChange={change} />
        <People form={form} onChange={change} />
        <Button
          onClick={() => save.mutate()}
          loading={save.isPending}
          disabled={!NAME.test(form.id) || form.name.trim() === ''}
        >
          {t('entities.save')}
        </Button>
      </div>
    </Modal>
  )
}

type Part = { readonly form: Entity; readonly onChange: (part: Partial<Entity>) => void }

function Facts({ form, onChange }: Part) {
  const { t } = useTranslation()
  return (
    <div className={styles.days}>
      <NativeSelect
        label={t('entities.class')}
        value={form.class}
        onChange={event => onChange({ class: event.currentTarget.value as Entity['class'] })}
        data={classes.map(value => ({ value, label: t(`entities.class-${value}`) }))}
      />
      {texts.map(name => (
        <TextInput
          key={name}
          label={t(`entities.${name}`)}
          value={form[name]}
          maxLength={300}
          onChange={event => onChange({ [name]: event.currentTarget.value })}
        />
      ))}
      <TextInput
        label={t('entities.memberStates')}
        defaultValue={form.memberStates.join(', ')}
        onChange={event => onChange({ memberStates: event.currentTarget.value.toUpperCase().match(/[A-Z]{2}/g) ?? [] })}
      />
      <NumberInput
        label={t('entities.turnoverEur')}
        min={0}
        value={form.turnoverEur ?? ''}
        onChange={value => onChange({ turnoverEur: value === '' ? null : Number(value) })}
      />
    </div>
  )
}

/** Somebody else may report for it. */
function Mandate({ form, onChange }: Part) {
  const { t } = useTranslation()
  const mandate = form.mandate ?? { reference: '', holder: '' }
  const setMandate = (part: Partial<typeof mandate>) => {
    const next = { ...mandate, ...part }
    onChange({ mandate: next.reference === '' && next.holder === '' ? null : next })
  }
  return (
    <div className={styles.days}>
      <TextInput
        label={t('entities.mandate-holder')}
        value={mandate.holder}
        onChange={event => setMandate({ holder: event.currentTarget.value })}
      />
      <TextInput
        label={t('entities.mandate-reference')}
        value={mandate.reference}
        onChange={event => setMandate({ reference: event.currentTarget.value })}
      />
    </div>
  )
}

/** Yes, no, or nobody said. */
function Marks({ form, onChange }: Part) {
  const { t } = useTranslation()
  return (
    <div className={styles.days}>
      {marks.map(name => (
        <NativeSelect
          key={name}
          label={t(`entities.mark-${name}`)}
          value={form.marks[name] === null ? '' : form.marks[name] ? 'yes' : 'no'}
          onChange={event => {
            const said = event.currentTarget.value
            onChange({ marks: { ...form.marks, [name]: said === '' ? null : said === 'yes' } })
          }}
          data={[
            { value: '', label: t('entities.unknown') },
            { value: 'yes', label: t('entities.yes') },
            { value: 'no', label: t('entities.no') },
          ]}
        />
      ))}
    </div>
  )
}

function People({ form, onChange }: Part) {
  const { t } = useTranslation()
  const setDeputy = (at: number, person: Person) => onChange({ deputies: form.deputies.with(at, person) })
  return (
    <>
      <PersonFields
        title={t('entities.notifier')}
        person={form.notifier ?? nobody}
        onChange={notifier => onChange({ notifier })}
      />
      {form.deputies.map((person, at) => (
        <PersonFields
          // biome-ignore lint/suspicious/noArrayIndexKey: they have no other name
          key={at}
          title={t('entities.deputy', { number: at + 1 })}
          person={person}
          onChange={next => setDeputy(at, next)}
        />
      ))}
      <Button size="xs" variant="subtle" onClick={() => onChange({ deputies: [...form.deputies, nobody] })}>
        {t('entities.addDeputy')}
      </Button>
    </>
  )
}

type PersonProps = {
  readonly title: string
  readonly person: Person
  readonly onChange: (person: Person) => void
}

function PersonFields({ title, person, onChange }: PersonProps) {
  const { t } = useTranslation()
  return (
    <Fieldset legend={title}>
      <div className={styles.days}>
        {personFields.map(name => (
          <TextInput
            key={name}
            label={t(`entities.person-${name}`)}
            value={person[name]}
            maxLength={name === 'email' ? 254 : 200}
            onChange={event => onChange({ ...person, [name]: event.currentTarget.value })}
          />
        ))}
      </div>
    </Fieldset>
  )
}
