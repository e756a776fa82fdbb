import type { Finding } from '@nautilus/model'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useNames } from '../../shared/asset-names.ts'
import { type Condition, HuntLink } from '../../shared/hunt-link.tsx'
import { AssetLink, IncidentLink } from '../../shared/links.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import type { FindingDetail } from '../../shared/wire.ts'
import { useWords } from '../../shared/words.ts'
import { Changes } from './changes.tsx'
import { Evidence } from './evidence.tsx'
import styles from './finding-page.module.css'
import { Ladder } from './ladder.tsx'
import { Explains, Playbook, Techniques } from './meaning.tsx'
import { Window } from './window.tsx'
import { WorkNote } from './work-note.tsx'

export function FindingBody({ finding, work, incident }: FindingDetail) {
  const { t } = useTranslation()
  return (
    <div className={styles.body}>
      <p className={styles.why} lang="en">
        <Name text={finding.why} />
      </p>
      <WorkNote work={work} />
      {incident !== null && (
        <p>
          <IncidentLink id={incident}>{t('finding.incident')}</IncidentLink>
        </p>
      )}
      <Facts finding={finding} />
      <Part title={t('finding.severity')}>
        <Ladder finding={finding} />
      </Part>
      {finding.baseline && (
        <Part title={t('finding.baseline')}>
          <Name text={finding.baseline} />
        </Part>
      )}
      {finding.changes.length > 0 && (
        <Part title={t('finding.changes')}>
          <Changes changes={finding.changes} />
        </Part>
      )}
      <Part title={t('finding.window')}>
        <Window verdict={finding.window} />
      </Part>
      <Part title={t('finding.playbook')}>
        <Playbook id={finding.playbook} />
      </Part>
      {finding.techniques.length + finding.consequences.length > 0 && (
        <Part title="MITRE ATT&CK for ICS">
          <Techniques finding={finding} />
        </Part>
      )}
      {finding.explains.length > 0 && (
        <Part title={t('finding.explains')}>
          <Explains finding={finding} />
        </Part>
      )}
      <Part title={t('finding.evidence')}>
        <Evidence finding={finding} />
      </Part>
    </div>
  )
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={styles.part}>
      <h3>{title}</h3>
      {children}
    </section>
  )
}

function Facts({ finding }: { readonly finding: Finding }) {
  const { t } = useTranslation()
  const { verb } = useWords()
  const { source, target, assets, protocol, first, last, ended, rule } = finding
  const others = assets.filter(id => id !== source && id !== target)
  return (
    <dl className={styles.facts}>
      {source && <Fact name={t('finding.source')} value={<Asset id={source} />} />}
      {target && <Fact name={t('finding.target')} value={<Asset id={target} />} />}
      {others.length > 0 && (
        <Fact name={t('finding.others')} value={others.slice(0, 20).map(id => <Asset key={id} id={id} />)} />
      )}
      {protocol && <Fact name={t('finding.protocol')} value={<Name text={protocol} />} />}
      {finding.verb && <Fact name={t('finding.verb')} value={verb(finding.verb)} />}
      <Fact name={t('finding.first')} value={<Moment at={first} as="short" />} />
      <Fact name={t('finding.last')} value={<Moment at={last} />} />
      {ended !== undefined && <Fact name={t('finding.ended')} value={<Moment at={ended} />} />}
      <Fact name={t('finding.count')} value={<Occurrences finding={finding} />} />
      <Fact name={t('finding.rule')} value={<Name text={rule} mono />} />
    </dl>
  )
}

/** How often it was seen; leads to the operations, where it is about operations. */
function Occurrences({ finding: { source, target, verb, count, first, last } }: { readonly finding: Finding }) {
  const { i18n } = useTranslation()
  const shown = new Intl.NumberFormat(i18n.language).format(count)
  if (verb === null || (source === null && target === null)) return shown
  const ends: readonly Condition[] = [
    ...(source === null ? [] : [['client', 'is', source] as const]),
    ...(target === null ? [] : [['server', 'is', target] as const]),
    ['verb', 'is', verb],
  ]
  // A second around: what happens at one moment has no length.
  return (
    <HuntLink where={ends} range={`${Math.floor(first - 1e6)}..${Math.ceil(last + 1e6)}`}>
      {shown}
    </HuntLink>
  )
}

function Fact({ name, value }: { readonly name: string; readonly value: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}

/** A device, or an address that is none of ours. */
function Asset({ id }: { readonly id: string }) {
  const nameOf = useNames()
  if (!id.startsWith('a-')) return <Name text={id} mono />
  return (
    <AssetLink id={id}>
      <Name text={nameOf(id)} />
    </AssetLink>
  )
}
