// A row of a table as it is used: addresses in one spelling, grades of ours, and what is wrong with it, told at the column.
import { ipsOf, macsOf } from '../expected/addresses.ts'
import type { ListField, ListKind, ListMapping } from './fields.ts'
import { actionOf, endsOf, servicesOf } from './firewall.ts'

/** Characters of one value. */
const MAX_VALUE = 500

export type ListRow = {
  readonly line: number
  /** What the same thing is found by in the next edition of the list. */
  readonly key: string
  readonly ip: readonly string[]
  readonly mac: readonly string[]
  readonly values: Readonly<Partial<Record<ListField, string>>>
}

export type RowReading = { readonly row: ListRow | null; readonly faults: readonly string[] }

/** How people write that there is none. */
const nothing =
  /^(-+|–|n\/?a|null|none|keine?|dhcp|tbd|\?|unknown|unbekannt|\(empty\)|incomplete|<incomplete>|0\.0\.0\.0)$/i

const grades: Readonly<Record<string, string>> = {
  ...{
    critical: 'critical',
    mostcritical: 'critical',
    kritisch: 'critical',
    veryhigh: 'critical',
    sehrhoch: 'critical',
  },
  ...{ high: 'high', hoch: 'high', somewhatcritical: 'high', medium: 'medium', mittel: 'medium', normal: 'medium' },
  ...{ moderate: 'medium', lesscritical: 'medium', low: 'low', niedrig: 'low', gering: 'low', notcritical: 'low' },
}
const byNumber = ['critical', 'high', 'medium', 'low'] as const

/** `1 - most critical` (ServiceNow), `Hoch`, `2`: a grade of ours; null where it is none that we know. */
export function gradeOf(text: string): string | null {
  const word = text.toLowerCase().replace(/[^a-z]/g, '')
  if (Object.hasOwn(grades, word)) return grades[word]!
  const number = /^\s*([1-4])\b/.exec(text)?.[1]
  return number ? byNumber[Number(number) - 1]! : null
}

export function rowOf(
  kind: ListKind,
  mapping: ListMapping,
  { line, cells }: { readonly line: number; readonly cells: readonly string[] },
): RowReading {
  const draft: Draft = { ip: [], mac: [], values: {}, faults: [] }
  for (const [name, at] of Object.entries(mapping)) {
    const cell = plain(cells[at] ?? '')
    if (cell !== '' && !nothing.test(cell)) fill(draft, name as ListField, cell)
  }
  const { faults, ...read } = draft
  faults.push(...checks[kind](read.values))
  const row = { line, ...read, key: keyOf(kind, read, read.values) }
  return { row: row.key === '' || isUseless(kind, row) ? null : row, faults }
}

type Draft = { ip: string[]; mac: string[]; readonly values: Values; readonly faults: string[] }

function fill(draft: Draft, field: ListField, cell: string): void {
  const shown = JSON.stringify(cell.slice(0, 60))
  if (field === 'ip' || field === 'mac') {
    const found = field === 'ip' ? ipsOf(cell) : macsOf(cell)
    if (found) draft[field] = found
    else draft.faults.push(`${shown} is no ${field.toUpperCase()} address`)
    return
  }
  const value = field === 'criticality' ? gradeOf(cell) : cell
  if (value !== null) draft.values[field] = value
  else draft.faults.push(`${shown} is no criticality (low, medium, high, critical, or 1 to 4)`)
}

type Values = Partial<Record<ListField, string>>

const checks: Readonly<Record<ListKind, (values: Values) => string[]>> = {
  assets: () => [],
  macs: ({ vlan }) =>
    vlan === undefined || /^\d{1,4}$/.test(vlan) || /^[\w-]{1,32}$/.test(vlan)
      ? []
      : [`${JSON.stringify(vlan.slice(0, 60))} is no VLAN`],
  arp: () => [],
  rules: ({ source, destination, service, action }) => [
    ...endsOf(source ?? '').unknown.map(word => `source ${JSON.stringify(word)} is no address or network`),
    ...endsOf(destination ?? '').unknown.map(word => `destination ${JSON.stringify(word)} is no address or network`),
    ...servicesOf(service ?? 'any').unknown.map(word => `service ${JSON.stringify(word)} is not known`),
    ...(actionOf(action ?? '') === null ? [`action ${JSON.stringify(action ?? '')} is neither allow nor deny`] : []),
  ],
}

/** Text that a spreadsheet must not run as a formula has an apostrophe in front. */
const plain = (cell: string): string =>
  cell
    .replaceAll('\0', '')
    .toWellFormed()
    .trim()
    .replace(/^'(?=[=+\-@])/, '')
    .slice(0, MAX_VALUE)
    .toWellFormed()

function keyOf(kind: ListKind, { ip, mac }: Pick<ListRow, 'ip' | 'mac'>, values: Values): string {
  const text = (...parts: readonly (string | undefined)[]) => parts.filter(Boolean).join(' ').toLowerCase()
  if (kind === 'macs') return text(...mac, values.switch, values.port, values.vlan)
  if (kind === 'arp') return text(...ip, ...mac)
  if (kind === 'rules') return text(values.name, values.source, values.destination, values.service)
  return text(values.ref) || text(values.serial) || text(values.tag) || text(...mac) || text(values.name, ...ip)
}

const isUseless = (kind: ListKind, { ip, mac, values }: Omit<ListRow, 'key'>): boolean => {
  if (kind === 'macs') return mac.length === 0 || !values.port
  if (kind === 'arp') return mac.length === 0 || ip.length === 0
  if (kind === 'rules') return !values.source || !values.destination || actionOf(values.action ?? '') === null
  return ip.length + mac.length === 0 && !values.name && !values.serial
}
