// Activities as rows of the telemetry store: text, values apart by tabs, a row to a line. ClickHouse reads it quickest of
// what its embedded form takes. ClickHouse documentation, "TabSeparated".
import type { Activity, ItemValues, Party } from '@nautilus/model'

/** µs in a second. */
const SECOND = 1_000_000
/** Numbers of one item that are followed over time. */
const MOST_NUMBERS = 128

export type Placed = {
  readonly tenant: string
  readonly site: string
  readonly sensor: string
  /** The asset's id, or the address where there is none. */
  readonly idOf: (party: Party, at: number) => string
}

/** What one batch told, as lines of the two tables: bytes, which wait at no cost to the collector. */
export type TelemetryRows = { readonly activity: Buffer; readonly values: Buffer }

export const activityColumns = [
  ...['tenant', 'site', 'sensor', 'at', 'last', 'client', 'client_ip', 'client_mac', 'server', 'server_ip'],
  ...['server_mac', 'protocol', 'port', 'verb', 'function', 'function_name', 'object', 'outcome', 'refusal', 'value'],
  ...['text', 'count', 'bytes', 'latency', 'frame'],
]
export const valueColumns = ['tenant', 'site', 'asset', 'object', 'at', 'last', 'min', 'max', 'written']

const NULL = '\\N'

export function telemetryRows(activities: readonly Activity[], placed: Placed): TelemetryRows {
  const here = `${written(placed.tenant)}\t${written(placed.site)}\t`
  const sensor = written(placed.sensor)
  let activity = ''
  let values = ''
  for (const one of activities) {
    const client = written(placed.idOf(one.client, one.first))
    const server = written(placed.idOf(one.server, one.first))
    activity += `${here}${sensor}\t${timeOf(one.first)}\t${timeOf(one.last)}\t${client}\t${partyOf(one.client)}\t${server}\t${partyOf(one.server)}\t${whatOf(one)}\n`
    values += valuesOf(one, `${here}${server}\t`)
  }
  return { activity: Buffer.from(activity), values: Buffer.from(values) }
}

const partyOf = ({ ip, mac }: Party): string => `${written(ip)}\t${written(mac)}`

function whatOf(activity: Activity): string {
  const { protocol, port, verb, object, outcome, refusal, items, count, bytes, latency, frame } = activity
  const { code, name } = activity.function
  const what = `${written(protocol)}\t${port}\t${verb}\t${written(code)}\t${written(name)}\t${written(object)}`
  const took = latency ? Math.round(latency.mean) : NULL
  const value = numberOf(items[0]) ?? NULL
  return `${what}\t${outcome}\t${written(refusal?.name ?? '')}\t${value}\t${written(textOf(items[0]))}\t${count}\t${bytes}\t${took}\t${frame}`
}

/** A line for each number that an item carried. Several in a row are told apart by their place: `40001[2]`. */
function valuesOf({ items, last: at }: Activity, before: string): string {
  let lines = ''
  for (const { object, access, last, min, max } of items) {
    if (last === null || typeof last === 'string') continue
    const name = written(object)
    const after = access === 'write' ? 1 : 0
    for (let place = 0; place < Math.min(last.length, MOST_NUMBERS); place++) {
      const value = last[place]!
      if (!Number.isFinite(value)) continue
      const least = finite(min?.[place], value)
      const most = finite(max?.[place], value)
      const which = last.length > 1 ? `${name}[${place}]` : name
      lines += `${before}${which}\t${timeOf(at)}\t${value}\t${least}\t${most}\t${after}\n`
    }
  }
  return lines
}

const finite = (value: number | undefined, otherwise: number): number =>
  value !== undefined && Number.isFinite(value) ? value : otherwise

const SPECIAL = /[\\\t\n\r\0\b\f]/
const escapes: Readonly<Record<string, string>> = {
  ...{ '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' },
  ...{ '\0': '\\0', '\b': '\\b', '\f': '\\f' },
}

/** Texts come from the network: none may end its column or its row. */
function written(text: string): string {
  if (!SPECIAL.test(text)) return text
  return text.replace(/[\\\t\n\r\0\b\f]/g, found => escapes[found]!)
}

/** Seconds with six places, as DateTime64(6) reads them. */
function timeOf(us: number): string {
  const whole = Math.floor(us / SECOND)
  return `${whole}.${String(Math.floor(us - whole * SECOND)).padStart(6, '0')}`
}

function numberOf(item: ItemValues | undefined): number | null {
  const value = item && typeof item.last !== 'string' ? item.last?.[0] : null
  return value !== undefined && value !== null && Number.isFinite(value) ? value : null
}

function textOf(item: ItemValues | undefined): string {
  if (!item?.last) return ''
  return typeof item.last === 'string' ? item.last.slice(0, 512) : item.last.slice(0, 32).join(' ')
}
