// What can be done. The worst credible effect stands first, then what it is good for, and the way back.
import { type OptionReadiness, optionEffects, type PlaybookOption } from '@nautilus/response'
import { useTranslation } from 'react-i18next'
import type { Room } from './api.ts'
import styles from './incidents.module.css'
import { OptionActs } from './option-acts.tsx'
import { usePerson, useSay } from './say.ts'

/** To run on first: it changes nothing. Then as far as they reach into the process. */
export function optionsInOrder({ options, playbook }: Room): readonly OptionReadiness[] {
  const rank = ({ option }: OptionReadiness) => {
    if (option.keepRunning) return -1
    return optionEffects.indexOf(playbook?.options.find(({ id }) => id === option.id)?.effect ?? 'process')
  }
  return [...options].sort((a, b) => rank(a) - rank(b))
}

export function Options({ room }: { readonly room: Room }) {
  const { t } = useTranslation()
  if (room.options.length === 0) return <p className={styles.quiet}>{t('incident.noOptions')}</p>
  return (
    <ul className={styles.options}>
      {optionsInOrder(room).map(readiness => (
        <li key={readiness.option.id}>
          <OptionCard room={room} readiness={readiness} />
        </li>
      ))}
    </ul>
  )
}

type Props = { readonly room: Room; readonly readiness: OptionReadiness; readonly isBig?: boolean }

export function OptionCard({ room, readiness, isBig = false }: Props) {
  const { t } = useTranslation()
  const { words } = useSay()
  const { option } = readiness
  const whole = room.playbook?.options.find(({ id }) => id === option.id)
  return (
    <article className={styles.option} data-keep={option.keepRunning}>
      <h3>{words(option.title)}</h3>
      {whole ? (
        <>
          <p className={styles.worst}>
            <strong>{t('incident.worst')}</strong> {words(whole.risk.worst)}
          </p>
          <p className={styles.benefit}>
            <strong>{t('incident.benefit')}</strong> {words(whole.risk.benefit)}
          </p>
          <Terms option={whole} />
        </>
      ) : (
        <p className={styles.benefit}>{t('incident.keepRunning')}</p>
      )}
      <Approvals readiness={readiness} />
      <OptionActs room={room} readiness={readiness} isBig={isBig} />
    </article>
  )
}

function Terms({ option }: { readonly option: PlaybookOption }) {
  const { t } = useTranslation()
  const { words, duty, span } = useSay()
  return (
    <>
      <dl className={styles.terms}>
        <div>
          <dt>{t('incident.reversible')}</dt>
          <dd>{t(option.reversible ? 'incident.answer-yes' : 'incident.answer-no')}</dd>
        </div>
        <div>
          <dt>{t('incident.leadTime')}</dt>
          <dd>{span(option.leadTime)}</dd>
        </div>
        <div>
          <dt>{t('incident.executor')}</dt>
          <dd>{duty(option.who)}</dd>
        </div>
      </dl>
      <details className={styles.how}>
        <summary>{t('incident.how')}</summary>
        <ol>
          {option.steps.map(step => (
            <li key={words(step)}>{words(step)}</li>
          ))}
        </ol>
        {option.preconditions.length > 0 && (
          <>
            <h4>{t('incident.preconditions')}</h4>
            <ul>
              {option.preconditions.map(one => (
                <li key={words(one)}>{words(one)}</li>
              ))}
            </ul>
          </>
        )}
        <h4>{t('incident.rollback')}</h4>
        <p>{words(option.rollback)}</p>
      </details>
    </>
  )
}

function Approvals({
  readiness: { approvals, missing, unanswered, override },
}: {
  readonly readiness: OptionReadiness
}) {
  const { t } = useTranslation()
  const { duties } = useSay()
  const person = usePerson()
  return (
    <div className={styles.approvals}>
      {approvals.map(({ person: id, at }) => (
        <span key={`${id} ${at}`} className={styles.given}>
          ✓ {person(id)}
        </span>
      ))}
      {missing.map(need => (
        <span key={JSON.stringify(need.duty)} className={styles.missing}>
          {t('incident.needs', { count: need.count, who: duties(need.duty) })}
        </span>
      ))}
      {unanswered.length > 0 && !override && (
        <span className={styles.missing}>{t('incident.unanswered', { count: unanswered.length })}</span>
      )}
      {override && <span className={styles.missing}>{t('incident.overridden')}</span>}
    </div>
  )
}
