import type { Point } from '@nautilus/model'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Sparkline } from '../../shared/sparkline.tsx'
import { plain } from '../../shared/text.ts'
import { historyQuery } from './api.ts'
import { isNumeric, keptAs } from './point-values.ts'

/** µs before the newest value. */
const SHOWN = 6 * 3600e6
const MINUTE = 60e6

/** How the value went in the last hours. */
export function PointLine({ asset, point }: { readonly asset: string; readonly point: Point }) {
  const { t } = useTranslation()
  // To the minute, so that a value that just came does not ask anew at once.
  const to = (Math.floor(point.at / MINUTE) + 1) * MINUTE
  const range = useMemo(() => ({ from: Math.max(point.first, to - SHOWN), to }), [point.first, to])
  const query = useQuery({
    ...historyQuery(useHere(), asset, keptAs(point, 0), range),
    enabled: isNumeric(point),
    placeholderData: before => before,
  })
  if (!query.data || query.data.length < 2) return null
  const samples = query.data.map(({ at, last, written }) => ({ at, value: last, marked: written }))
  return <Sparkline samples={samples} label={t('point.courseOf', { object: plain(point.object, 80) })} />
}
