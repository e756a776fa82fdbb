// A list of devices: columns are found by their titles, in any order; without titles by what they hold.
import type { ExpectedDevice, ExpectedFault } from '@nautilus/model'
import { ipsOf, macsOf } from './addresses.ts'
import { type CsvRow, MAX_FAULTS, readCsv, separatorOf } from './csv.ts'
import { type Column, columnOf, wordOf } from './words.ts'

/** Titles are looked for in so many rows: lists begin with the name of the plant and who wrote them. */
const TITLE_ROWS = 20
const MAX_TEXT = 256

export type DeviceList = {
  readonly format: 'device list' | 'BACnet EDE'
  readonly devices: ExpectedDevice[]
  readonly faults: ExpectedFault[]
}

/** Faults of one file, no more than a person reads. */
export class Faults {
  readonly list: ExpectedFault[] = []
  readonly #file: string
  #more = 0

  constructor(file: string) {
    this.#file = file
  }

  add(line: number, message: string): void {
    if (this.list.length < MAX_FAULTS) this.list.push({ file: this.#file, line, message })
    else this.#more++
  }

  all(): ExpectedFault[] {
    if (this.#more === 0) return this.list
    return [...this.list, { file: this.#file, line: 0, message: `${this.#more} further rows could not be used` }]
  }
}

export function readList(file: string, text: string): DeviceList {
  const faults = new Faults(file)
  const rows = readCsv(text, separatorOf(text), ({ line, message }) => faults.add(line, message))
  const first: CsvRow[] = []
  for (let row = rows.next(); !row.done; row = rows.next()) {
    first.push(row.value)
    if (first.length >= TITLE_ROWS) break
  }
  const at = titleRow(first)
  const titles = first[at]?.cells ?? []
  const rest = chain(first.slice(at + 1), rows)
  if (isEde(titles))
    return { format: 'BACnet EDE', devices: edeDevices(file, titles, rest, faults), faults: faults.all() }
  const columns = at >= 0 ? titles.map(columnOf) : guess(first)
  if (!columns.some(column => column === 'ip' || column === 'mac' || column === 'name')) {
    const said = at >= 0 || first.length > 0
    faults.add(
      1,
      said
        ? 'no column of names or addresses was found; give the columns titles such as name, ip, mac'
        : 'the file is empty',
    )
    return { format: 'device list', devices: [], faults: faults.all() }
  }
  const devices: ExpectedDevice[] = []
  for (const row of rest) {
    const device = deviceOf(file, row, columns, faults)
    if (device) devices.push(device)
  }
  return { format: 'device list', devices, faults: faults.all() }
}

function* chain(first: readonly CsvRow[], rest: Iterable<CsvRow>): Generator<CsvRow> {
  yield* first
  yield* rest
}

/** The row with the most known titles, two at least, or one that stands alone; -1 where there is none. */
function titleRow(rows: readonly CsvRow[]): number {
  let best = -1
  let most = 0
  for (const [at, { cells }] of rows.entries()) {
    const known = new Set(cells.map(columnOf).filter(column => column !== null)).size + (isEde(cells) ? 10 : 0)
    const alone = cells.filter(cell => cell !== '').length === 1
    if (known > most && (known > 1 || alone)) {
      best = at
      most = known
    }
  }
  return best
}

/** Columns of a list without titles: what the first rows hold. The first column of text is the name. */
function guess(rows: readonly CsvRow[]): (Column | null)[] {
  const width = rows.reduce((most, { cells }) => Math.max(most, cells.length), 0)
  const columns = Array.from({ length: width }, (_, at): Column | null => {
    const cells = rows.map(row => row.cells[at]?.trim() ?? '').filter(cell => cell !== '')
    if (cells.length === 0) return null
    if (cells.every(cell => macsOf(cell) !== null)) return 'mac'
    return cells.every(cell => ipsOf(cell) !== null) ? 'ip' : null
  })
  if (!columns.includes('ip') && !columns.includes('mac')) return []
  const name = columns.indexOf(null)
  if (name >= 0) columns[name] = 'name'
  return columns
}

type Draft = { -readonly [K in keyof ExpectedDevice]: ExpectedDevice[K] }

const blank = (file: string, line: number): Draft => ({
  file,
  line,
  name: null,
  ip: [],
  mac: [],
  vendor: null,
  model: null,
  orderNumber: null,
  serial: null,
  firmware: null,
  location: null,
  instance: null,
})

function deviceOf(
  file: string,
  { line, cells }: CsvRow,
  columns: readonly (Column | null)[],
  faults: Faults,
): Draft | null {
  const device = blank(file, line)
  for (const [at, column] of columns.entries()) {
    const cell = plain(cells[at] ?? '')
    if (column !== null && cell !== '') fill(device, column, cell, faults)
  }
  const named = device.name !== null || device.ip.length + device.mac.length > 0 || device.serial !== null
  return named || device.instance !== null ? device : null
}

/** Text that a spreadsheet must not run as a formula has an apostrophe in front. */
const plain = (cell: string): string =>
  cell
    .trim()
    .replace(/^'(?=[=+\-@])/, '')
    .slice(0, MAX_TEXT)

function fill(device: Draft, column: Column, cell: string, faults: Faults): void {
  if (column === 'ip' || column === 'mac') {
    const found = column === 'ip' ? ipsOf(cell) : macsOf(cell)
    const what = column === 'ip' ? 'IP' : 'MAC'
    if (found) device[column] = [...new Set([...device[column], ...found])]
    else if (!isPlaceholder(cell))
      faults.add(device.line, `${JSON.stringify(cell)} is no ${what} address; the rest of the row is used`)
  } else if (column === 'instance') device.instance ??= /^\d{1,7}$/.test(cell) ? Number(cell) : null
  else device[column] ??= cell
}

/** How people write that there is none. */
const isPlaceholder = (cell: string): boolean => /^(-+|–|n\/?a|none|keine?|dhcp|tbd|\?|x)$/i.test(cell)

/** Engineering Data Exchange of BACnet: one row for each object, its device by instance number. */
const isEde = (titles: readonly string[]): boolean => {
  const words = new Set(titles.map(wordOf))
  return words.has('keyname') && words.has('deviceobjinstance')
}

const DEVICE_OBJECT = '8' // BACnetObjectType, ASHRAE 135 clause 21

function edeDevices(file: string, titles: readonly string[], rows: Iterable<CsvRow>, faults: Faults): ExpectedDevice[] {
  const words = titles.map(wordOf)
  const [instanceAt, typeAt, nameAt] = ['deviceobjinstance', 'objecttype', 'objectname'].map(word =>
    words.indexOf(word),
  )
  const devices = new Map<number, Draft>()
  for (const { line, cells } of rows) {
    const cell = (at: number | undefined): string => plain(cells[at ?? -1] ?? '')
    if (cells[0]?.startsWith('#')) continue
    if (!/^\d{1,7}$/.test(cell(instanceAt))) {
      faults.add(line, `${JSON.stringify(cell(instanceAt))} is no instance number of a device; the row is left out`)
      continue
    }
    const instance = Number(cell(instanceAt))
    const device = devices.get(instance) ?? { ...blank(file, line), instance }
    devices.set(instance, device)
    if (cell(typeAt) === DEVICE_OBJECT && cell(nameAt) !== '') device.name ??= cell(nameAt)
  }
  return [...devices.values()]
}
