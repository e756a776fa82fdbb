// An order: what is planned, by whom, on what, when.
import { Button, MultiSelect, TagsInput, Textarea, TextInput } from '@mantine/core'
import type { PlannedWindow, PlannedWork, Verb } from '@nautilus/model'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../shared/api.ts'
import { useHere } from '../../shared/here.tsx'
import { Panel } from '../../shared/page.tsx'
import { useAct } from '../../shared/use-act.ts'
import { changeOrder, makeOrder, type Order, workKey } from './data.ts'
import styles from './work.module.css'

const window = (): PlannedWindow => {
  const day = new Date().toISOString().slice(0, 10)
  return { from: `${day}T08:00`, to: `${day}T12:00`, repeat: null, except: [] }
}
const empty = (timeZone: string): PlannedWork => ({
  ...{ title: '', assets: [], verbs: null, sources: null, tools: null, person: null, company: null, laptop: null },
  ...{ contact: null, note: null, timeZone, windows: [window()] },
})
const words = ['person', 'company', 'laptop', 'contact', 'timeZone'] as const
const verbs = [
  'read',
  'write',
  'force',
  'start',
  'stop',
  'mode',
  'reset',
  'download',
  'upload',
  'edit',
  'delete',
  'firmware',
  'configure',
  'clock',
  'authenticate',
  'connect',
  'discover',
  'diagnose',
  'file',
  'subscribe',
  'report',
  'alarm',
  'acknowledge',
  'call',
  'other',
] as const satisfies readonly Verb[]
/** Fields in one row stand at one height. */
const below: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error']
const lists = ['assets', 'sources', 'tools'] as const

type Props = { readonly order: Order | null; readonly onDone: (id: string) => void }

export function OrderForm({ order, onDone }: Props) {
  const { t } = useTranslation()
  const here = useHere()
  const [work, setWork] = useState<PlannedWork>(() => order?.work ?? empty(here.timeZone))
  const change: Change = part => setWork(before => ({ ...before, ...part }))
  const save = useAct(() => (order ? changeOrder(here, order.id, work) : makeOrder(here, work)), {
    renews: [workKey(here)],
    onDone: ({ id }) => onDone(id),
  })
  const faults = save.error instanceof ApiError ? save.error.fields : {}
  return (
    <Panel title={order ? t('orders.change') : t('orders.new')}>
      <form
        onSubmit={event => {
          event.preventDefault()
          save.mutate()
        }}
      >
        <div className={styles.form}>
          <What work={work} faults={faults} onChange={change} />
          <Who work={work} faults={faults} onChange={change} />
        </div>
        <Windows work={work} faults={faults} onChange={change} />
        <div className={styles.buttons}>
          <Button variant="default" onClick={() => change({ windows: [...work.windows, window()] })}>
            {t('orders.addWindow')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t('orders.save')}
          </Button>
        </div>
      </form>
    </Panel>
  )
}

type Change = (part: Partial<PlannedWork>) => void
type PartProps = {
  readonly work: PlannedWork
  /** By field, as the platform tells them. */
  readonly faults: Readonly<Record<string, string>>
  readonly onChange: Change
}

function What({ work, faults, onChange }: PartProps) {
  const { t } = useTranslation()
  return (
    <>
      <TextInput
        label={t('orders.title')}
        required
        value={work.title}
        error={faults.title}
        maxLength={200}
        onChange={event => onChange({ title: event.currentTarget.value })}
      />
      {lists.map(name => (
        <TagsInput
          key={name}
          label={t(`orders.${name}`)}
          description={t(`orders.${name}Text`)}
          inputWrapperOrder={below}
          value={[...(work[name] ?? [])]}
          error={faults[name]}
          onChange={next => onChange({ [name]: next.length > 0 || name === 'assets' ? next : null })}
        />
      ))}
      <MultiSelect
        label={t('orders.verbs')}
        description={t('orders.verbsText')}
        inputWrapperOrder={below}
        data={verbs.map(verb => ({ value: verb, label: t(`verb.${verb}`) }))}
        value={[...(work.verbs ?? [])]}
        error={faults.verbs}
        searchable
        onChange={next => onChange({ verbs: next.length > 0 ? (next as Verb[]) : null })}
      />
    </>
  )
}

function Who({ work, faults, onChange }: PartProps) {
  const { t } = useTranslation()
  return (
    <>
      {words.map(name => (
        <TextInput
          key={name}
          label={t(`orders.${name}`)}
          value={work[name] ?? ''}
          error={faults[name]}
          maxLength={200}
          onChange={event => onChange({ [name]: event.currentTarget.value || (name === 'timeZone' ? '' : null) })}
        />
      ))}
      <Textarea
        label={t('orders.note')}
        value={work.note ?? ''}
        error={faults.note}
        maxLength={4000}
        onChange={event => onChange({ note: event.currentTarget.value || null })}
      />
    </>
  )
}

function Windows({ work: { windows }, faults, onChange }: PartProps) {
  const { t } = useTranslation()
  const put = (at: number, part: Partial<PlannedWindow>) =>
    onChange({ windows: windows.map((one, index) => (index === at ? { ...one, ...part } : one)) })
  return windows.map((one, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: windows have no other name than their place
    <div key={at} className={styles.window}>
      {(['from', 'to'] as const).map(name => (
        <TextInput
          key={name}
          type="datetime-local"
          label={t(`orders.${name}`)}
          value={one[name]}
          error={faults[`windows.${at}.${name}`]}
          onChange={event => put(at, { [name]: event.currentTarget.value })}
        />
      ))}
      <TextInput
        label={t('orders.repeat')}
        placeholder="FREQ=WEEKLY;BYDAY=MO"
        value={one.repeat ?? ''}
        error={faults[`windows.${at}.repeat`]}
        onChange={event => put(at, { repeat: event.currentTarget.value || null })}
      />
      <TagsInput
        label={t('orders.except')}
        value={[...one.except]}
        error={faults[`windows.${at}.except`]}
        onChange={except => put(at, { except })}
      />
      {windows.length > 1 && (
        <Button
          variant="subtle"
          color="red"
          onClick={() => onChange({ windows: windows.filter((_, index) => index !== at) })}
        >
          {t('orders.removeWindow')}
        </Button>
      )}
    </div>
  ))
}
