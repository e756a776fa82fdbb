// The packets of findings of sensors on other machines: they are asked for over the bus while the sensor still has them.
import { ask, framesSubject, type NatsConnection, Nobody } from '@nautilus/nats'
import { asTenant, type Database, remoteStreams } from '@nautilus/store'
import type { Logger } from 'pino'
import type { FrameSource } from '../evidence-desk.ts'
import { liveFile } from '../live-file.ts'
import type { Place } from '../site-calls.ts'
import { questionFor, unpackFrames } from './lent-frames.ts'

export type RemoteFramesOptions = { readonly nc: NatsConnection; readonly db: Database; readonly log: Logger }

export async function remoteFrames({ nc, db, log }: RemoteFramesOptions, place: Place): Promise<FrameSource[]> {
  const streams = await asTenant(db, place.tenant, scoped => remoteStreams(scoped, place.site))
  return streams.map(({ sensor, epoch }) => {
    const file = liveFile({ sensor, epoch })
    const frames = async (numbers: readonly number[]) => {
      try {
        const answer = await ask(nc, framesSubject({ ...place, sensor }), questionFor({ file, numbers }))
        return unpackFrames(answer, new Set(numbers))
      } catch (error) {
        // It is away, keeps its packets to itself, or was let in by a version that did not ask for any.
        if (!(error instanceof Nobody)) log.warn({ err: error, ...place, sensor }, 'packets of a sensor cannot be had')
        return []
      }
    }
    return { file, frames }
  })
}
