// What a variable held over time, and when it was written.

import { Select } from '@mantine/core'
import type { Point } from '@nautilus/model'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Chart } from '../../shared/chart/chart.tsx'
import type { Colours } from '../../shared/colours.ts'
import { useHere } from '../../shared/here.tsx'
import { HuntLink } from '../../shared/hunt-link.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { Empty, Loaded } from '../../shared/states.tsx'
import { exact, short } from '../../shared/time.ts'
import type { PointValue } from '../../shared/wire.ts'
import { historyQuery } from './data.ts'
import { seriesOf } from './points.ts'
import styles from './process.module.css'

const HOURS = [1, 6, 24, 168] as const
export const USUAL_HOURS = 1

type Props = { readonly point: Point; readonly hours: number; readonly onHours: (hours: number) => void }

export function History({ point, hours, onHours }: Props) {
  const { t } = useTranslation()
  const here = useHere()
  const series = seriesOf(point)
  const [own, setOwn] = useState<string | null>(null)
  const object = own !== null && series.includes(own) ? own : (series[0] ?? point.object)
  const query = useQuery(historyQuery(here, point.server, object, hours))
  return (
    <div className={styles.chosen}>
      <Panel
        title={<Name text={object} mono />}
        aside={
          <>
            {series.length > 1 && (
              <Select
                size="xs"
                w={150}
                aria-label={t('process.number')}
                data={series.slice(0, 128)}
                value={object}
                onChange={setOwn}
                searchable
              />
            )}
            <HoursSelect hours={hours} onHours={onHours} />
          </>
        }
      >
        <Loaded query={query}>
          {({ values, from, to }) =>
            values.length === 0 ? (
              <Empty icon="process" title={t('process.noValues')}>
                <p>{t('process.noValuesText')}</p>
              </Empty>
            ) : (
              <Curve values={values} from={from} to={to} unit={point.unit} />
            )
          }
        </Loaded>
        <HuntLink
          where={[
            ['server', 'is', point.server],
            ['object', 'contains', point.object],
          ]}
          range="24h"
        >
          {t('process.operations')}
        </HuntLink>
      </Panel>
    </div>
  )
}

function HoursSelect({ hours, onHours }: Pick<Props, 'hours' | 'onHours'>) {
  const { t } = useTranslation()
  return (
    <Select
      size="xs"
      w={140}
      aria-label={t('process.time')}
      data={HOURS.map(value => ({ value: String(value), label: t(`process.hours-${value}`) }))}
      value={String(hours)}
      allowDeselect={false}
      onChange={next => onHours(Number(next))}
    />
  )
}

type CurveProps = {
  readonly values: readonly PointValue[]
  readonly from: number
  readonly to: number
  readonly unit: string | null
}

function Curve({ values, from, to, unit }: CurveProps) {
  const { t, i18n } = useTranslation()
  const { timeZone } = useHere()
  const language = i18n.language
  const option = useMemo(() => {
    const words = {
      at: (ms: number) => exact(ms * 1000, language, timeZone),
      axis: (ms: number) => short(ms * 1000, language, timeZone),
      written: t('process.written'),
    }
    return (colours: Colours) => optionOf(colours, { values, from, to, unit, words })
  }, [values, from, to, unit, language, timeZone, t])
  return <Chart option={option} height={230} label={t('process.curve', { count: values.length })} />
}

type Drawn = CurveProps & {
  readonly words: {
    readonly at: (ms: number) => string
    readonly axis: (ms: number) => string
    readonly written: string
  }
}

function optionOf(colours: Colours, { values, from, to, unit, words }: Drawn) {
  const { line, 'ink-dim': dim, ink, surface } = colours
  const label = { color: dim, fontSize: 11 }
  return {
    grid: { left: 60, right: 20, top: 24, bottom: 26 },
    tooltip: {
      trigger: 'axis',
      backgroundColor: surface,
      borderColor: line,
      textStyle: { color: ink, fontSize: 12 },
      formatter: (points: readonly { readonly value: readonly (number | string)[] }[]) => {
        const [at, last, min, max] = points[0]!.value
        return `${words.at(Number(at))}<br><b>${last}</b> (${min} … ${max})`
      },
    },
    xAxis: {
      type: 'time',
      min: from / 1000,
      max: to / 1000,
      axisLabel: { ...label, hideOverlap: true, formatter: words.axis },
      axisLine: { lineStyle: { color: line } },
      axisTick: { show: false },
    },
    yAxis: {
      type: 'value',
      scale: true,
      name: unit ?? '',
      nameTextStyle: { color: dim },
      axisLabel: label,
      splitLine: { lineStyle: { color: line } },
    },
    series: seriesFor(colours, values, words.written),
  }
}

/** The curve, and diamonds where somebody wrote. */
function seriesFor({ accent, 'severity-high': high }: Colours, values: readonly PointValue[], written: string) {
  const data = (from: readonly PointValue[]) => from.map(({ at, last, min, max }) => [at / 1000, last, min, max])
  return [
    {
      type: 'line',
      step: 'end',
      showSymbol: values.length < 40,
      symbolSize: 4,
      lineStyle: { color: accent, width: 1.8 },
      itemStyle: { color: accent },
      data: data(values),
    },
    {
      type: 'line',
      name: written,
      symbol: 'diamond',
      symbolSize: 8,
      lineStyle: { opacity: 0 },
      itemStyle: { color: high },
      data: data(values.filter(one => one.written)),
    },
  ]
}
