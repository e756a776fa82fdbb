// The curve of losses that are exceeded, as the chart draws it.
import type { CurvePoint } from '@nautilus/risk'
import type { ChartOption } from '../../shared/chart.tsx'

export type Appetite = { readonly loss: number; readonly chance: number }
type Words = {
  readonly now: string
  readonly plan: string
  readonly inherent: string
  readonly appetite: string
  readonly axis: string
  readonly money: (value: number) => string
  readonly share: (value: number) => string
}

const pointsOf = (curve: readonly CurvePoint[]): [number, number][] =>
  curve.map(({ loss, probability }) => [loss, probability])

export type Curves = {
  readonly now: readonly CurvePoint[]
  readonly plan: readonly CurvePoint[] | null
  /** As if nothing kept others out; null where that is how it is. */
  readonly inherent: readonly CurvePoint[] | null
}

/** The loss from left to right in steps of ten, how likely a year exceeds it from bottom to top. */
export function curveOption(curves: Curves, appetite: Appetite | null, words: Words): ChartOption {
  const { now, plan, inherent } = curves
  const all = [...now, ...(plan ?? []), ...(inherent ?? []), ...(appetite ? [appetite] : [])]
  const losses = all.map(({ loss }) => loss)
  const least = Math.min(...losses)
  return {
    animation: false,
    grid: { left: 12, right: 24, top: 30, bottom: 30, containLabel: true },
    tooltip: {
      trigger: 'axis',
      valueFormatter: value => words.share(Number(value)),
      axisPointer: { label: { formatter: ({ value }) => words.money(Number(value)) } },
    },
    xAxis: {
      type: 'log',
      min: least,
      max: Math.max(...losses),
      name: words.axis,
      nameLocation: 'middle',
      nameGap: 26,
      axisLabel: { formatter: (value: number) => words.money(value), hideOverlap: true },
      axisPointer: { label: { formatter: ({ value }) => words.money(Number(value)) } },
    },
    yAxis: { type: 'value', min: 0, axisLabel: { formatter: (value: number) => words.share(value) } },
    series: seriesOf(curves, appetite, least, words),
  }
}

const line = { type: 'line' as const, symbol: 'none', animation: false }

function seriesOf({ now, plan, inherent }: Curves, appetite: Appetite | null, least: number, words: Words) {
  const curve = (name: string, points: readonly CurvePoint[], lineStyle: object) => ({
    ...{ ...line, name, lineStyle },
    data: pointsOf(points),
  })
  return [
    { ...curve(words.now, now, { width: 2.5 }), areaStyle: { opacity: 0.08 } },
    ...(plan ? [curve(words.plan, plan, { width: 2, type: 'dashed' })] : []),
    ...(inherent ? [curve(words.inherent, inherent, { width: 1.5, color: '#8e99a6' })] : []),
    ...(appetite
      ? [
          {
            ...line,
            name: words.appetite,
            tooltip: { show: false },
            lineStyle: { width: 1.5, type: 'dotted' as const, color: '#b94a08' },
            // Above this corner it is more than is borne.
            data: [
              [least, appetite.chance],
              [appetite.loss, appetite.chance],
              [appetite.loss, 0],
            ],
          },
        ]
      : []),
  ]
}
