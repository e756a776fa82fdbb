// One stage of an obligation: its clock, who signs it, and the fields of its form.
import { Badge } from '@mantine/core'
import { durationSaid, type ReportClock, type ReportStage } from '@nautilus/response'
import { useTranslation } from 'react-i18next'
import { Panel } from '../../shared/page.tsx'
import { inLanguage } from './data.ts'
import styles from './obligations.module.css'

type Props = {
  readonly stage: ReportStage
  readonly stages: readonly ReportStage[]
  readonly labelOf: (field: ReportStage['fields'][number]['field']) => string
}

export function StageView({ stage, stages, labelOf }: Props) {
  const { t, i18n } = useTranslation()
  const language = i18n.language === 'de' ? 'de' : 'en'
  const clock = useClock(stages)
  const { label, clocks, target, onRequest, requires, signoff, languages, certainty, note, fields } = stage
  const named = (key: string) => {
    const other = stages.find(one => one.key === key)
    return other ? inLanguage(other.label, language) : key
  }
  return (
    <Panel
      title={inLanguage(label, language)}
      aside={
        <Badge size="sm" variant="default" tt="none">
          {t(`owed.certainty-${certainty}`)}
        </Badge>
      }
    >
      <ul className={styles.list}>
        {clocks.map(one => (
          <li key={`${one.from} ${one.limit.minutes} ${one.limit.months}`}>
            <strong>{clock(one)}</strong>
          </li>
        ))}
        {onRequest && <li>{t('owed.onRequest')}</li>}
        {target && <li>{t('owed.ownTarget', { span: durationSaid(target, language) })}</li>}
        {requires && <li>{t('owed.after', { stage: named(requires) })}</li>}
        {signoff.length > 0 && (
          <li>{t('owed.openFor', { duties: signoff.map(duty => t(`escalation.duties.${duty}`)).join(', ') })}</li>
        )}
        {languages.length > 0 && <li>{t('owed.languages', { languages: languages.join(', ') })}</li>}
      </ul>
      {note && <p className="dim">{inLanguage(note, language)}</p>}
      <details className={styles.fields}>
        <summary>{t('owed.fields', { count: fields.length })}</summary>
        <ul className={styles.fieldList}>
          {fields.map(({ field, need }) => (
            <li key={field}>
              {labelOf(field)} <span className="dim">– {t(`owed.need-${need}`)}</span>
            </li>
          ))}
        </ul>
      </details>
    </Panel>
  )
}

/** `24 h after awareness`. */
function useClock(stages: readonly ReportStage[]): (clock: ReportClock) => string {
  const { t, i18n } = useTranslation()
  const language = i18n.language === 'de' ? 'de' : 'en'
  return ({ from, limit }) => {
    const span = durationSaid(limit, language)
    if (!from.startsWith('submitted:')) return t(`owed.clock-${from as 'awareAt'}`, { span })
    const other = stages.find(({ key }) => key === from.slice('submitted:'.length))
    return t('owed.clock-submitted', { span, stage: other ? inLanguage(other.label, language) : from })
  }
}
