// The six phases with their steps.
import { guideSectionOf, type Language, type PlaybookPhase } from '@nautilus/response'
import { useTranslation } from 'react-i18next'
import { useSay } from '../../shared/use-say.ts'
import styles from './playbooks.module.css'

type Props = { readonly phases: readonly PlaybookPhase[]; readonly language: Language }

export function Phases({ phases, language }: Props) {
  const { t } = useTranslation()
  const { words, duty } = useSay(language)
  return phases.map(({ name, steps }) => (
    <section key={name} id={`phase-${name}`} className={styles.phase}>
      <h3>{t(`incident.phase-${name}`)}</h3>
      <ol className={styles.list}>
        {steps.map(({ id, text, who, csf }) => (
          <li key={id} id={`step-${id}`}>
            <span className={styles.name}>{id}</span>
            <span>
              {words(text)} <strong>{duty(who)}</strong>{' '}
              <span className={styles.frame}>
                CSF {csf.join(', ')} · SP 800-82 {[...new Set(csf.map(guideSectionOf))].join(', ')}
              </span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  ))
}
