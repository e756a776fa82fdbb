// A table is chosen, its columns are told, what would change is shown, and only then is it taken.
import { Alert, Button, FileInput, Group, NativeSelect, TextInput } from '@mantine/core'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../shared/api.ts'
import { Dialog } from '../../shared/dialog.tsx'
import { useHere } from '../../shared/here.tsx'
import { keyOf } from '../../shared/queries.ts'
import { Table } from '../../shared/table.tsx'
import { useAct } from '../../shared/use-act.ts'
import { importList, type List, type ListKind, type ReadList } from './data.ts'
import styles from './known.module.css'

type Mapping = Readonly<Record<string, number>>

type Props = { readonly kinds: readonly ListKind[]; readonly onClose: () => void }
type Order = {
  readonly mapping: Mapping | null
  readonly dry: boolean
  /** Chosen this moment, where not as before. */
  readonly file?: File
  readonly kind?: List['kind']
}

/** One after the other, and of those that wait only the last. Null: another came after it. */
function useLatest<T>() {
  const latest = useRef(0)
  const running = useRef<Promise<unknown>>(Promise.resolve())
  return (ask: () => Promise<T>): Promise<T | null> => {
    const turn = ++latest.current
    const isLatest = () => turn === latest.current
    const asked = running.current.catch(() => {}).then(() => (isLatest() ? ask() : null))
    running.current = asked
    return asked.then(told => (isLatest() ? told : null))
  }
}

/** The file, what it is, and what came of looking at it. */
function useImport(onClose: () => void) {
  const here = useHere()
  const [file, setFile] = useState<File | null>(null)
  const [kind, setKind] = useState<List['kind']>('assets')
  const [name, setName] = useState('')
  const [read, setRead] = useState<ReadList | null>(null)
  const [mapping, setMapping] = useState<Mapping | null>(null)
  const inTurn = useLatest<ReadList>()
  const order = (part: Order) =>
    importList(here, { file: file!, kind, name: name.trim() || (part.file ?? file!).name, ...part })
  const look = useAct((part: Order) => inTurn(() => order(part)), {
    onDone: told => {
      // Whoever chose another column meanwhile waits for that answer.
      if (told === null) return
      setRead(told)
      setMapping(told.mapping)
    },
  })
  const take = useAct(() => order({ mapping, dry: false }), {
    renews: [keyOf(here, 'lists'), keyOf(here, 'assets')],
    onDone: onClose,
  })
  const choose = (next: File | null, nextKind: List['kind']) => {
    if (name === '' && next) setName(next.name.replace(/\.[^.]*$/, '').slice(0, 100))
    setFile(next)
    setKind(nextKind)
    setRead(null)
    if (next) look.mutate({ mapping: null, dry: true, file: next, kind: nextKind })
  }
  const map = (next: Mapping) => {
    setMapping(next)
    look.mutate({ mapping: next, dry: true })
  }
  return {
    file,
    kind,
    name,
    setName,
    read: read && { ...read, mapping: mapping ?? read.mapping },
    look,
    take,
    choose,
    map,
  }
}

export function ImportDialog({ kinds, onClose }: Props) {
  const { t } = useTranslation()
  const { file, kind, name, setName, read, look, take, choose, map } = useImport(onClose)
  const faults = take.error instanceof ApiError ? take.error.fields : {}
  return (
    <Dialog onClose={onClose} size="xl" title={t('known.import')}>
      <div className={styles.stack}>
        <NativeSelect
          label={t('known.kind')}
          value={kind}
          data={kinds.map(one => ({ value: one.kind, label: t(`known.kind-${one.kind}`) }))}
          onChange={event => choose(file, event.currentTarget.value as List['kind'])}
        />
        <FileInput
          label={t('known.file')}
          description={t('known.fileText')}
          accept=".csv,.txt,.tsv,text/csv,text/plain"
          value={file}
          onChange={next => choose(next, kind)}
        />
        <TextInput
          label={t('known.name')}
          description={t('known.nameText')}
          value={name}
          maxLength={100}
          error={faults.name}
          onChange={event => setName(event.currentTarget.value)}
        />
        {read && (
          <Looked
            read={read}
            fields={kinds.find(one => one.kind === kind)?.fields ?? []}
            isBusy={take.isPending || look.isPending}
            onMapping={map}
            onTake={() => take.mutate()}
          />
        )}
      </div>
    </Dialog>
  )
}

