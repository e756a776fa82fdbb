// What rules about parts of the network have in common.
import type { Event, Who } from './event.ts'
import { isOne } from './lately.ts'

/** Two devices that spoke with each other. */
export type Exchange = { readonly client: Who; readonly server: Who; readonly protocol: string }

/** Null for attempts, for questions to everybody, and for who asks for whose address. */
export function exchangeOf(event: Event): Exchange | null {
  if (event.kind !== 'operation' && event.kind !== 'connection') return null
  const { client, server } = event
  if (!isOne(client) || !isOne(server)) return null
  if (event.kind === 'operation') {
    const { outcome } = event.activity
    const isAnswered = outcome === 'ok' || outcome === 'refused'
    return isAnswered && event.protocol !== 'arp' ? { client, server, protocol: event.protocol } : null
  }
  const { state, protocol, transport, port, packets } = event.connection
  if (state !== 'open' || packets.client === 0 || packets.server === 0) return null
  return { client, server, protocol: protocol ?? `${transport}/${port}` }
}
