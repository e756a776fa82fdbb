// The packets that a sensor of its own keeps, and what it answers when the platform asks for some of them.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { RingHealth } from '@nautilus/model'
import { answer, type NatsConnection, packetsSubject } from '@nautilus/nats'
import { type Question, type RingOptions, RingTrouble } from '@nautilus/ring'
import type { CapturedFrame } from '../pcap.ts'
import { liveFile } from '../platform/live-file.ts'
import type { RingConfig } from '../platform/ring-config.ts'
import { askRing } from '../platform/ring-question.ts'
import type { NearFrames } from '../platform/rings.ts'
import { answerBytes, type PacketAnswer } from './packet-answer.ts'
import { type PacketQuestion, readQuestion, ringStream } from './packet-question.ts'
import type { SensorName } from './settings.ts'

export type SensorPacketsOptions = {
  /** The folder of the sensor. */
  readonly folder: string
  readonly name: SensorName
  readonly ring: RingConfig | null
  /** What listens at this moment; null where nothing does. */
  readonly near: () => NearFrames | null
  /** How the ring stands; null where nobody knows. */
  readonly status: () => RingHealth | null
  readonly onTrouble: (sentence: string) => void
}

/** Questions at once: each has a thread. */
const MOST_QUESTIONS = 2
/** Bytes of a part of an answer: batches come in between, and on a slow line each is there in time. */
const PART = 64 * 1024
const NO_RING = 'This sensor keeps no packets: its `ring` is of size 0, or it reads captures, which have them.'

export class SensorPackets {
  readonly #options: SensorPacketsOptions
  readonly #folder: string
  #asking = 0
  #problem: string | null = null

  constructor(options: SensorPacketsOptions) {
    this.#options = options
    this.#folder = join(options.folder, 'ring')
  }

  /** Why it cannot be asked, in a sentence; null where it can. */
  get problem(): string | null {
    return this.#problem
  }

  /** For a thread that listens. */
  optionsFor(epoch: string): RingOptions | null {
    const { ring, name } = this.#options
    return ring && { ...ring, folder: this.#folder, stream: liveFile({ sensor: name.sensor, epoch }) }
  }

  serve(nc: NatsConnection): void {
    const { name, onTrouble } = this.#options
    const trouble = (error: unknown) => {
      const { message } = error as Error
      if (/permissions violation/i.test(message)) this.#problem = OLD_RIGHTS
      onTrouble(this.#problem ?? `A question for packets could not be answered: ${message}.`)
    }
    answer(nc, packetsSubject(name), question => this.answer(question), trouble, { part: PART })
  }

  async answer(bytes: Uint8Array): Promise<Uint8Array> {
    const question = readQuestion(bytes, this.#options.name.sensor)
    if (typeof question === 'string') {
      this.#options.onTrouble(`A question for packets is refused: ${question}`)
      return answerBytes({ kind: 'refused', why: question })
    }
    if (this.#asking >= MOST_QUESTIONS) return answerBytes({ kind: 'busy' })
    this.#asking++
    try {
      return answerBytes(await this.#look(question))
    } catch (error) {
      if (error instanceof RingTrouble) return answerBytes({ kind: 'none', why: error.message })
      throw error
    } finally {
      this.#asking--
    }
  }

  async #look(asked: PacketQuestion): Promise<PacketAnswer> {
    const { ring, near, status } = this.#options
    const here = near()
    const question = { ...asked, stream: ringStream(asked.stream) }
    const found = here?.file === question.stream && asked.numbers ? await here.frames(asked.numbers) : []
    const known = new Set(found.map(({ number }) => number))
    const missing = asked.numbers?.filter(number => !known.has(number)) ?? null
    const all = { frames: [...found], isCut: false }
    if (missing?.length !== 0 && ring && existsSync(this.#folder)) {
      await here?.settle()
      const more = await this.#inRing(question, missing, ring.secret)
      all.frames.push(...more.frames)
      all.isCut = more.isCut
    }
    const frames = withinBytes(all.frames, asked)
    const isCut = all.isCut || frames.length < all.frames.length
    if (frames.length > 0) return { kind: 'frames', frames, isCut }
    if (ring === null) return { kind: 'none', why: NO_RING }
    return { kind: 'gone', reach: status()?.from ?? null }
  }

  async #inRing(
    { stream, from, to, flows, anyPort, most }: PacketQuestion,
    numbers: number[] | null,
    secret: string | null,
  ) {
    const question: Question = numbers
      ? { stream, numbers, from, to }
      : { from, to, ...(flows ? { flows } : {}), anyPort }
    const frames: CapturedFrame[] = []
    const { frames: pieces, end } = askRing({ folder: this.#folder, secret, question, most })
    for await (const piece of pieces) frames.push(...piece)
    return { frames, isCut: end.isCut }
  }
}

const OLD_RIGHTS =
  'This sensor was enrolled before packets could be asked of it, and the bus does not let it hear: enrol it anew.'

/** In the order of time, each once, as long as there is room. */
function withinBytes(frames: readonly CapturedFrame[], { from, to, most }: PacketQuestion): CapturedFrame[] {
  let left = most
  const sorted = frames.filter(({ at }) => at >= from && at <= to).sort((a, b) => a.at - b.at || a.number - b.number)
  return sorted.filter(({ bytes }) => {
    left -= bytes.length
    return left >= 0
  })
}
