// The course of one value, large.
import { Modal, NumberInput, SegmentedControl } from '@mantine/core'
import type { Point } from '@nautilus/model'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Chart } from '../../shared/chart.tsx'
import { useHere } from '../../shared/here.tsx'
import { Name } from '../../shared/name.tsx'
import { Loaded } from '../../shared/states.tsx'
import { short } from '../../shared/time.ts'
import { historyQuery } from './api.ts'
import { chartOf } from './point-option.ts'
import { keptAs } from './point-values.ts'
import styles from './points-tab.module.css'

const HOUR = 3600e6
const HOURS = [1, 8, 24, 168, 720] as const

type Props = { readonly asset: string; readonly point: Point; readonly onClose: () => void }

// biome-ignore lint/style/noDefaultExport: React.lazy takes a default export
export default function PointChart({ asset, point, onClose }: Props) {
  const { t, i18n } = useTranslation()
  const here = useHere()
  const timeOf = (at: number) => short(at, i18n.language, here.timeZone)
  const [hours, setHours] = useState<number>(8)
  const [place, setPlace] = useState(0)
  const range = useMemo(
    () => ({ from: Math.floor(point.at - hours * HOUR), to: Math.ceil(point.at) + 1 }),
    [point, hours],
  )
  const query = useQuery(historyQuery(here, asset, keptAs(point, place), range))
  return (
    <Modal opened onClose={onClose} size="xl" title={<Name text={point.object} mono />}>
      <div className={styles.controls}>
        <SegmentedControl
          size="xs"
          value={String(hours)}
          onChange={next => setHours(Number(next))}
          data={HOURS.map(count => ({ value: String(count), label: t(`hours.${count}`) }))}
        />
        <Places count={point.last?.length ?? 0} place={place} onPlace={setPlace} />
      </div>
      <div className={styles.chart}>
        <Loaded query={query}>
          {values =>
            values.length === 0 ? (
              <p className="dim">{t('point.noValues')}</p>
            ) : (
              <Chart
                option={chartOf(values, { unit: point.unit, written: t('point.written'), timeOf })}
                label={t('point.courseOf', { object: point.object })}
              />
            )
          }
        </Loaded>
      </div>
    </Modal>
  )
}

type PlacesProps = { readonly count: number; readonly place: number; readonly onPlace: (place: number) => void }

/** Of several values in a row, which one. */
function Places({ count, place, onPlace }: PlacesProps) {
  const { t } = useTranslation()
  if (count < 2) return null
  return (
    <NumberInput
      size="xs"
      w={110}
      min={0}
      max={count - 1}
      clampBehavior="strict"
      value={place}
      onChange={next => onPlace(Number(next))}
      aria-label={t('point.place')}
      leftSection={<span className="dim">[ ]</span>}
    />
  )
}
