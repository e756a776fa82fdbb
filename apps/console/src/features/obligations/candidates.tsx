// Which obligations apply, why, and what is not known.
import { Badge, Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { send } from '../../shared/api.ts'
import { plain } from '../../shared/text.ts'
import { useAct } from '../../shared/use-act.ts'
import { type Applies, type Candidate, incidentPath, inLanguage, keyOf, type View, type Where } from './data.ts'
import styles from './obligations.module.css'

const word = (applies: Applies) =>
  applies === null ? ('unknown' as const) : applies ? ('yes' as const) : ('no' as const)
const order = { yes: 0, unknown: 1, no: 2 } as const

export function Candidates({ where, view }: { readonly where: Where; readonly view: View }) {
  const { t } = useTranslation()
  const rank = ({ applies }: Candidate) => order[word(applies)]
  const open = view.candidates.filter(({ started }) => !started).toSorted((a, b) => rank(a) - rank(b))
  return (
    <>
      {view.entity === null && (
        <p className={styles.notice} style={{ margin: 16 }}>
          {t('owed.entityMissing')}
        </p>
      )}
      <ul className={styles.clocks}>
        {open.map(candidate => (
          <One key={candidate.id} where={where} candidate={candidate} facts={view.facts} />
        ))}
      </ul>
    </>
  )
}

type Props = { readonly where: Where; readonly candidate: Candidate; readonly facts: View['facts'] }

function One({ where, candidate, facts }: Props) {
  const { t, i18n } = useTranslation()
  const { id, title, applies, looked, unknown, legalRefs, authority } = candidate
  const start = useAct(() => send('POST', incidentPath(where, '/obligations/start'), { obligation: id }), {
    renews: [keyOf(where)],
  })
  const labelOf = (name: string) => {
    const fact = facts.find(one => one.name === name)
    return fact ? inLanguage(fact.label, i18n.language) : name
  }
  const said = (value: unknown) => {
    if (value === null) return t('owed.answer-unknown')
    if (typeof value === 'boolean') return value ? t('owed.answer-yes') : t('owed.answer-no')
    return Array.isArray(value) ? value.join(', ') : String(value)
  }
  return (
    <li className={styles.clock}>
      <div className={styles.what}>
        <strong>{inLanguage(title, i18n.language)}</strong>
        <div className="dim">
          {plain(authority.name, 100)} · {legalRefs.join('; ')}
        </div>
      </div>
      <div>
        <div className={styles.row}>
          <Badge variant="default" size="sm">
            {t(`owed.applies-${word(applies)}`)}
          </Badge>
          {applies !== false && (
            <Button size="xs" variant="default" onClick={() => start.mutate()} loading={start.isPending}>
              {t('owed.start', { name: id })}
            </Button>
          )}
        </div>
        <ul className={styles.reasons}>
          {looked.map(({ fact, value }) => (
            <li key={fact}>
              {labelOf(fact)}: {plain(said(value), 120)}
            </li>
          ))}
        </ul>
        {unknown.length > 0 && <div className="dim">{t('owed.depends', { on: unknown.map(labelOf).join('; ') })}</div>}
      </div>
    </li>
  )
}
