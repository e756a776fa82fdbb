// The packets that live sensors keep: how far back they reach, and what is missing in them.
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { LoadedIfThere } from '../../shared/missing.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { overviewQuery } from '../../shared/queries.ts'
import { Empty } from '../../shared/states.tsx'
import { Table } from '../../shared/table.tsx'
import { bytesOf } from './figures.ts'

export function Rings() {
  const { t, i18n } = useTranslation()
  const query = useQuery(overviewQuery(useHere()))
  const number = new Intl.NumberFormat(i18n.language)
  const size = (bytes: number) => bytesOf(bytes, i18n.language)
  return (
    <Panel flush title={t('sensors.ring')}>
      <LoadedIfThere query={query}>
        {({ sensors }) => {
          const rows = sensors.flatMap(({ id, name, health: { ring } }) => (ring ? [{ id, name, ring }] : []))
          if (rows.length === 0)
            return (
              <Empty title={t('sensors.noRing')}>
                <p>{t('sensors.noRingText')}</p>
              </Empty>
            )
          return (
            <Table
              label={t('sensors.ring')}
              rows={rows}
              keyOf={({ id }) => id}
              columns={[
                { name: t('sensors.name'), cell: ({ name, ring }) => <Called name={name} trouble={ring.trouble} /> },
                { name: t('sensors.ringFrom'), cell: ({ ring }) => <Moment at={ring.from} /> },
                { name: t('sensors.ringTo'), cell: ({ ring }) => <Moment at={ring.to} /> },
                {
                  name: t('sensors.ringRoom'),
                  number: true,
                  cell: ({ ring }) => t('sensors.ringOf', { bytes: size(ring.bytes), size: size(ring.size) }),
                },
                { name: t('sensors.ringDropped'), number: true, cell: ({ ring }) => number.format(ring.dropped) },
                { name: t('sensors.ringCapped'), number: true, cell: ({ ring }) => number.format(ring.cappedFlows) },
                { name: t('sensors.ringFree'), number: true, cell: ({ ring }) => size(ring.free) },
                {
                  name: t('sensors.ringEncrypted'),
                  cell: ({ ring }) => t(ring.encrypted ? 'sensors.yes' : 'sensors.no'),
                },
              ]}
            />
          )
        }}
      </LoadedIfThere>
    </Panel>
  )
}

/** What is wrong comes from the sensor, in its own words. */
const Called = ({ name, trouble }: { readonly name: string; readonly trouble: string | null }) => (
  <div>
    <Name text={name} />
    {trouble && (
      <div style={{ color: 'var(--severity-high)', fontSize: 12 }}>
        <Name text={trouble} />
      </div>
    )}
  </div>
)
