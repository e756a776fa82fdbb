// The curve of losses that are exceeded, as the chart draws it.
import type { CurvePoint } from '@nautilus/risk'
import type { ChartOption } from '../../shared/chart.tsx'

export type Appetite = { readonly loss: number; readonly chance: number }
type Words = {
  readonly now: string
  readonly plan: string
  readonly appetite: string
  readonly axis: string
  readonly money: (value: number) => string
  readonly share: (value: number) => string
}

const pointsOf = (curve: readonly CurvePoint[]): [number, number][] =>
  curve.map(({ loss, probability }) => [loss, probability])

/** The loss from left to right in steps of ten, how likely a year exceeds it from bottom to top. */
export function curveOption(
  now: readonly CurvePoint[],
  plan: readonly CurvePoint[] | null,
  appetite: Appetite | null,
  words: Words,
): ChartOption {
  const losses = [...now, ...(plan ?? []), ...(appetite ? [appetite] : [])].map(({ loss }) => loss)
  const least = Math.min(...losses)
  const line = { type: 'line' as const, symbol: 'none', animation: false }
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
    series: [
      { ...line, name: words.now, lineStyle: { width: 2.5 }, areaStyle: { opacity: 0.08 }, data: pointsOf(now) },
      ...(plan
        ? [{ ...line, name: words.plan, lineStyle: { width: 2, type: 'dashed' as const }, data: pointsOf(plan) }]
        : []),
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
    ],
  }
}
