// The thread that writes: one for each live sensor.
import { parentPort, workerData } from 'node:worker_threads'
import { BUFFER, slabOf } from './hand-over.ts'
import type { FromWriter, ToWriter, WriterData } from './ring.ts'
import { RingWriter } from './writer.ts'

/** ms */
const PACE = 1000

const { options, shared } = workerData as WriterData
const port = parentPort!
const slabs = shared.buffers.map(slabOf)
const busy = new Int32Array(shared.busy)
const writer = new RingWriter(options, () => Date.now() * 1000, BUFFER)
const tell = (message: FromWriter): void => port.postMessage(message)
const report = (): void => tell({ kind: 'status', status: writer.status(), news: writer.news() })

port.on('message', (message: ToWriter) => {
  if (message.kind === 'block') {
    writer.take(slabs[message.buffer]!, message.used)
    Atomics.store(busy, message.buffer, 0)
    return
  }
  if (message.kind === 'end') writer.finish()
  report()
  tell({ kind: 'settled', id: message.id })
})
report()
setInterval(() => {
  writer.tick()
  report()
}, PACE)
