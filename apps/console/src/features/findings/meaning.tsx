// What a finding means: attack techniques, what to do next, what else it accounts for.
import type { Finding } from '@nautilus/model'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Name } from '../../shared/name.tsx'
import { usePlaybookTitle } from '../../shared/playbooks.ts'
import styles from './finding-page.module.css'
import known from './known.json' with { type: 'json' }

const techniques: Readonly<Record<string, string>> = known.techniques

export function Techniques({ finding }: { readonly finding: Finding }) {
  const { t } = useTranslation()
  return (
    <ul className={styles.plainList}>
      {finding.techniques.map(id => (
        <Technique key={id} id={id} what={t('finding.observed')} />
      ))}
      {finding.consequences.map(id => (
        <Technique key={id} id={id} what={t('finding.enables')} />
      ))}
    </ul>
  )
}

function Technique({ id, what }: { readonly id: string; readonly what: string }) {
  return (
    <li>
      <Name text={id} mono /> <Name text={techniques[id] ?? id} /> <span className="dim">{what}</span>
    </li>
  )
}

export function Playbook({ id }: { readonly id: string }) {
  const { tenant, site } = useHere()
  const title = usePlaybookTitle()(id)
  if (title === null) return <Name text={id} mono />
  return (
    <Link to="/$tenant/$site/playbooks/$playbook" params={{ tenant, site, playbook: id }} className="link">
      <Name text={id} mono /> <Name text={title} fallback="" />
    </Link>
  )
}

export function Explains({ finding }: { readonly finding: Finding }) {
  const { tenant, site } = useHere()
  return (
    <ul className={styles.plainList}>
      {finding.explains.map(({ rule, count }) => (
        <li key={rule}>
          <Link
            to="/$tenant/$site/findings"
            params={{ tenant, site }}
            search={{ rule, status: 'all' }}
            className="link"
          >
            <Name text={rule} mono />
          </Link>{' '}
          <span className="dim">{count} ×</span>
        </li>
      ))}
    </ul>
  )
}
