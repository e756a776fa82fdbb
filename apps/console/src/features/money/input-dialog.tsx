// One number: what it is, what was said of it, and what somebody says now.
import { Button, Group, Select, Textarea, TextInput } from '@mantine/core'
import type { Confidence } from '@nautilus/risk'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../shared/dialog.tsx'
import { useHere } from '../../shared/here.tsx'
import { keyOf } from '../../shared/queries.ts'
import { useAct } from '../../shared/use-act.ts'
import { type Change, changeInput, type Risk, type ShownInput } from './data.ts'
import { type Draft, draftOf, RangeFields, rangeOf } from './range-fields.tsx'
import { Versions } from './versions.tsx'
import { useMoneyWords } from './words.ts'

type Props = { readonly risk: Risk; readonly input: ShownInput; readonly onClose: () => void }

export function InputDialog({ risk, input, onClose }: Props) {
  const { may } = useHere()
  const words = useMoneyWords(risk.currency)
  return (
    <Dialog title={words.input(input)} onClose={onClose} size="lg">
      <p className="dim">{words.source(input.source)}</p>
      {may('risk.write') && <Form input={input} currency={risk.currency} onDone={onClose} />}
      <Versions risk={risk} input={input} />
    </Dialog>
  )
}

type FormProps = { readonly input: ShownInput; readonly currency: string; readonly onDone: () => void }
type Said = {
  readonly source: string
  readonly owner: string
  readonly confidence: Confidence
  readonly reason: string
}

function Form({ input, currency, onDone }: FormProps) {
  const { t } = useTranslation()
  const here = useHere()
  const [draft, setDraft] = useState<Draft>(draftOf(input.range))
  const [said, setSaid] = useState<Said>({ source: '', owner: input.owner ?? '', confidence: 'medium', reason: '' })
  const save = useAct((body: Change) => changeInput(here, body), { renews: [keyOf(here, 'risk')], onDone })
  const range = rangeOf(draft)
  const { id, version } = input
  const { source, owner, reason } = said
  const isReasoned = reason.trim() !== ''
  return (
    <form
      style={{ display: 'grid', gap: 12 }}
      onSubmit={event => {
        event.preventDefault()
        save.mutate({ input: id, version, range, ...said, owner: owner || null })
      }}
    >
      <RangeFields input={input} currency={currency} draft={draft} onDraft={setDraft} />
      <SaidFields said={said} onSaid={setSaid} />
      <Group justify="flex-end" gap="xs">
        {input.before && (
          <Button
            variant="default"
            disabled={!isReasoned}
            onClick={() => save.mutate({ input: id, version, range: null, reason })}
          >
            {t('money.takeBack')}
          </Button>
        )}
        <Button type="submit" disabled={range === null || !isReasoned || source.trim() === ''} loading={save.isPending}>
          {t('money.keep')}
        </Button>
      </Group>
    </form>
  )
}

function SaidFields({ said, onSaid }: { readonly said: Said; readonly onSaid: (said: Said) => void }) {
  const { t } = useTranslation()
  const field = (name: 'source' | 'owner' | 'reason') => ({
    value: said[name],
    onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
      onSaid({ ...said, [name]: event.currentTarget.value }),
  })
  return (
    <>
      <TextInput label={t('money.from')} description={t('money.fromText')} maxLength={500} {...field('source')} />
      <Group grow align="end">
        <TextInput label={t('money.owner')} maxLength={200} {...field('owner')} />
        <Select
          label={t('money.confidence')}
          allowDeselect={false}
          data={(['low', 'medium', 'high'] as const).map(value => ({ value, label: t(`money.confidence-${value}`) }))}
          value={said.confidence}
          onChange={next => onSaid({ ...said, confidence: (next ?? 'medium') as Confidence })}
        />
      </Group>
      <Textarea label={t('money.reason')} maxLength={2000} {...field('reason')} />
    </>
  )
}
