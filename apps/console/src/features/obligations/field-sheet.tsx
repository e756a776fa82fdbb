// The fields in the order of the form of the authority, to be copied into its portal one by one.
import { Badge } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { send } from '../../shared/api.ts'
import { CopyButton } from '../../shared/copy-button.tsx'
import { useAct } from '../../shared/use-act.ts'
import { type Field, keyOf, type Report, stagePath, type Where } from './data.ts'
import styles from './obligations.module.css'
import { SourceText } from './source-text.tsx'
import { Stating } from './stating.tsx'

type Props = {
  readonly where: Where
  readonly obligation: string
  readonly stage: string
  readonly report: Report
  readonly fields: readonly Field[]
}

export function FieldSheet({ where, obligation, stage, report, fields }: Props) {
  const { t } = useTranslation()
  const save = useAct(
    (field: { readonly field: string; readonly value: unknown }) =>
      send('POST', stagePath(where, obligation, stage, '/draft'), { language: report.language, fields: [field] }),
    { renews: [keyOf(where)] },
  )
  return report.sheet.map(({ field, label, need, state, value, source }) => {
    const gap = report.missing.find(missing => missing.field === field)
    return (
      <div key={field} className={styles.sentence}>
        <p>
          <strong>{label}</strong>{' '}
          {need === 'required' && (
            <Badge size="xs" variant="default">
              {t('owed.required')}
            </Badge>
          )}
          <br />
          {state === 'given' ? value : t(`owed.field-${state}`)}
          {gap && <span className="dim"> {gap.why}</span>}
        </p>
        <span className={`dim ${styles.sources}`}>{source && state !== 'open' && <SourceText source={source} />}</span>
        {state === 'given' && <CopyButton text={value} />}
        {state !== 'given' && (
          <Stating
            label={label}
            field={fields.find(one => one.field === field)}
            onState={next => save.mutate({ field, value: next })}
          />
        )}
      </div>
    )
  })
}
