// What is not as it should be with the sensors, and what to do: the gravest first.
import type { TroubleCode } from '@nautilus/model'
import { useTranslation } from 'react-i18next'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import type { Sensor } from '../../shared/wire.ts'
import { bytesOf, spanOf } from './figures.ts'
import styles from './sensors.module.css'

type Trouble = Sensor['troubles'][number]

export function Troubles({ sensors }: { readonly sensors: readonly Sensor[] }) {
  const { t } = useTranslation()
  const ill = sensors.filter(({ troubles }) => troubles.length > 0)
  if (ill.length === 0) return null
  return (
    <Panel title={t('sensors.toPutRight')}>
      {ill.map(({ id, name, troubles }) => (
        <section key={id} className={styles.ill} aria-label={name}>
          <h3>
            <Name text={name} />
          </h3>
          <ul>
            {troubles.map(trouble => (
              <li key={`${trouble.code} ${trouble.values.interface ?? ''}`} data-grade={trouble.grade}>
                <strong>{t(`sensors.trouble-grade-${trouble.grade}`)}</strong> <Sentence trouble={trouble} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Panel>
  )
}

function Sentence({ trouble: { code, values } }: { readonly trouble: Trouble }) {
  const { t, i18n } = useTranslation()
  // A page that is older than its platform has no words for it.
  const isKnown = (one: string): one is TroubleCode => one === 'clock' || i18n.exists(`sensors.trouble-${one}`)
  if (!isKnown(code)) return <span>{code}</span>
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 0 })
  const number = new Intl.NumberFormat(i18n.language)
  const figure = (name: string) => Number(values[name] ?? 0)
  const text = (name: string) => String(values[name] ?? '')
  const key = code === 'clock' ? (`clock-${values.is === 'ahead' ? 'ahead' : 'behind'}` as const) : code
  const sentence = t(`sensors.trouble-${key}`, {
    ...{ interface: text('interface'), version: text('version'), hub: text('hub') },
    ...{ time: spanOf(figure('seconds'), i18n.language), share: percent.format(figure('share')) },
    ...{ load: percent.format(figure('load')), dropped: number.format(figure('dropped')) },
    ...{ frozen: number.format(figure('frozen')), batches: number.format(figure('batches')) },
    bytes: bytesOf(figure('bytes'), i18n.language),
  })
  return (
    <span>
      {sentence} {text('why') !== '' && <Name text={text('why')} />}
    </span>
  )
}