type LookedProps = {
  readonly read: ReadList
  readonly fields: readonly string[]
  readonly isBusy: boolean
  readonly onMapping: (mapping: Mapping) => void
  readonly onTake: () => void
}

function Looked({ read, fields, isBusy, onMapping, onTake }: LookedProps) {
  const { t } = useTranslation()
  const rows = read.changes?.rows ?? 0
  return (
    <>
      <Columns read={read} fields={fields} onChange={onMapping} />
      <Outcome read={read} />
      <Group>
        <Button loading={isBusy} disabled={read.missing.length > 0 || rows === 0} onClick={onTake}>
          {t('known.take', { count: rows })}
        </Button>
      </Group>
    </>
  )
}

const NONE = ''

type ColumnsProps = {
  readonly read: ReadList
  readonly fields: readonly string[]
  readonly onChange: (mapping: Mapping) => void
}

/** Which column is what: guessed, and put right here. */
function Columns({ read: { columns, mapping, missing, samples }, fields, onChange }: ColumnsProps) {
  const { t } = useTranslation()
  const choose = (field: string, value: string) => {
    const { [field]: _, ...rest } = mapping
    onChange(value === NONE ? rest : { ...rest, [field]: Number(value) })
  }
  return (
    <fieldset className={styles.columns}>
      <legend>{t('known.columns')}</legend>
      {missing.map(group => (
        <Alert key={group.join()} color="red" className={styles.wide} role="alert">
          {t('known.missing', {
            fields: group.map(field => t(`known.field-${field}`, { defaultValue: field })).join(', '),
          })}
        </Alert>
      ))}
      {fields.map(field => {
        const at = mapping[field]
        return (
          <NativeSelect
            key={field}
            size="xs"
            label={t(`known.field-${field}`, { defaultValue: field })}
            description={at === undefined ? undefined : (samples[0]?.[at] ?? '')}
            inputWrapperOrder={['label', 'input', 'description']}
            value={at === undefined ? NONE : String(at)}
            data={[
              { value: NONE, label: t('known.noColumn') },
              ...columns.map((title, index) => ({ value: String(index), label: title || `${index + 1}` })),
            ]}
            onChange={event => choose(field, event.currentTarget.value)}
          />
        )
      })}
    </fieldset>
  )
}

function Outcome({ read: { changes, faults, more } }: { readonly read: ReadList }) {
  const { t } = useTranslation()
  const rules = Object.entries(changes?.byRule ?? {}).map(
    ([rule, count]) => `${t(`known.by-${rule}`, { defaultValue: rule })}: ${count}`,
  )
  return (
    <>
      {changes && (
        <div role="status">
          <p>{t('known.changes', { ...changes })}</p>
          <p className="dim">
            {t('known.matches', { matched: changes.matched, conflicting: changes.conflicting })}
            {rules.length > 0 && ` ${rules.join(', ')}.`}
          </p>
        </div>
      )}
      {faults.length > 0 && (
        <Table
          label={t('known.faults')}
          rows={faults.slice(0, SHOWN)}
          keyOf={({ line, message }) => `${line} ${message}`}
          columns={[
            { name: t('known.line'), number: true, cell: ({ line }) => line },
            { name: t('known.faults'), cell: ({ message }) => <span lang="en">{message}</span> },
          ]}
        />
      )}
      {faults.length + more > SHOWN && (
        <p className="dim">{t('known.moreFaults', { count: faults.length + more - SHOWN })}</p>
      )}
    </>
  )
}
/** Faults that are shown; the list keeps more. */
const SHOWN = 20
