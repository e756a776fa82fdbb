// When it happened. A part that is marked becomes the new time.
import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Chart } from '../../shared/chart/chart.tsx'
import type { Colours } from '../../shared/colours.ts'
import { useHere } from '../../shared/here.tsx'
import { exact, short } from '../../shared/time.ts'
import type { Found } from './data.ts'
import styles from './hunt.module.css'
import type { Range } from './range.ts'

type Props = {
  readonly histogram: Found['histogram']
  readonly range: Range
  readonly onRange: (from: number, to: number) => void
}

export function Histogram({ histogram: { width, bars }, range, onRange }: Props) {
  const { t, i18n } = useTranslation()
  const { timeZone } = useHere()
  const { from, to } = range
  const language = i18n.language
  const option = useMemo(() => {
    const data = bars.map(({ at, rows, operations }) => [at / 1000 + width * 500, rows, operations])
    return (colours: Colours) =>
      optionOf(colours, {
        data,
        width,
        from,
        to,
        words: {
          exact: at => exact(at, language, timeZone),
          short: at => short(at, language, timeZone),
          bar: (rows, operations) => t('hunt.barRows', { rows, operations }),
        },
      })
  }, [bars, width, from, to, language, timeZone, t])
  const mark = useCallback((a: number, b: number) => onRange(a * 1000, b * 1000), [onRange])
  const total = bars.reduce((sum, { rows }) => sum + rows, 0)
  return (
    <div className={styles.chart}>
      <Chart option={option} height={118} label={t('hunt.chart', { rows: total })} onRange={mark} />
    </div>
  )
}

type Drawn = {
  readonly data: readonly (readonly number[])[]
  readonly width: number
  readonly from: number
  readonly to: number
  readonly words: {
    readonly exact: (at: number) => string
    readonly short: (at: number) => string
    readonly bar: (rows: number, operations: number) => string
  }
}

function optionOf({ accent, line, 'ink-dim': dim, surface, ink }: Colours, { data, width, from, to, words }: Drawn) {
  const label = { color: dim, fontSize: 11 }
  const bare = { axisTick: { show: false }, axisLine: { show: false } }
  return {
    grid: { left: 56, right: 18, top: 12, bottom: 26 },
    brush: { xAxisIndex: 0, brushStyle: { color: 'rgba(20,140,170,0.18)', borderColor: accent }, outOfBrush: {} },
    tooltip: {
      trigger: 'axis',
      backgroundColor: surface,
      borderColor: line,
      textStyle: { color: ink, fontSize: 12 },
      formatter: (points: readonly { readonly value: readonly [number, number, number] }[]) => {
        const [at, rows, operations] = points[0]!.value
        return `${words.exact((at - width * 500) * 1000)}<br>${words.bar(rows, operations)}`
      },
    },
    xAxis: {
      ...bare,
      type: 'time',
      min: from / 1000,
      max: to / 1000,
      axisLabel: { ...label, hideOverlap: true, formatter: (ms: number) => words.short(ms * 1000) },
      splitNumber: 6,
    },
    yAxis: {
      ...bare,
      type: 'value',
      minInterval: 1,
      splitNumber: 2,
      axisLabel: label,
      splitLine: { lineStyle: { color: line } },
    },
    series: [{ type: 'bar', data, itemStyle: { color: accent }, barCategoryGap: '8%', barMaxWidth: 22 }],
  }
}
