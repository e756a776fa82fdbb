// Puts the batches of a sensor on the bus, in their order. What is acknowledged is on the disks of the bus.
import { jetstream } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/transport-node'
import { headersOf, nameOf, type Outgoing } from './message.ts'
import { batchSubject, type SensorPlace, STREAM } from './subjects.ts'

/** Batches that are under way at once. After a failure everything from the first that failed is sent again. */
export const WINDOW = 16
/** ms for the acknowledgement. */
const PATIENCE = 5000
/** Bytes of a message that are not its body. */
const AROUND = 16 * 1024

/** How many of these, from the first on, are acknowledged; and why the next is not, null where all are. */
export type Published = { readonly acknowledged: number; readonly trouble: unknown }

/** `batches`: one after the other in the order of their numbers, `WINDOW` of them at most. */
export async function publish(
  nc: NatsConnection,
  place: SensorPlace,
  batches: readonly Outgoing[],
): Promise<Published> {
  const client = jetstream(nc)
  const subject = batchSubject(place)
  const results = await Promise.allSettled(
    batches.map(batch =>
      client.publish(subject, batch.body, {
        msgID: nameOf(place, batch),
        headers: headersOf(batch),
        timeout: PATIENCE,
        retries: 0,
        expect: { streamName: STREAM },
      }),
    ),
  )
  const failed = results.findIndex(({ status }) => status === 'rejected')
  if (failed < 0) return { acknowledged: batches.length, trouble: null }
  return { acknowledged: failed, trouble: (results[failed] as PromiseRejectedResult).reason }
}

/** Bytes that the body of one batch may have. */
export const mostBytes = (nc: NatsConnection): number => (nc.info?.max_payload ?? 1024 * 1024) - AROUND
