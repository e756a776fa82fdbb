// Charts: the parts of ECharts that we use, in the colours of the page.
import { useComputedColorScheme } from '@mantine/core'
import { LineChart, type LineSeriesOption, ScatterChart, type ScatterSeriesOption } from 'echarts/charts'
import {
  GridComponent,
  type GridComponentOption,
  TooltipComponent,
  type TooltipComponentOption,
} from 'echarts/components'
import { type ComposeOption, init, use as register } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'

register([LineChart, ScatterChart, GridComponent, TooltipComponent, CanvasRenderer])

export type ChartOption = ComposeOption<
  LineSeriesOption | ScatterSeriesOption | GridComponentOption | TooltipComponentOption
>

export function Chart({ option, label }: { readonly option: ChartOption; readonly label: string }) {
  const place = useRef<HTMLDivElement>(null)
  const scheme = useComputedColorScheme()
  useEffect(() => {
    const element = place.current
    if (!element) return
    const chart = init(element, scheme === 'dark' ? 'dark' : undefined)
    const color = (name: string) => getComputedStyle(element).getPropertyValue(name).trim()
    const accent = scheme === 'dark' ? '#57c0d6' : '#0b6b81'
    chart.setOption({
      backgroundColor: 'transparent',
      textStyle: { fontFamily: color('--mantine-font-family') },
      color: [accent, accent, accent, scheme === 'dark' ? '#ff9248' : '#b94a08'],
      ...option,
    })
    const resized = new ResizeObserver(() => chart.resize())
    resized.observe(element)
    return () => {
      resized.disconnect()
      chart.dispose()
    }
  }, [option, scheme])
  return <div ref={place} role="img" aria-label={label} style={{ height: '100%' }} />
}
