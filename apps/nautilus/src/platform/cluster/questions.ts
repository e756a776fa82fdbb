// What processes of one installation ask each other about sites: whoever asks finds the worker that has the site.
import { setTimeout as pause } from 'node:timers/promises'
import { deserialize, serialize } from 'node:v8'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { RemoteBatch } from '@nautilus/api'
import type { Misuse } from '@nautilus/model'
import { answer, ask, askSubject, type NatsConnection, Nobody, partitionOf } from '@nautilus/nats'

import type { Call, Failure, Place } from '../site-calls.ts'
import { NotTaken } from '../site-pool.ts'

export type Question =
  | { readonly kind: 'call'; readonly call: Call }
  /** A batch of a remote sensor that came over HTTP. Answers what became of it. */
  | { readonly kind: 'remote'; readonly batch: RemoteBatch }
  | { readonly kind: 'misused'; readonly sensor: string; readonly how: Misuse; readonly detail: string }
  /** To a demonstration plant. Answers whether it was told. */
  | { readonly kind: 'story'; readonly story: string }

/** `moved`: whoever was asked does not have the site any more, and did nothing. */
type Answer =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'failure'; readonly failure: Failure }
  | { readonly kind: 'moved' }

type Asked = { readonly place: Place; readonly question: Question }

/** ms for which a site may be with nobody: it is moving. */
const PATIENCE = 20_000
const AGAIN = 250
/** Bytes of an answer, unpacked. */
const MOST = 1024 * 1024 * 1024

/** Throws `NotTaken` with what the owner of the site said, or where nobody has it. */
export async function askOwner<T>(nc: NatsConnection, place: Place, question: Question): Promise<T> {
  const subject = askSubject(partitionOf(place))
  const packed = pack({ place, question } satisfies Asked)
  const until = performance.now() + PATIENCE
  for (;;) {
    const said = await ask(nc, subject, packed).then(unpack<Answer>, (error: Error): Answer => {
      // Nothing was done: it may be asked again. After a silence nobody knows.
      if (error instanceof Nobody) return { kind: 'moved' }
      return { kind: 'failure', failure: { message: error.message, expected: null } }
    })
    if (said.kind === 'value') return said.value as T
    if (said.kind === 'failure') throw new NotTaken(said.failure)
    if (performance.now() > until)
      throw new NotTaken({ message: `no worker has the site ${place.site} at the moment`, expected: null })
    await pause(AGAIN)
  }
}

export type AnswerOptions = {
  readonly nc: NatsConnection
  readonly partition: number
  readonly owns: (place: Place) => boolean
  readonly work: (place: Place, question: Question) => Promise<unknown>
  readonly onTrouble: (error: unknown) => void
}

/** Answers for the sites of a partition, until what it answers is called. */
export function answerFor({ nc, partition, owns, work, onTrouble }: AnswerOptions): () => void {
  const answered = async (bytes: Uint8Array): Promise<Answer> => {
    const { place, question } = unpack<Asked>(bytes)
    if (!owns(place)) return { kind: 'moved' }
    try {
      return { kind: 'value', value: await work(place, question) }
    } catch (error) {
      const { message } = error as Error
      return { kind: 'failure', failure: { message, expected: error instanceof NotTaken ? error.expected : null } }
    }
  }
  const subscription = answer(nc, askSubject(partition), async bytes => pack(await answered(bytes)), onTrouble)
  return () => subscription.unsubscribe()
}

/** Only processes of the platform may publish there: the structured clone of V8 is read from nobody else. */
const pack = (value: unknown): Uint8Array => zstdCompressSync(serialize(value))
const unpack = <T>(bytes: Uint8Array): T => deserialize(zstdDecompressSync(bytes, { maxOutputLength: MOST })) as T
