// `nautilus bench --live`: what listening costs beside reading a file, on a cable between two namespaces.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodePcap, type Frame, mixedFrames, plantFrames } from '@nautilus/simulator'
import { writeWhole } from '../../files.ts'
import { grouped, plural, rateOf, sizeOf } from '../../text/numbers.ts'
import { styleOf } from '../../text/style.ts'
import { table } from '../../text/table.ts'
import { Refusal, type World } from '../../world.ts'
import { layCable, PLANT, WATCH, whyNoCable } from './cable.ts'
import type { Result, Run } from './child.ts'
import { CHILD, SENDER, started } from './parts.ts'

const START = 1_768_186_500_000_000
/** Packets a second that lose nothing on a small machine. */
const STEADY = 50_000
/** Packets a second of a busy plant, for how many seconds, and after how many the program is as fast as it gets. */
const BUSY = 10_000
const BUSY_SECONDS = 60
const WARM_SECONDS = 20
/** The same of a plant in which somebody writes and writes. */
const WRITES = 1000
const WRITE_SECONDS = 25

export async function liveCosts(packets: number, world: World): Promise<number> {
  const why = whyNoCable()
  if (why) throw new Refusal(`bench --live lays a cable between two network namespaces, and ${why}.`)
  const folder = mkdtempSync(join(tmpdir(), 'nautilus-bench-'))
  const cable = layCable()
  const say = (text: string) => world.progress && world.err(`\r\x1b[2K${text}`)
  try {
    const [file, writes] = [join(folder, 'mixed.pcap'), join(folder, 'writes.pcap')]
    say('making captures …')
    // At the times at which they will come, for the work depends on them.
    await writeWhole(file, encodePcap(atRate(mixedFrames({ seed: 1, start: START, packets }), STEADY)))
    const stories = ['normal', 'write-flood'] as const
    await writeWhole(writes, encodePcap(plantFrames({ seed: 1, start: START, seconds: 600, stories })))
    say('reading one …')
    const read = JSON.parse(await started([CHILD, JSON.stringify({ file } satisfies Run)]).done) as Result
    const heard = async (frames: number, rate: number, file: string, warm = 0) => {
      const child = started([CHILD, JSON.stringify({ interface: WATCH, frames, warm } satisfies Run)], cable.watch)
      await Promise.race([child.ready, child.done])
      const sender = started([SENDER, PLANT, file, `${frames}`, `${rate}`], cable.plant)
      const sent = JSON.parse(await sender.done) as { sent: number; seconds: number }
      return { sent, result: JSON.parse(await child.done) as Result }
    }
    say('sending it as fast as it goes …')
    const fast = await heard(packets, 0, file)
    say('sending it steadily …')
    const steady = await heard(packets, STEADY, file)
    say('sending it as a busy plant does …')
    const busy = await heard(BUSY * BUSY_SECONDS, BUSY, file, BUSY * WARM_SECONDS)
    say('sending what matters …')
    const mattering = await heard(WRITES * WRITE_SECONDS, WRITES, writes)
    say('')
    await world.out(textOf({ read, fast, steady, busy, mattering }, world))
  } finally {
    cable.remove()
    rmSync(folder, { recursive: true, force: true })
  }
  return 0
}

type Heard = { readonly sent: { readonly sent: number; readonly seconds: number }; readonly result: Result }

const perPacket = ({ cpu, packets }: Result): number => (1e9 * cpu) / Math.max(packets, 1)
const ns = (value: number): string => `${grouped(Math.round(value))} ns`

type Measured = {
  readonly read: Result
  readonly fast: Heard
  readonly steady: Heard
  readonly busy: Heard
  readonly mattering: Heard
}

function textOf({ read, fast, steady, busy, mattering }: Measured, { columns, colour }: World): string {
  const style = styleOf(colour)
  const [file, live] = [perPacket(read), perPacket(steady.result)]
  const { latencies } = mattering.result
  const at = (share: number): string =>
    latencies.length === 0 ? '–' : `${Math.round(latencies[Math.floor(share * (latencies.length - 1))]!)} ms`
  const received = ({ result, sent }: Heard): string => `${grouped(result.packets)} of ${grouped(sent.sent)}`
  const { cpu, wall } = busy.result
  const rows = [
    ['Offered, as fast as the sender can', `${rateOf(fast.sent.sent / fast.sent.seconds)}/s`],
    ['Received of these', received(fast)],
    ['Dropped by the kernel', `${grouped(fast.result.dropped)}, ${plural(fast.result.frozen, 'time')} full`],
    ['Peak memory, ring included', sizeOf(fast.result.memory)],
    [`Received at ${grouped(STEADY)}/s`, received(steady)],
    ['CPU of a packet from the file', ns(file)],
    ['CPU of a packet from the interface', ns(live)],
    ['The interface takes more', `${(100 * (live / file - 1)).toFixed(0)} %`],
    [`Received at ${grouped(BUSY)}/s`, received(busy)],
    ['CPU for these', `${((100 * cpu) / wall).toFixed(1)} % of a core`],
    ['From frame to batch, of what matters, median', at(0.5)],
    ['The same, of 99 in 100', `${at(0.99)} (${plural(latencies.length, 'row')})`],
  ]
  const lines = table([{ title: 'What' }, { title: 'Measured', right: true }], rows, { width: columns, style })
  const note = '  A mixed plant over a virtual cable; sender and sensor share this machine.'
  return `${style.title('Listening')}\n${lines.join('\n')}\n${style.quiet(note)}\n`
}

function* atRate(frames: Iterable<Frame>, rate: number): Iterable<Frame> {
  let number = 0
  for (const { bytes } of frames) yield { at: START + Math.floor((1e6 * number++) / rate), bytes }
}
