// Requests as large as a receiver takes them.
import type { OutwardEvent } from '@nautilus/model'
import { together } from './answers.ts'
import type { Answer } from './kind.ts'

export type Item = { readonly event: OutwardEvent; readonly text: string; readonly bytes: number }

export const itemOf = (event: OutwardEvent, text: string): Item => ({ event, text, bytes: Buffer.byteLength(text) })

export type Limits = {
  readonly events: number
  readonly bytes: number
  /** Bytes between two. */
  readonly gap: number
}

/** In order; one that is too large by itself stands alone. */
export function* inParts(items: Iterable<Item>, { events, bytes, gap }: Limits): Generator<Item[]> {
  let part: Item[] = []
  let size = 0
  for (const item of items) {
    if (part.length > 0 && (part.length >= events || size + gap + item.bytes > bytes)) {
      yield part
      part = []
      size = 0
    }
    part.push(item)
    size += item.bytes + gap
  }
  if (part.length > 0) yield part
}

/** One part after the other, until one is not taken. */
export async function oneByOne(parts: Iterable<Item[]>, send: (part: Item[]) => Promise<Answer>): Promise<Answer> {
  const answers: Answer[] = []
  for (const part of parts) {
    const answer = await send(part)
    answers.push(answer)
    if (answer.rest) break
  }
  return together(answers)
}

/** Objects that are told side by side. */
export const LANES = 32

/**
 * For receivers that take one event at a time: several at once, but those of one object one after the other; after one
 * that was not taken, nothing more of its object is sent.
 */
export async function inLanes(
  events: readonly OutwardEvent[],
  send: (event: OutwardEvent) => Promise<Answer>,
  lanes = LANES,
): Promise<Answer> {
  const byObject = new Map<string, OutwardEvent[]>()
  for (const event of events) {
    const key = `${event.site} ${event.object}`
    const queue = byObject.get(key)
    if (queue) queue.push(event)
    else byObject.set(key, [event])
  }
  const answers: Answer[] = []
  const waiting = [...byObject.values()]
  // With a receiver in trouble nothing more is begun.
  let isOver = false
  const work = async () => {
    for (let queue = waiting.shift(); queue && !isOver; queue = waiting.shift())
      for (const event of queue) {
        if (isOver) return
        const answer = await send(event)
        answers.push(answer)
        if (answer.rest) {
          isOver = true
          break
        }
      }
  }
  await Promise.all(Array.from({ length: Math.min(lanes, waiting.length) }, work))
  const rest = answers.find(answer => answer.rest)?.rest ?? null
  const done = together(answers)
  return { ...done, rest }
}
