// One obligation to be read: when it applies, what it asks at which stage, and how sure we are of it.
import { Badge } from '@mantine/core'
import { fieldOf, type ObligationTemplate, type ReportStage } from '@nautilus/response'
import { useTranslation } from 'react-i18next'
import { Panel } from '../../shared/page.tsx'
import { Table } from '../../shared/table.tsx'
import { plain } from '../../shared/text.ts'
import { inLanguage, type Text } from './data.ts'
import styles from './obligations.module.css'
import { ruleText } from './rule-text.ts'
import { StageView } from './stage-view.tsx'
import type { TemplateRow, Usage } from './template-data.ts'

type Facts = Readonly<Record<string, Text>>

export function TemplateView({ row, facts }: { readonly row: TemplateRow; readonly facts: Facts }) {
  const { i18n } = useTranslation()
  const { template, entities } = row
  return (
    <div className={styles.stack}>
      <Panel title={`${inLanguage(template.title, i18n.language)} (${template.id}@${template.version})`}>
        <About template={template} facts={facts} />
      </Panel>
      <UsedBy entities={entities} facts={facts} />
      {template.stages.map(stage => (
        <StageView key={stage.key} stage={stage} stages={template.stages} labelOf={fieldLabel(i18n.language)} />
      ))}
      {template.significance && <Criteria template={template} />}
      <Sources template={template} />
    </div>
  )
}

const fieldLabel =
  (language: string) =>
  (field: ReportStage['fields'][number]['field']): string =>
    inLanguage(fieldOf(field).label, language)

function useRule(facts: Facts) {
  const { t, i18n } = useTranslation()
  return (rule: ObligationTemplate['appliesIf']): string =>
    ruleText(rule, {
      // What it may be is said with the question; here it would stand in the way.
      fact: name => (facts[name] ? inLanguage(facts[name], i18n.language).replace(/ \(.*\)$/, '') : name),
      and: t('owed.rule-and'),
      or: t('owed.rule-or'),
      not: t('owed.rule-not'),
      isIn: t('owed.rule-in'),
    })
}

function About({ template, facts }: { readonly template: ObligationTemplate; readonly facts: Facts }) {
  const { t, i18n } = useTranslation()
  const said = useRule(facts)
  const { authority, legalRefs, validFrom, validTo, appliesIf, jurisdiction, regime, notes } = template
  const rows = [
    ['law', legalRefs.join('; ')],
    ['regime', `${regime} · ${jurisdiction}`],
    [
      'valid',
      validFrom === null
        ? t('owed.notSettled')
        : `${t('owed.since', { day: validFrom })}${validTo === null ? '' : ` – ${validTo}`}`,
    ],
    ['appliesIf', said(appliesIf)],
    ['authority', `${authority.name} (${t(`owed.channel-${authority.channel}`)})`],
    ['authorityNote', inLanguage(authority.note, i18n.language)],
  ] as const
  return (
    <>
      <dl className={styles.about}>
        {rows.map(([name, text]) => (
          <div key={name}>
            <dt>{t(`owed.about-${name}`)}</dt>
            <dd>{plain(text, 2000)}</dd>
          </div>
        ))}
      </dl>
      {notes.map(note => (
        <p key={note.en} className="dim">
          {inLanguage(note, i18n.language)}
        </p>
      ))}
    </>
  )
}

const word = (applies: Usage['applies']) =>
  applies === null ? ('unknown' as const) : applies ? ('yes' as const) : ('no' as const)

function UsedBy({ entities, facts }: { readonly entities: readonly Usage[]; readonly facts: Facts }) {
  const { t, i18n } = useTranslation()
  const labelOf = (name: string) => (facts[name] ? inLanguage(facts[name], i18n.language) : name)
  return (
    <Panel title={t('owed.usedBy')} flush>
      {entities.length === 0 ? (
        <p className={styles.padded}>{t('owed.entityMissing')}</p>
      ) : (
        <Table
          label={t('owed.usedBy')}
          rows={entities}
          keyOf={({ id }) => id}
          columns={[
            { name: t('entities.name'), cell: ({ name }) => plain(name, 100) },
            { name: t('owed.applies'), cell: ({ applies }) => t(`owed.applies-${word(applies)}`) },
            {
              name: t('owed.dependsOn'),
              cell: ({ unknown }) => (unknown.length > 0 ? unknown.map(labelOf).join(', ') : '–'),
            },
            { name: t('entities.sites'), cell: ({ sites }) => sites.join(', ') || '–' },
          ]}
        />
      )}
    </Panel>
  )
}

function Criteria({ template: { significance, thresholds } }: { readonly template: ObligationTemplate }) {
  const { t, i18n } = useTranslation()
  if (!significance) return null
  const lists = [
    ['criteria', significance.criteria],
    ['exclusions', significance.exclusions],
  ] as const
  return (
    <Panel title={t('owed.significance')}>
      <p className={styles.lead}>
        {t('owed.deciders', { who: significance.deciders.map(duty => t(`escalation.duties.${duty}`)).join(', ') })}
      </p>
      {lists.map(
        ([name, all]) =>
          all.length > 0 && (
            <div key={name}>
              <h3 className={styles.small}>{t(`owed.${name}`)}</h3>
              <ul className={styles.list}>
                {all.map(({ id, says, ref, binding }) => (
                  <li key={id}>
                    {inLanguage(says, i18n.language)}{' '}
                    <span className="dim">
                      – {ref}
                      {!binding && ` (${t('owed.example')})`}
                    </span>
                  </li>
                ))}
              </ul>
            </div>
          ),
      )}
      {thresholds.length > 0 && (
        <>
          <h3 className={styles.small}>{t('owed.thresholds')}</h3>
          <ul className={styles.list}>
            {thresholds.map(({ name, says, value, ref, certainty }) => (
              <li key={name}>
                {inLanguage(says, i18n.language)}: <strong>{value.toLocaleString(i18n.language)}</strong>{' '}
                <span className="dim">
                  – {ref}, {t(`owed.certainty-${certainty}`)}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  )
}

function Sources({ template: { sources } }: { readonly template: ObligationTemplate }) {
  const { t } = useTranslation()
  return (
    <Panel title={t('owed.sources')}>
      <ul className={styles.list}>
        {sources.map(({ what, certainty }) => (
          <li key={what}>
            {plain(what, 300)}{' '}
            <Badge size="sm" variant="default" tt="none">
              {t(`owed.certainty-${certainty}`)}
            </Badge>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
