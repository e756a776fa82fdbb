import type { Connection } from '@nautilus/model'

/** Connection rows a report keeps; what finds no room is counted and told. */
export const MAX_CONNECTIONS = 50_000

/** Equal connections of a whole capture. */
export type ConnectionRow = Connection & { readonly file: string }

/** Merges what the sensors tell of connections over all files. */
export class ConnectionLog {
  readonly #rows = new Map<string, ConnectionRow>()
  /** Connections whose rows found no room. */
  leftOut = 0

  learn(connection: Connection, file: string): void {
    const { client, server, transport, port, protocol, state } = connection
    const key = `${client.ip || client.mac}|${server.ip || server.mac}|${transport}|${port}|${protocol ?? ''}|${state}`
    const known = this.#rows.get(key)
    if (known) this.#rows.set(key, sumOf(known, connection))
    else if (this.#rows.size < MAX_CONNECTIONS) this.#rows.set(key, { ...connection, file })
    else this.leftOut += connection.count
  }

  /** In the order in which they began. */
  rows(): ConnectionRow[] {
    const keyed = [...this.#rows]
    keyed.sort(([a, x], [b, y]) => x.first - y.first || x.frame - y.frame || (a < b ? -1 : 1))
    return keyed.map(([, row]) => row)
  }
}

/** File and frame stay those of the first one met. */
const sumOf = (row: ConnectionRow, more: Connection): ConnectionRow => ({
  ...row,
  first: Math.min(row.first, more.first),
  last: Math.max(row.last, more.last),
  count: row.count + more.count,
  packets: { client: row.packets.client + more.packets.client, server: row.packets.server + more.packets.server },
  bytes: { client: row.bytes.client + more.bytes.client, server: row.bytes.server + more.bytes.server },
})
