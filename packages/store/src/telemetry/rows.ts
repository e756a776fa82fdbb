// Activities as rows of the telemetry store.
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

export type ActivityRow = Readonly<Record<string, string | number | null>>

export function activityRow(activity: Activity, { tenant, site, sensor, idOf }: Placed): ActivityRow {
  const { first, last, client, server, protocol, port, verb, object, outcome, refusal, items, count, bytes } = activity
  return {
    tenant,
    site,
    at: timeOf(first),
    last: timeOf(last),
    client: idOf(client, first),
    client_ip: client.ip,
    client_mac: client.mac,
    server: idOf(server, first),
    server_ip: server.ip,
    server_mac: server.mac,
    protocol,
    port,
    verb,
    function: activity.function.code,
    function_name: activity.function.name,
    object,
    outcome,
    refusal: refusal?.name ?? '',
    value: numberOf(items[0]),
    text: textOf(items[0]),
    count,
    bytes,
    latency: activity.latency ? Math.round(activity.latency.mean) : null,
    sensor,
    frame: activity.frame,
  }
}

/** One row for each number that an item carried. Several in a row are told apart by their place: `40001[2]`. */
export function valueRows(activity: Activity, { tenant, site, idOf }: Placed): ActivityRow[] {
  const rows: ActivityRow[] = []
  const asset = idOf(activity.server, activity.first)
  for (const { object, access, last, min, max } of activity.items) {
    if (last === null || typeof last === 'string') continue
    const many = last.length > 1
    for (let at = 0; at < Math.min(last.length, MOST_NUMBERS); at++) {
      const value = last[at]!
      if (!Number.isFinite(value)) continue
      rows.push({
        tenant,
        site,
        asset,
        object: many ? `${object}[${at}]` : object,
        at: timeOf(activity.last),
        last: value,
        min: finite(min?.[at], value),
        max: finite(max?.[at], value),
        written: access === 'write' ? 1 : 0,
      })
    }
  }
  return rows
}

const finite = (value: number | undefined, otherwise: number): number =>
  value !== undefined && Number.isFinite(value) ? value : otherwise

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
