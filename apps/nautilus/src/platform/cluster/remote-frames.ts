// The packets of findings of sensors on other machines: they are asked for over the bus while the sensor still has them.
import { ask, framesSubject, type NatsConnection, Nobody } from '@nautilus/nats'
import { asTenant, type Database, remoteStreams } from '@nautilus/store'
import type { Logger } from 'pino'
import type { FrameSource } from '../evidence-desk.ts'
import { liveFile } from '../live-file.ts'
import type { Place } from '../site-calls.ts'
import { questionFor, unpackFrames } from './lent-frames.ts'

export type RemoteFramesOptions = { readonly nc: NatsConnection; readonly db: Database; readonly log: Logger }

/** ms for which a sensor is not asked that could not answer: others wait behind it. */
const REST = 60_000

export class RemoteFrames {
  readonly #options: RemoteFramesOptions
  /** Sensors that could not answer, and until when they are left alone. */
  readonly #resting = new Map<string, number>()

  constructor(options: RemoteFramesOptions) {
    this.#options = options
  }

  /** What the sensors of a site listen to now. */
  async of(place: Place): Promise<FrameSource[]> {
    const { db } = this.#options
    const streams = await asTenant(db, place.tenant, scoped => remoteStreams(scoped, place.site))
    return streams.map(({ sensor, epoch }) => {
      const file = liveFile({ sensor, epoch })
      return { file, frames: numbers => this.#ask(framesSubject({ ...place, sensor }), file, numbers) }
    })
  }

  async #ask(subject: string, file: string, numbers: readonly number[]) {
    if ((this.#resting.get(subject) ?? 0) > performance.now()) return []
    try {
      const answer = await ask(this.#options.nc, subject, questionFor({ file, numbers }))
      this.#resting.delete(subject)
      return unpackFrames(answer, new Set(numbers))
    } catch (error) {
      // Nobody: it is away, keeps its packets to itself, or came in before it could be asked.
      if (error instanceof Nobody) return []
      this.#resting.set(subject, performance.now() + REST)
      this.#options.log.warn({ err: error, subject }, 'the packets of a finding cannot be had from their sensor')
      return []
    }
  }
}
