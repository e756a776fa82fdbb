// What can be done: the worst that can credibly happen stands before everything that speaks for it.
import type { ApprovalNeed, Language, OptionRisk, Playbook, PlaybookOption } from '@nautilus/response'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useSay } from '../../shared/use-say.ts'
import styles from './playbooks.module.css'

type Props = { readonly playbook: Pick<Playbook, 'options'>; readonly language: Language }

export function Options({ playbook, language }: Props) {
  return (
    <ul className={styles.options}>
      {playbook.options.map(option => (
        <Option key={option.id} option={option} language={language} />
      ))}
    </ul>
  )
}

type OneProps = { readonly option: PlaybookOption; readonly language: Language }

function Option({ option, language }: OneProps) {
  const { t } = useTranslation()
  const { words, duty, span } = useSay(language)
  const { id, title, effect, risk, steps, preconditions, reversible, rollback, leadTime, who, reviewEvery } = option
  return (
    <li id={`option-${id}`} className={styles.option} data-effect={effect}>
      <h3>
        {id}) {words(title)} <span className={styles.effect}>{t(`playbooks.effect-${effect}`)}</span>
      </h3>
      <p className={styles.worst}>
        <strong>{t('incident.worst')}</strong> {words(risk.worst)}
      </p>
      <p className={styles.benefit}>
        <strong>{t('incident.benefit')}</strong> {words(risk.benefit)}
      </p>
      <Risks risk={risk} />
      <dl className={styles.terms}>
        <Term name={t('incident.executor')}>{duty(who)}</Term>
        <Term name={t('incident.leadTime')}>{span(leadTime)}</Term>
        <Term name={t('incident.reversible')}>{t(reversible ? 'incident.answer-yes' : 'incident.answer-no')}</Term>
        {reviewEvery && <Term name={t('playbooks.part-reviewEvery')}>{span(reviewEvery)}</Term>}
      </dl>
      {preconditions.length > 0 && (
        <>
          <h4>{t('incident.preconditions')}</h4>
          <ul>
            {preconditions.map(text => (
              <li key={text.en}>{words(text)}</li>
            ))}
          </ul>
        </>
      )}
      <h4>{t('incident.how')}</h4>
      <ol>
        {steps.map(text => (
          <li key={text.en}>{words(text)}</li>
        ))}
      </ol>
      <h4>{t('incident.rollback')}</h4>
      <p>{words(rollback)}</p>
      <Approval option={option} language={language} />
    </li>
  )
}

function Term({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

const kinds = ['safety', 'availability', 'quality', 'equipment'] as const
const MOST = 4

function Risks({ risk }: { readonly risk: OptionRisk }) {
  const { t } = useTranslation()
  return (
    <ul className={styles.risks}>
      {kinds.map(kind => (
        <li key={kind}>
          {t(`playbooks.part-${kind}`)}{' '}
          <span className={styles.level} data-level={risk[kind]}>
            {risk[kind]}
            <span className="dim">/{MOST}</span>
          </span>
        </li>
      ))}
    </ul>
  )
}

function Approval({ option: { approval }, language }: OneProps) {
  const { t } = useTranslation()
  const { duties, span } = useSay(language)
  const all = (needs: readonly ApprovalNeed[]) =>
    needs.map(({ anyOf }) => duties(anyOf)).join(` ${t('playbooks.and')} `)
  return (
    <>
      <h4>{t('playbooks.part-approval')}</h4>
      <ul>
        <li>{all(approval.needs)}</li>
        {approval.extra.map(({ when, needs }) => (
          <li key={`${when.fact} ${when.is.join()}`}>
            <em>
              {t('playbooks.ifAnswer', {
                fact: when.fact,
                answers: when.is.map(answer => t(`incident.answer-${answer}`)).join(t('incident.or')),
              })}
            </em>{' '}
            {all(needs)}
          </li>
        ))}
        {approval.informs.length > 0 && (
          <li>{t('playbooks.informs', { who: approval.informs.map(one => duties(one)).join(', ') })}</li>
        )}
        <li className="dim">{t('playbooks.expires', { span: span(approval.expires) })}</li>
      </ul>
    </>
  )
}
