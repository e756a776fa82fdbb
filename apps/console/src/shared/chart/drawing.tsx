import { useComputedColorScheme } from '@mantine/core'
import { BarChart, LineChart } from 'echarts/charts'
import { BrushComponent, GridComponent, MarkPointComponent, TooltipComponent } from 'echarts/components'
import { type EChartsCoreOption, type EChartsType, init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import { type Colours, coloursOf } from '../colours.ts'

use([BarChart, LineChart, BrushComponent, GridComponent, MarkPointComponent, TooltipComponent, CanvasRenderer])

export type DrawingProps = {
  readonly option: (colours: Colours) => EChartsCoreOption
  /** px */
  readonly height: number
  /** In words, for those who do not see it. */
  readonly label: string
  /** A part of the time axis was marked, ms. */
  readonly onRange?: (from: number, to: number) => void
}

export function Drawing({ option, height, label, onRange }: DrawingProps) {
  const host = useRef<HTMLDivElement>(null)
  const chart = useRef<EChartsType | null>(null)
  const range = useRef(onRange)
  range.current = onRange
  const scheme = useComputedColorScheme('light')
  useEffect(() => {
    const drawn = init(host.current!)
    chart.current = drawn
    const observer = new ResizeObserver(() => drawn.resize())
    observer.observe(host.current!)
    drawn.on('brushEnd', event => {
      const [first] = (event as { areas?: { coordRange?: [number, number] }[] }).areas ?? []
      drawn.dispatchAction({ type: 'brush', areas: [] })
      if (first?.coordRange) range.current?.(...first.coordRange)
    })
    return () => {
      observer.disconnect()
      drawn.dispose()
    }
  }, [])
  const canMark = onRange !== undefined
  // biome-ignore lint/correctness/useExhaustiveDependencies: the scheme decides what the colours are worth
  useEffect(() => {
    chart.current?.setOption({ animation: false, ...option(coloursOf(host.current!)) }, { notMerge: true })
    if (canMark)
      chart.current?.dispatchAction({
        type: 'takeGlobalCursor',
        key: 'brush',
        brushOption: { brushType: 'lineX', brushMode: 'single' },
      })
  }, [option, scheme, canMark])
  return <div ref={host} style={{ height }} role="img" aria-label={label} />
}
