// Only the rows in sight are drawn: ten thousand are as quick as ten.
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { useKeys } from '../../shared/keys.ts'
import { VirtualList } from '../../shared/virtual-list.tsx'
import type { AssetRow } from '../../shared/wire.ts'
import styles from './asset-table.module.css'
import { columns as all, type ColumnName, type Shown } from './columns.tsx'

type Props = {
  readonly rows: readonly AssetRow[]
  readonly columns: readonly ColumnName[]
  readonly shown: Shown
  readonly onEnd: () => void
}

/** px */
const ROW = 36
/** px of one column before the table scrolls sideways. */
const NARROWEST = 96

export function AssetTable({ rows, columns, shown, onEnd }: Props) {
  const { t } = useTranslation()
  const { tenant, site } = useHere()
  const at = useCursor(rows)
  const template = { gridTemplateColumns: columns.map(name => all[name].width).join(' ') }
  const head = (
    <div className={styles.head} style={template}>
      {columns.map(name => (
        <span key={name}>{t(`column.${name}`)}</span>
      ))}
    </div>
  )
  return (
    <VirtualList
      count={rows.length}
      rowHeight={ROW}
      label={t('page.assets')}
      keyOf={index => rows[index]?.id ?? String(index)}
      onEnd={onEnd}
      at={at}
      head={head}
      minWidth={columns.length * NARROWEST}
    >
      {index => (
        <Link
          to="/$tenant/$site/assets/$asset"
          params={{ tenant, site, asset: rows[index]!.id }}
          className={styles.row}
          style={template}
          data-at={index === at}
        >
          {columns.map(name => (
            <span key={name}>{all[name].draw(rows[index]!, shown)}</span>
          ))}
        </Link>
      )}
    </VirtualList>
  )
}

/** j and k move, Enter opens. */
function useCursor(rows: readonly AssetRow[]): number {
  const [own, setOwn] = useState(-1)
  const { tenant, site } = useHere()
  const navigate = useNavigate()
  const at = Math.min(own, rows.length - 1)
  const move = (step: number) => setOwn(Math.max(0, Math.min(rows.length - 1, at + step)))
  const open = () => {
    const asset = rows[at]?.id
    if (asset) void navigate({ to: '/$tenant/$site/assets/$asset', params: { tenant, site, asset } })
  }
  useKeys({ j: () => move(1), k: () => move(-1), arrowdown: () => move(1), arrowup: () => move(-1), enter: open })
  return at
}
