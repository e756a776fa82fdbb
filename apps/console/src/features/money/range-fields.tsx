// The values of a range, as a person writes them.
import { Group, SegmentedControl, TextInput } from '@mantine/core'
import type { Range } from '@nautilus/risk'
import { useTranslation } from 'react-i18next'
import { isRange, partsOf, readNumber } from './amounts.ts'
import type { ShownInput } from './data.ts'

const kinds = ['pert', 'percentiles', 'fixed'] as const
const fieldsOf = {
  pert: ['low', 'mode', 'high'],
  percentiles: ['p5', 'p50', 'p95'],
  fixed: ['value'],
} as const satisfies Record<(typeof kinds)[number], readonly string[]>

export type Draft = { readonly kind: (typeof kinds)[number]; readonly texts: readonly string[] }

export const draftOf = (range: Range): Draft => ({
  kind: range.kind,
  texts: partsOf(range).map(part => String(Number(part.toPrecision(6)))),
})

/** Null while it is none. */
export function rangeOf({ kind, texts }: Draft): Range | null {
  const values = fieldsOf[kind].map((_, at) => readNumber(texts[at] ?? ''))
  if (values.includes(null)) return null
  const range = { kind, ...Object.fromEntries(fieldsOf[kind].map((name, at) => [name, values[at]])) } as Range
  return isRange(range) ? range : null
}

type Props = {
  readonly input: ShownInput
  readonly currency: string
  readonly draft: Draft
  readonly onDraft: (draft: Draft) => void
}

export function RangeFields({ input, currency, draft, onDraft }: Props) {
  const { t } = useTranslation()
  // A share or a factor has bounds.
  const isBounded = input.unit === 'share' || input.unit === 'factor'
  const shapes = kinds.filter(each => !isBounded || each !== 'percentiles')
  const write = (place: number, text: string) =>
    onDraft({ ...draft, texts: fieldsOf[draft.kind].map((_, at) => (at === place ? text : (draft.texts[at] ?? ''))) })
  return (
    <>
      <SegmentedControl
        aria-label={t('money.shape')}
        value={draft.kind}
        onChange={kind => onDraft({ ...draft, kind: kind as Draft['kind'] })}
        data={shapes.map(value => ({ value, label: t(`money.shape-${value}`) }))}
      />
      <Group grow align="start">
        {fieldsOf[draft.kind].map((name, at) => (
          <TextInput
            key={name}
            label={t(`money.part-${name}`)}
            inputMode="decimal"
            value={draft.texts[at] ?? ''}
            error={readNumber(draft.texts[at] ?? '') === null && t('money.notANumber')}
            onChange={event => write(at, event.currentTarget.value)}
          />
        ))}
      </Group>
      <p className="dim" style={{ margin: 0 }}>
        {rangeOf(draft) === null ? t('money.notARange') : t(`money.unit.${input.unit}`)}
        {input.unit.startsWith('money') && `, ${currency}`}
      </p>
    </>
  )
}
