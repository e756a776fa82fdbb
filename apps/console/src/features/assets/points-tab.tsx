// What it holds: registers, tags and objects, with how their values went.
import { TextInput, UnstyledButton } from '@mantine/core'
import type { Point } from '@nautilus/model'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { Empty } from '../../shared/states.tsx'
import { plain } from '../../shared/text.ts'
import { VirtualList } from '../../shared/virtual-list.tsx'
import type { AssetDetail } from '../../shared/wire.ts'
import { PointLine } from './point-line.tsx'
import { lastOf, rangeOf } from './point-values.ts'
import styles from './points-tab.module.css'

const PointChart = lazy(() => import('./point-chart.tsx'))

/** px */
const ROW = 40
/** Rows in sight. */
const MOST_SHOWN = 14

export function PointsTab({ detail: { asset, points } }: { readonly detail: AssetDetail }) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const [open, setOpen] = useState<Point | null>(null)
  const part = text.trim().toLowerCase()
  const fitting = points.filter(({ object, protocol }) => `${object} ${protocol}`.toLowerCase().includes(part))
  if (points.length === 0)
    return (
      <Empty icon="now" title={t('point.none')}>
        {t('point.noneText')}
      </Empty>
    )
  return (
    <Panel
      title={t('asset.points')}
      flush
      aside={
        <TextInput
          type="search"
          size="xs"
          value={text}
          onChange={event => setText(event.currentTarget.value)}
          placeholder={t('point.search')}
          aria-label={t('point.search')}
        />
      }
    >
      <div style={{ height: 34 + ROW * Math.min(MOST_SHOWN, Math.max(1, fitting.length)) }}>
        <VirtualList
          count={fitting.length}
          rowHeight={ROW}
          label={t('asset.points')}
          keyOf={index => `${fitting[index]?.protocol} ${fitting[index]?.port} ${fitting[index]?.object}`}
          head={<Head />}
          minWidth={760}
        >
          {index => <Row point={fitting[index]!} asset={asset.id} onOpen={setOpen} />}
        </VirtualList>
      </div>
      <Suspense>{open && <PointChart asset={asset.id} point={open} onClose={() => setOpen(null)} />}</Suspense>
    </Panel>
  )
}

function Head() {
  const { t } = useTranslation()
  return (
    <div className={`${styles.grid} ${styles.head}`}>
      <span>{t('finding.object')}</span>
      <span>{t('point.last')}</span>
      <span>{t('point.range')}</span>
      <span>{t('point.course')}</span>
      <span>{t('point.readers')}</span>
      <span>{t('point.writers')}</span>
      <span>{t('point.at')}</span>
    </div>
  )
}

type RowProps = { readonly point: Point; readonly asset: string; readonly onOpen: (point: Point) => void }

function Row({ point, asset, onOpen }: RowProps) {
  const { t, i18n } = useTranslation()
  const number = new Intl.NumberFormat(i18n.language)
  return (
    <UnstyledButton
      className={`${styles.grid} ${styles.row}`}
      onClick={() => onOpen(point)}
      title={t('point.show', { object: plain(point.object, 80) })}
    >
      <span>
        <Name text={point.object} mono /> <span className="dim">{point.protocol}</span>
      </span>
      <span>
        <Name text={lastOf(point, number)} mono />
      </span>
      <span className="dim">
        <Name text={rangeOf(point, number)} mono />
      </span>
      <span>
        <PointLine asset={asset} point={point} />
      </span>
      <span className="dim">{point.readers.length}</span>
      <span className={point.writers.length > 0 ? undefined : 'dim'}>{point.writers.length}</span>
      <span className="dim">
        <Moment at={point.at} />
      </span>
    </UnstyledButton>
  )
}
