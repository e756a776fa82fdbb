// What the chart of a value draws.
import type { ChartOption } from '../../shared/chart.tsx'
import type { PointValue } from '../../shared/wire.ts'

type Words = {
  readonly unit: string | null
  /** Name of the marks where something was written. */
  readonly written: string
  /** A time in the zone of the plant; µs. */
  readonly timeOf: (at: number) => string
}

/** The last value of each part of the time as a line, its range as a band, writes as dots. */
export function chartOf(values: readonly PointValue[], { unit, written, timeOf }: Words): ChartOption {
  const at = (value: PointValue) => value.at / 1000
  const band = { type: 'line' as const, symbol: 'none', lineStyle: { opacity: 0 }, stack: 'range', silent: true }
  return {
    animation: false,
    grid: { left: 12, right: 16, top: 24, bottom: 12, containLabel: true },
    tooltip: { trigger: 'axis' },
    xAxis: {
      type: 'time',
      axisLabel: { formatter: (ms: number) => timeOf(ms * 1000), hideOverlap: true },
      axisPointer: { label: { formatter: ({ value }) => timeOf(Number(value) * 1000) } },
    },
    yAxis: { type: 'value', scale: true, name: unit ?? '' },
    series: [
      { ...band, name: '', data: values.map(value => [at(value), value.min]), tooltip: { show: false } },
      {
        ...band,
        name: '',
        areaStyle: { opacity: 0.16 },
        data: values.map(value => [at(value), value.max - value.min]),
        tooltip: { show: false },
      },
      {
        type: 'line',
        name: unit ?? '',
        symbol: 'none',
        step: 'end',
        data: values.map(value => [at(value), value.last]),
      },
      {
        type: 'scatter',
        name: written,
        symbolSize: 6,
        data: values.filter(value => value.written).map(value => [at(value), value.last]),
      },
    ],
  }
}
