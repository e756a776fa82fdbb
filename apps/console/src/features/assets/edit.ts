// The form of what people write of a device.
import type { Zone } from '@nautilus/model'
import type { AssetEdits } from '../../shared/wire.ts'
import type { Edit } from './api.ts'

export const fieldNames = ['label', 'owner', 'criticality', 'zone', 'process', 'note'] as const
export type Fields = Record<(typeof fieldNames)[number], string>

export const fieldsOf = (edits: AssetEdits | null): Fields =>
  Object.fromEntries(fieldNames.map(name => [name, edits?.[name] ?? ''])) as Fields

/** Only what was changed; what was emptied is taken back. */
export function changesOf(before: Fields, after: Fields): Edit {
  const changed = fieldNames.filter(name => before[name] !== after[name].trim())
  return Object.fromEntries(changed.map(name => [name, after[name].trim() || null]))
}

type Named = readonly Pick<Zone, 'id' | 'name'>[]

/** People read and write names of zones; what is kept is the id, where the site has such a zone. */
export const withZoneName = (fields: Fields, zones: Named): Fields => ({
  ...fields,
  zone: zones.find(({ id }) => id === fields.zone)?.name ?? fields.zone,
})
export const withZoneId = (fields: Fields, zones: Named): Fields => ({
  ...fields,
  zone: zones.find(({ name }) => name === fields.zone.trim())?.id ?? fields.zone,
})
