// Devices of a CMDB as a list of assets.
import { type CmdbDevice, PullFailed, readCmdb } from '@nautilus/integrations'
import { type ListField, type ListMapping, type ListRow, rowOf } from '@nautilus/inventory'
import type { ListDesk } from './list-desk.ts'

type Connection = Parameters<typeof readCmdb>[0]
type Fields = Readonly<Partial<Record<ListField, (device: CmdbDevice) => string>>>

const shown =
  (name: string) =>
  ({ entry }: CmdbDevice) =>
    entry[name]?.display ?? ''

/** What is written as it stands in the CMDB; who answers for a device may stand in several places. */
const fields: Fields = {
  name: shown('name'),
  ip: ({ ips }) => ips.join(' '),
  mac: ({ macs }) => macs.join(' '),
  serial: shown('serial_number'),
  tag: shown('asset_tag'),
  vendor: shown('manufacturer'),
  model: shown('model_id'),
  firmware: shown('firmware_version'),
  owner: device => ['owned_by', 'managed_by', 'assigned_to'].map(name => shown(name)(device)).find(Boolean) ?? '',
  location: shown('location'),
  criticality: shown('busines_criticality'),
  ref: ({ entry }) => entry.sys_id?.value ?? '',
}

/** Rows of one batch, and faults that are told. */
const BATCH = 1000
const MOST_FAULTS = 100

export async function pullCmdb(
  connection: Connection,
  desk: ListDesk,
  { place, name, source, by }: { place: { tenant: string; site: string }; name: string; source: string; by: string },
): Promise<object> {
  const devices = await readCmdb(connection)
  if (devices.length === 0)
    throw new PullFailed(
      'ServiceNow has no record that fits: the table is empty, the query too narrow, or a role lacks.',
    )
  const columns = Object.keys(fields) as ListField[]
  const mapping: ListMapping = Object.fromEntries(columns.map((field, at) => [field, at]))
  const faults: { line: number; message: string }[] = []
  let more = 0
  async function* rows(): AsyncGenerator<ListRow[]> {
    for (let at = 0; at < devices.length; at += BATCH) {
      yield devices.slice(at, at + BATCH).flatMap((device, index) => {
        const cells = columns.map(field => fields[field]!(device))
        const line = at + index + 1
        const { row, faults: wrong } = rowOf('assets', mapping, { line, cells })
        for (const message of wrong)
          if (faults.length < MOST_FAULTS) faults.push({ line, message: `${cells[0] || 'a record'}: ${message}` })
          else more++
        return row ? [row] : []
      })
    }
  }
  const table = { columns, samples: [], mapping, missing: [], rows, faults, more: () => more }
  const { changes } = await desk.take(place, { kind: 'assets', name, mapping, dry: false, by }, table, source)
  return { records: devices.length, ...changes, faults: faults.length + more }
}
