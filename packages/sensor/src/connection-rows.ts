// Connections of an interval, equal ones as one row, within a bound that no scan can break.
import type { Connection, Notice } from '@nautilus/model'

/**
 * Rows of an interval. Attempts and connections that were answered have this room each, so that a scan hides nobody's
 * work.
 */
export const MAX_CONNECTION_ROWS = 16_384
/** Rows without a port, for what finds no room above; then without a server, then without a client instead. */
export const MAX_MERGED_ROWS = 4096

const nobody = { mac: '', ip: '' }

/** What a row keeps at each step; the last one always has room, for it has one row per transport and state. */
const steps: readonly { readonly most: number; readonly cut: (c: Connection) => Connection }[] = [
  { most: MAX_CONNECTION_ROWS, cut: c => c },
  { most: MAX_MERGED_ROWS, cut: c => ({ ...c, port: 0, protocol: null }) },
  { most: MAX_MERGED_ROWS, cut: c => ({ ...c, port: 0, protocol: null, server: nobody }) },
  { most: MAX_MERGED_ROWS, cut: c => ({ ...c, port: 0, protocol: null, client: nobody }) },
  { most: Number.POSITIVE_INFINITY, cut: c => ({ ...c, port: 0, protocol: null, client: nobody, server: nobody }) },
]

type Room = readonly Map<string, Connection>[]
const roomOf = (): Room => steps.map(() => new Map())

export class ConnectionRows {
  #answered = roomOf()
  #unanswered = roomOf()
  #rows: Connection[] = []
  #merged = { count: 0, at: 0, frame: 0 }

  add(connection: Connection): void {
    const { state } = connection
    const room = state === 'attempt' || state === 'refused' ? this.#unanswered : this.#answered
    for (const [step, { most, cut }] of steps.entries()) {
      const rows = room[step]!
      const shown = cut(connection)
      const key = keyOf(shown)
      const known = rows.get(key)
      if (!known && rows.size >= most) continue
      rows.set(key, known ? sumOf(known, shown) : shown)
      if (step > 0) this.#merge(connection)
      return
    }
  }

  #merge({ count, first, frame }: Connection): void {
    if (this.#merged.count === 0) this.#merged = { count: 0, at: first, frame }
    this.#merged.count += count
  }

  /** The interval is over: its rows wait to be collected, in the order in which they began. */
  flush(): void {
    const rows = [...this.#answered, ...this.#unanswered].flatMap(room => [...room])
    rows.sort(([a, x], [b, y]) => x.first - y.first || x.frame - y.frame || (a < b ? -1 : 1))
    for (const [, row] of rows) this.#rows.push(row)
    this.#answered = roomOf()
    this.#unanswered = roomOf()
  }

  get waiting(): number {
    return this.#rows.length
  }

  /** The rows since the last call. */
  collect(): Connection[] {
    const rows = this.#rows
    this.#rows = []
    return rows
  }

  /** What was merged since the last call. */
  notices(): Notice[] {
    const { count, at, frame } = this.#merged
    if (count === 0) return []
    this.#merged = { count: 0, at: 0, frame: 0 }
    const message = `More than ${MAX_CONNECTION_ROWS} different connections within a minute: ${count} of them are told as sums of their ends, without ports, and where that was not enough without one end. Look for a scan or a flood.`
    return [{ code: 'connection.merged', message, count, at, frame }]
  }
}

const keyOf = ({ client, server, transport, port, protocol, state }: Connection): string =>
  `${client.ip} ${client.mac} ${server.ip} ${server.mac} ${transport} ${port} ${protocol ?? ''} ${state}`

function sumOf(a: Connection, b: Connection): Connection {
  const earlier = b.first < a.first || (b.first === a.first && b.frame < a.frame) ? b : a
  return {
    ...a,
    first: earlier.first,
    frame: earlier.frame,
    last: Math.max(a.last, b.last),
    count: a.count + b.count,
    packets: { client: a.packets.client + b.packets.client, server: a.packets.server + b.packets.server },
    bytes: { client: a.bytes.client + b.bytes.client, server: a.bytes.server + b.bytes.server },
  }
}
