// The variables of a device.
import type { Point } from '@nautilus/model'
import { useTranslation } from 'react-i18next'
import { useNames } from '../../shared/asset-names.ts'
import { AssetLink } from '../../shared/links.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { Table } from '../../shared/table.tsx'
import { shownOf, spanOf, viaOf } from './points.ts'
import styles from './process.module.css'

type Props = { readonly points: readonly Point[]; readonly onChoose: (point: Point) => void }

export function PointsTable({ points, onChoose }: Props) {
  const { t, i18n } = useTranslation()
  const format = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 3 })
  return (
    <Panel flush>
      <Table
        label={t('process.variables')}
        rows={points}
        keyOf={point => `${viaOf(point)} ${point.object}`}
        columns={[
          {
            name: t('process.variable'),
            cell: point => (
              <button type="button" className={styles.object} onClick={() => onChoose(point)}>
                <Name text={point.object} mono />
              </button>
            ),
          },
          { name: t('process.via'), cell: point => <Name text={viaOf(point)} /> },
          { name: t('process.value'), number: true, cell: point => <Name text={shownOf(point, format)} mono /> },
          { name: t('process.span'), number: true, cell: point => <Name text={spanOf(point, format)} mono /> },
          { name: t('process.readers'), cell: ({ readers }) => <Who ids={readers} /> },
          { name: t('process.writers'), cell: ({ writers }) => <Who ids={writers} /> },
          { name: t('process.count'), number: true, cell: ({ count }) => format.format(count) },
          { name: t('process.last'), cell: ({ at }) => <Moment at={at} /> },
        ]}
      />
    </Panel>
  )
}

const MOST_WHO = 3

function Who({ ids }: { readonly ids: readonly string[] }) {
  const nameOf = useNames()
  if (ids.length === 0) return <span className="dim">–</span>
  return (
    <div className={styles.who}>
      {ids.slice(0, MOST_WHO).map((id, index) => (
        <span key={id}>
          {index > 0 && ', '}
          <AssetLink id={id}>
            <Name text={nameOf(id)} />
          </AssetLink>
        </span>
      ))}
      {ids.length > MOST_WHO && <span className="dim"> +{ids.length - MOST_WHO}</span>}
    </div>
  )
}
