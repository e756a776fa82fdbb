// Who can change it, who did, and what it changes itself.
import type { Reach } from '@nautilus/model'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useNames } from '../../shared/asset-names.ts'
import { useHere } from '../../shared/here.tsx'
import { AssetLink } from '../../shared/links.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { Loaded } from '../../shared/states.tsx'
import type { AssetDetail } from '../../shared/wire.ts'
import { useWords } from '../../shared/words.ts'
import { factQuery } from './api.ts'
import styles from './asset-page.module.css'

/** One client that changed one controller, or tried to. */
type ControlRow = {
  readonly controller: string
  readonly client: string
  readonly protocol: string
  readonly verbs: Readonly<Record<string, number>>
  readonly refused: Readonly<Record<string, number>>
  readonly objects: readonly string[]
  readonly first: number
  readonly last: number
}

export function ControlTab({ detail: { asset } }: { readonly detail: AssetDetail }) {
  const { t } = useTranslation()
  const here = useHere()
  const control = useQuery(factQuery<readonly ControlRow[]>(here, 'control'))
  const reach = useQuery(factQuery<readonly Reach[]>(here, 'reach'))
  return (
    <div className={styles.stack}>
      <Loaded query={control}>
        {rows => (
          <>
            <Changes
              title={t('asset.changedBy')}
              none={t('asset.changedByNobody')}
              rows={rows?.filter(({ controller }) => controller === asset.id) ?? []}
              peerOf={({ client }) => client}
            />
            <Changes
              title={t('asset.changesOthers')}
              none={t('asset.changesNobody')}
              rows={rows?.filter(({ client }) => client === asset.id) ?? []}
              peerOf={({ controller }) => controller}
            />
          </>
        )}
      </Loaded>
      <Indirect reach={reach.data?.find(({ controller }) => controller === asset.id)} />
    </div>
  )
}

type ChangesProps = {
  readonly title: string
  readonly none: string
  readonly rows: readonly ControlRow[]
  readonly peerOf: (row: ControlRow) => string
}

function Changes({ title, none, rows, peerOf }: ChangesProps) {
  const { t } = useTranslation()
  return (
    <Panel title={title} flush>
      {rows.length === 0 ? (
        <p className={styles.quiet}>{none}</p>
      ) : (
        <div className={styles.frame}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th>{t('asset.peer')}</th>
                <th>{t('finding.protocol')}</th>
                <th>{t('asset.does')}</th>
                <th>{t('asset.refused')}</th>
                <th>{t('asset.objects')}</th>
                <th>{t('finding.last')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(row => (
                <ChangeLine key={`${row.client} ${row.controller} ${row.protocol}`} row={row} peer={peerOf(row)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  )
}

function ChangeLine({ row, peer }: { readonly row: ControlRow; readonly peer: string }) {
  const nameOf = useNames()
  return (
    <tr>
      <td>
        <AssetLink id={peer}>
          <Name text={nameOf(peer)} />
        </AssetLink>
      </td>
      <td>
        <Name text={row.protocol} />
      </td>
      <td>
        <Counts of={row.verbs} />
      </td>
      <td>
        <Counts of={row.refused} />
      </td>
      <td>
        <Name text={row.objects.join(', ')} mono />
      </td>
      <td className={`dim ${styles.nowrap}`}>
        <Moment at={row.last} />
      </td>
    </tr>
  )
}

function Counts({ of }: { readonly of: Readonly<Record<string, number>> }) {
  const { i18n } = useTranslation()
  const words = useWords()
  const number = new Intl.NumberFormat(i18n.language)
  return Object.entries(of).map(([verb, count]) => (
    <div key={verb} className={styles.nowrap}>
      {words.verb(verb)} <span className="dim">{number.format(count)}</span>
    </div>
  ))
}

/** Those who can act on somebody who can change it. */
function Indirect({ reach }: { readonly reach: Reach | undefined }) {
  const { t } = useTranslation()
  const nameOf = useNames()
  if (!reach || reach.indirect.length === 0) return null
  return (
    <Panel title={t('asset.indirect')} flush>
      <ul className={styles.plainList}>
        {reach.indirect.map(({ asset, through, protocol, kind, steps }) => (
          <li key={`${asset} ${through} ${protocol}`}>
            <AssetLink id={asset}>
              <Name text={nameOf(asset)} />
            </AssetLink>{' '}
            {t('asset.through', { through: nameOf(through), protocol, kind, count: steps })}
          </li>
        ))}
      </ul>
    </Panel>
  )
}
