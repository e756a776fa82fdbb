// The columns of the table: what each shows, and how it is exported.
import type { ReactNode } from 'react'
import { calledOf } from '../../shared/asset-names.ts'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import type { AssetRow } from '../../shared/wire.ts'
import type { Words } from '../../shared/words.ts'

export const columnNames = [
  'name',
  'ip',
  'role',
  'vendor',
  'model',
  'firmware',
  'zone',
  'level',
  'criticality',
  'owner',
  'protocols',
  'mac',
  'last',
] as const
export type ColumnName = (typeof columnNames)[number]

export type Shown = { readonly words: Words; readonly zoneOf: (id: string | null) => string }
type Column = {
  /** Of `grid-template-columns`. */
  readonly width: string
  readonly draw: (row: AssetRow, shown: Shown) => ReactNode
  readonly text: (row: AssetRow, shown: Shown) => string | number | null
}

const plainly = (width: string, text: Column['text'], mono = false): Column => ({
  width,
  text,
  draw: (row, shown) => <Name text={String(text(row, shown) ?? '')} mono={mono} />,
})

/** `modbus server` and `modbus client` are one protocol. */
export const protocolsOf = (row: Pick<AssetRow, 'protocols'>): readonly string[] => [
  ...new Set(row.protocols.map(text => text.replace(/ (client|server)$/, ''))),
]

export const columns: Readonly<Record<ColumnName, Column>> = {
  name: {
    ...plainly('minmax(144px, 1.5fr)', calledOf),
    draw: row => (
      <strong>
        <Name text={calledOf(row)} />
      </strong>
    ),
  },
  ip: plainly('minmax(100px, 1fr)', row => row.ip.join(', '), true),
  role: plainly('minmax(96px, 1fr)', (row, { words }) => words.role(row.role)),
  vendor: plainly('minmax(80px, 1fr)', row => row.vendor),
  model: plainly('minmax(84px, 1.2fr)', row => row.model),
  firmware: plainly('90px', row => row.firmware),
  zone: plainly('minmax(90px, 1fr)', (row, { zoneOf }) => zoneOf(row.zone)),
  level: plainly('60px', row => row.level),
  criticality: plainly('72px', (row, { words }) => row.criticality && words.criticality(row.criticality)),
  owner: plainly('minmax(80px, 1fr)', row => row.owner),
  protocols: plainly('minmax(76px, 1.2fr)', row => protocolsOf(row).join(', ')),
  mac: plainly('140px', row => row.mac.join(', '), true),
  last: {
    width: '88px',
    text: row => (row.last === null ? null : new Date(row.last / 1000).toISOString()),
    draw: row => <Moment at={row.last} as="brief" />,
  },
}
