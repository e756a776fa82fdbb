// How far an acceptance goes: this finding, or all that are like it.
import { Radio, Select, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useNames } from '../../shared/asset-names.ts'
import { plain } from '../../shared/text.ts'

export type Like = { readonly rule: string; readonly source: string | null; readonly target: string | null }
export type Wideness = {
  /** `ends`: of the same rule between the same devices; `rule`: of the same rule anywhere at the site. */
  readonly scope: 'one' | 'ends' | 'rule'
  /** Null: until somebody ends it. */
  readonly days: number | null
}

const DAYS = [1, 7, 30, 90] as const

type Props = { readonly like: Like; readonly wide: Wideness; readonly onWide: (wide: Wideness) => void }

export function Scope({ like: { rule, source, target }, wide, onWide }: Props) {
  const { t } = useTranslation()
  const nameOf = useNames()
  const ends = [source, target].filter(end => end !== null).map(end => plain(nameOf(end), 40))
  const always = { value: '', label: t('work.always') }
  return (
    <Stack gap="sm" mb="md">
      <Radio.Group
        label={t('work.scope')}
        value={wide.scope}
        onChange={scope => onWide({ ...wide, scope: scope as Wideness['scope'] })}
      >
        <Stack gap={8} mt={6}>
          <Radio value="one" label={t('work.scope-one')} />
          {ends.length > 0 && <Radio value="ends" label={t('work.scope-ends', { ends: ends.join(' → ') })} />}
          <Radio value="rule" label={t('work.scope-rule', { rule: plain(rule) })} />
        </Stack>
      </Radio.Group>
      {wide.scope !== 'one' && (
        <Select
          label={t('work.until')}
          data={[always, ...DAYS.map(count => ({ value: String(count), label: t('work.days', { count }) }))]}
          value={wide.days === null ? '' : String(wide.days)}
          allowDeselect={false}
          onChange={next => onWide({ ...wide, days: next ? Number(next) : null })}
        />
      )}
    </Stack>
  )
}
