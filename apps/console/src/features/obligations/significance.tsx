// Is it significant? Answers give a suggestion; the decision is a person's.
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { send } from '../../shared/api.ts'
import { useAct } from '../../shared/use-act.ts'
import { act, type Fact, incidentPath, inLanguage, keyOf, type Outcome, type View, type Where } from './data.ts'
import styles from './obligations.module.css'

const outcomes = ['report', 'do_not_report', 'undecided'] as const

export function Significance({ where, view }: { readonly where: Where; readonly view: View }) {
  const { t, i18n } = useTranslation()
  const factOf = (name: string) => view.facts.find(fact => fact.name === name)
  return (
    <div className={styles.stack}>
      {view.questions.map(({ id, asks, who, help, fills }) => (
        <section key={id}>
          <h3 style={{ margin: '0 0 2px', fontSize: 14 }}>{inLanguage(asks, i18n.language)}</h3>
          <p className="dim" style={{ margin: '0 0 8px' }}>
            {t('owed.asked', { who })} {help ? inLanguage(help, i18n.language) : ''}
          </p>
          <div className={styles.facts}>
            {fills.map(name => {
              const fact = factOf(name)
              return fact && <Answer key={name} where={where} fact={fact} />
            })}
          </div>
        </section>
      ))}
      {view.started.map(({ id, significance }) =>
        significance === null ? null : (
          <div key={id}>
            <strong>
              {id}: {t(`owed.suggests-${significance.suggests}`)}
            </strong>
            <ul className={styles.reasons}>
              {significance.met.map(({ id, says, ref }) => (
                <li key={id}>
                  {inLanguage(says, i18n.language)} ({ref})
                </li>
              ))}
              {significance.open.map(({ criterion }) => (
                <li key={criterion.id}>
                  {t('owed.openCriterion', { what: inLanguage(criterion.says, i18n.language) })}
                </li>
              ))}
            </ul>
            <div className="dim">{t('owed.deciders', { who: significance.deciders.join(', ') })}</div>
          </div>
        ),
      )}
      <Decide where={where} view={view} />
    </div>
  )
}

/** Yes, no, a number; not known is an answer of its own. */
function Answer({ where, fact }: { readonly where: Where; readonly fact: Fact }) {
  const { t, i18n } = useTranslation()
  const { name, kind, label, answer } = fact
  const save = useAct(
    (text: string) => act(where, { kind: 'significance-answered', question: name, answer: text, note: '' }),
    { renews: [keyOf(where)] },
  )
  const said = answer === null ? '' : answer.value === null ? 'unknown' : answerOf(answer.value)
  if (kind === 'flag')
    return (
      <NativeSelect
        label={inLanguage(label, i18n.language)}
        value={said}
        disabled={save.isPending}
        onChange={event => event.currentTarget.value !== '' && save.mutate(event.currentTarget.value)}
        data={[
          { value: '', label: t('owed.answer-open') },
          { value: 'yes', label: t('owed.answer-yes') },
          { value: 'no', label: t('owed.answer-no') },
          { value: 'unknown', label: t('owed.answer-unknown') },
        ]}
      />
    )
  return (
    <TextInput
      key={said}
      label={inLanguage(label, i18n.language)}
      defaultValue={said === 'unknown' ? '' : said}
      placeholder={said === 'unknown' ? t('owed.answer-unknown') : t('owed.answer-open')}
      disabled={save.isPending}
      onBlur={event => {
        const text = event.currentTarget.value.trim()
        if (text !== '' && text !== said) save.mutate(text)
      }}
    />
  )
}

const answerOf = (value: unknown): string => (value === true ? 'yes' : value === false ? 'no' : String(value))

function Decide({ where, view: { decided } }: { readonly where: Where; readonly view: View }) {
  const { t } = useTranslation()
  const [outcome, setOutcome] = useState<Outcome>(decided?.outcome ?? 'report')
  const [reason, setReason] = useState('')
  const save = useAct(
    () => send('POST', incidentPath(where, '/obligations/significance'), { outcome, reasons: [reason] }),
    { renews: [keyOf(where)], onDone: () => setReason('') },
  )
  return (
    <div>
      {decided && (
        <p style={{ marginTop: 0 }}>
          {t('owed.decided', { outcome: t(`owed.outcome-${decided.outcome}`), why: decided.reasons.join(' ') })}
        </p>
      )}
      <div className={styles.row}>
        <NativeSelect
          label={t('owed.decision')}
          value={outcome}
          onChange={event => setOutcome(event.currentTarget.value as Outcome)}
          data={outcomes.map(value => ({ value, label: t(`owed.outcome-${value}`) }))}
        />
        <TextInput
          label={t('owed.reason')}
          value={reason}
          maxLength={2000}
          style={{ flex: '1 1 240px' }}
          onChange={event => setReason(event.currentTarget.value)}
        />
        <Button onClick={() => save.mutate()} loading={save.isPending} disabled={reason.trim() === ''}>
          {t('owed.decide')}
        </Button>
      </div>
    </div>
  )
}
