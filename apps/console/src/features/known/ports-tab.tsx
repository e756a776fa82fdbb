// Devices that switches and routers know and that were never heard, and which ports the sensors hear.
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { Empty, Loaded } from '../../shared/states.tsx'
import { Table } from '../../shared/table.tsx'
import { type Ports, portsQuery } from './data.ts'
import styles from './known.module.css'

export function PortsTab() {
  const query = useQuery(portsQuery(useHere()))
  return <Loaded query={query}>{told => <Told told={told} />}</Loaded>
}

function Told({ told: { devices, ports } }: { readonly told: Ports }) {
  const { t } = useTranslation()
  if (devices.length + ports.length === 0)
    return (
      <Panel>
        <Empty icon="map" title={t('known.noTables')}>
          <p>{t('known.noTablesText')}</p>
        </Empty>
      </Panel>
    )
  return (
    <div className={styles.stack}>
      <Panel flush title={t('known.silentDevices', { count: devices.length })}>
        {devices.length === 0 ? (
          <Empty title={t('known.allHeard')} />
        ) : (
          <Table
            label={t('known.silent')}
            rows={devices}
            keyOf={({ mac }) => mac}
            columns={[
              { name: 'MAC', cell: ({ mac }) => <Name text={mac} mono /> },
              { name: 'IP', cell: ({ ip }) => <Name text={ip.join(' ')} fallback="–" mono /> },
              { name: t('known.field-switch'), cell: row => <Name text={row.switch} fallback="–" /> },
              { name: t('known.field-port'), cell: ({ port }) => <Name text={port} fallback="–" mono /> },
              { name: 'VLAN', cell: ({ vlan }) => <Name text={vlan} fallback="–" /> },
              { name: t('known.lists'), cell: ({ lists }) => <Name text={lists.join(', ')} /> },
            ]}
          />
        )}
      </Panel>
      {ports.length > 0 && (
        <Panel flush title={t('known.cover')}>
          <Table
            label={t('known.cover')}
            rows={ports}
            keyOf={row => `${row.switch} ${row.port}`}
            columns={[
              { name: t('known.field-switch'), cell: row => <Name text={row.switch} /> },
              { name: t('known.field-port'), cell: ({ port }) => <Name text={port} mono /> },
              { name: t('known.devices'), number: true, cell: ({ devices, uplink }) => (uplink ? '–' : devices) },
              { name: t('known.heard'), number: true, cell: ({ heard, uplink }) => (uplink ? '–' : heard) },
              { name: t('known.state'), cell: row => t(`known.port-${stateOf(row)}`) },
            ]}
          />
        </Panel>
      )}
    </div>
  )
}

function stateOf({ devices, heard, uplink }: Ports['ports'][number]): 'uplink' | 'heard' | 'partly' | 'silent' {
  if (uplink) return 'uplink'
  if (heard === 0) return 'silent'
  return heard < devices ? 'partly' : 'heard'
}
