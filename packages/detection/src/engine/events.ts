// Batches become events in the order of time.
import {
  type Activity,
  type Batch,
  type Connection,
  isSignificant,
  type Party,
  type SensorHealth,
  type Sighting,
} from '@nautilus/model'
import type {
  ClaimEvent,
  ConnectionEvent,
  Event,
  HealthEvent,
  Kind,
  NoticeEvent,
  OperationEvent,
  Who,
} from '../event.ts'

/** Who that is, as the inventory knows it. Called once or twice for each event: it must be quick. */
export type WhoOf = (party: Party, at: number) => Who

/** Whose live traffic a batch is of: the sensor, and its run. */
export type Teller = { readonly sensor: string; readonly epoch: string }

/** At the same moment, in this order. */
const ranks: Readonly<Record<Kind, number>> = {
  operation: 0,
  connection: 1,
  claim: 2,
  notice: 3,
  health: 4,
  tick: 5,
  finding: 6,
}

/**
 * Everything that a batch tells, in the order of time, then how its sensor is, and then its end. Without a `teller` its
 * health is that of a reader of files, and says nothing.
 */
export function eventsOf(batch: Batch, whoOf: WhoOf, teller: Teller | null = null): Event[] {
  const events: Event[] = []
  for (const activity of batch.activities) {
    const event = operationOf(activity, whoOf)
    if (!isEcho(event)) events.push(event)
  }
  for (const connection of batch.connections) events.push(connectionOf(connection, whoOf))
  for (const sighting of batch.sightings) events.push(claimOf(sighting, whoOf))
  for (const notice of batch.notices)
    events.push({ kind: 'notice', at: notice.at || batch.to, frame: notice.frame, notice } satisfies NoticeEvent)
  // The sort is stable: what the sensor told first stays first.
  events.sort((a, b) => a.at - b.at || ranks[a.kind] - ranks[b.kind])
  if (teller && batch.health) events.push(healthOf(batch.to, teller, batch.health))
  events.push({ kind: 'tick', at: batch.to, frame: 0, from: batch.from })
  return events
}

const healthOf = (at: number, { sensor, epoch }: Teller, health: SensorHealth): HealthEvent => ({
  kind: 'health',
  at,
  frame: 0,
  sensor,
  told: { what: 'told', epoch, health },
})

/** An answer to a question that went to everybody is heard as a command of everybody: nobody gave it. */
const isEcho = ({ client, verb }: OperationEvent): boolean =>
  (client.kind === 'broadcast' || client.kind === 'multicast') && isSignificant(verb)

function operationOf(activity: Activity, whoOf: WhoOf): OperationEvent {
  const { first: at, frame, client, server, protocol, verb, outcome } = activity
  return {
    kind: 'operation',
    at,
    frame,
    activity,
    client: whoOf(client, at),
    server: whoOf(server, at),
    protocol,
    verb,
    accepted: outcome === 'ok' || outcome === 'unseen',
  }
}

function connectionOf(connection: Connection, whoOf: WhoOf): ConnectionEvent {
  const { first: at, frame, client, server } = connection
  return { kind: 'connection', at, frame, connection, client: whoOf(client, at), server: whoOf(server, at) }
}

const claimOf = (sighting: Sighting, whoOf: WhoOf): ClaimEvent => ({
  kind: 'claim',
  at: sighting.first,
  frame: sighting.frame,
  sighting,
  who: whoOf(sighting.party, sighting.first),
})
