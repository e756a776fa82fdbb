// What numbers, scenarios and measures are called.
import type { Input, InputSource, Measure, Missing, Plan, Range, ScenarioKind } from '@nautilus/risk'
import { useTranslation } from 'react-i18next'
import { plain } from '../../shared/text.ts'
import { moneyText, rangeText, shareText, valueText } from './amounts.ts'

type Values = Readonly<Record<string, string | number>>

/** Keys of the package are keys of the messages: test/risk sees that each has its words. */
export function useMoneyWords(currency: string) {
  const { t, i18n } = useTranslation()
  const { language } = i18n
  const kind = (name: string): string => t(`money.kind.${name as ScenarioKind}`)
  const measure = (name: string, values: Values): string => t(`money.measure.${name as Measure['kind']}`, shown(values))
  const filled = (values: Values): Record<string, string | number> => ({
    ...shown(values),
    ...(typeof values.kind === 'string' ? { kind: kind(values.kind) } : {}),
    ...(typeof values.amount === 'number' ? { amount: moneyText(values.amount, currency, language) } : {}),
    ...(typeof values.measure === 'string' ? { measure: measure(values.measure, values) } : {}),
  })
  const of = <T extends { readonly key: string; readonly values: Values }>(
    family: 'input' | 'source' | 'missing' | 'because',
    { key, values }: T,
  ): string => t(`money.${family}.${key}` as 'money.input.time.detect', filled(values) as { blind: number })
  return {
    language,
    kind,
    measure: ({ kind: name, values }: Pick<Measure, 'kind' | 'values'>): string => measure(name, values),
    scenario: ({ kind: name, process }: Pick<Plan, 'kind' | 'process'>): string => `${kind(name)} · ${plain(process)}`,
    input: (input: Pick<Input, 'key' | 'values'>): string => of('input', input),
    source: (source: InputSource): string => of('source', source),
    missing: (missing: Missing): string => of('missing', missing),
    because: (reason: Plan['because'][number]): string => of('because', reason),
    money: (value: number): string => moneyText(value, currency, language),
    share: (value: number): string => shareText(value, language),
    value: (value: number, input: Pick<Input, 'unit'>): string => valueText(value, input.unit, currency, language),
    range: (range: Range, input: Pick<Input, 'unit'>): string => rangeText(range, input.unit, currency, language),
  }
}

/** Names come from people and from the wire. */
const shown = (values: Values): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? plain(value, 200) : value]),
  )
