// The sensor's end of a cable, in a process of its own: the sensor as the platform runs it, asked by messages. argv: JSON
// of `Told`. Each question has one answer.
import type { RecordSink } from '@nautilus/capture'
import { Sensor } from '@nautilus/sensor'
import { encodePcap } from '@nautilus/simulator'
import { writeWhole } from '../../src/files.ts'
import type { LiveSource } from '../../src/platform/config-sources.ts'
import { openEar } from '../../src/platform/live/open-ear.ts'

type Told = {
  readonly source: LiveSource
  readonly group?: number
  /** Where the frames go that were heard, as a capture. */
  readonly keep?: string
}
type Question = { readonly do: 'hearing' } | { readonly do: 'stall'; readonly ms: number } | { readonly do: 'finish' }

const { source, group = null, keep } = JSON.parse(process.argv[2]!) as Told
const batches: unknown[] = []
const words: string[] = []
const frames: { at: number; bytes: Uint8Array }[] = []
let problem: string | null = null
const sensor = new Sensor({ onBatch: batch => batches.push(batch) })
const tee: RecordSink = {
  record(slab, start, captured, original, at, link) {
    if (keep) frames.push({ at, bytes: slab.bytes.slice(start, start + captured) })
    sensor.record(slab, start, captured, original, at, link)
  },
  unsupported: linkType => sensor.unsupported(linkType),
}
const ear = await openEar(source, group, {
  sink: tee,
  onTurn: () => {},
  onWord: word => words.push(word),
  onEnd: why => {
    problem = why
  },
}).catch(error => {
  problem = error.message
  return null
})

process.on('message', (question: Question) => void answer(question).then(said => process.send!(said)))

async function answer(question: Question): Promise<object> {
  if (!ear) return { problem }
  if (question.do === 'stall') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, question.ms)
  if (question.do !== 'finish') {
    // Frames have their turn between two questions.
    await new Promise(resolve => setTimeout(resolve, 5))
    return { ...ear.hearing(), packets: sensor.packets, words, problem }
  }
  ear.stop(() => sensor.finish())
  if (keep) await writeWhole(keep, encodePcap(frames))
  return { packets: sensor.packets, flows: sensor.table.created, batches, words, problem }
}
