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
import { type Cable, layCable, PLANT, WATCH, whyNoCable } from './cable.ts'
import type { Result, Run } from './child.ts'
import { CHILD, SENDER, started } from './parts.ts'

const START = 1_768_186_500_000_000
/** Packets a second that a sensor should take, and how many: none twice, for what comes again is not decoded again. */
const FAST = 500_000
const FAST_PACKETS = 5_000_000
/** The same of a plant that is not so busy; the processor's time is counted for the second half. */
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
    say('making captures …')
    const measured = await measure(await captures(folder, packets), { packets, cable, say })
    say('')
    await world.out(textOf(measured, world))
  } finally {
    cable.remove()
    rmSync(folder, { recursive: true, force: true })
  }
  return 0
}

type Files = { readonly mixed: string; readonly many: string; readonly writes: string }

/** Each with the times at which its frames will come, for the work depends on them. */
async function captures(folder: string, packets: number): Promise<Files> {
  const [mixed, many, writes] = [join(folder, 'mixed.pcap'), join(folder, 'many.pcap'), join(folder, 'writes.pcap')]
  const plant = (packets: number, rate: number) =>
    encodePcap(atRate(mixedFrames({ seed: 1, start: START, packets }), rate))
  await writeWhole(mixed, plant(packets, STEADY))
  await writeWhole(many, plant(FAST_PACKETS, FAST))
  const stories = ['normal', 'write-flood'] as const
  await writeWhole(writes, encodePcap(plantFrames({ seed: 1, start: START, seconds: 600, stories })))
  return { mixed, many, writes }
}

type Measuring = { readonly packets: number; readonly cable: Cable; readonly say: (text: string) => unknown }

async function measure({ mixed, many, writes }: Files, { packets, cable, say }: Measuring): Promise<Measured> {
  const readBy = async (run: Run) => JSON.parse(await started([CHILD, JSON.stringify(run)]).done) as Result
  const heard = async (frames: number, rate: number, file: string, warm = 0): Promise<Heard> => {
    const child = started([CHILD, JSON.stringify({ interface: WATCH, frames, warm } satisfies Run)], cable.watch)
    await Promise.race([child.ready, child.done])
    const sender = started([SENDER, PLANT, file, `${frames}`, `${rate}`], cable.plant)
    const sent = JSON.parse(await sender.done) as { sent: number; seconds: number }
    return { sent, result: JSON.parse(await child.done) as Result }
  }
  say('reading one …')
  const read = await readBy({ file: many })
  say('reading it steadily …')
  const paced = await readBy({ file: mixed, frames: packets, rate: STEADY, warm: packets / 2 })
  say('sending it fast …')
  const fast = await heard(FAST_PACKETS, FAST, many)
  say('sending it as fast as it goes …')
  const flood = await heard(packets, 0, mixed)
  say('sending it steadily …')
  const steady = await heard(packets, STEADY, mixed, packets / 2)
  say('sending it as a busy plant does …')
  const busy = await heard(BUSY * BUSY_SECONDS, BUSY, mixed, BUSY * WARM_SECONDS)
  say('sending what matters …')
  const mattering = await heard(WRITES * WRITE_SECONDS, WRITES, writes)
  return { read, paced, fast, flood, steady, busy, mattering }
}

type Heard = { readonly sent: { readonly sent: number; readonly seconds: number }; readonly result: Result }

const perPacket = ({ cpu, packets }: Result): number => (1e9 * cpu) / Math.max(packets, 1)
const ns = (value: number): string => `${grouped(Math.round(value))} ns`

type Measured = {
  readonly read: Result
  readonly paced: Result
  readonly fast: Heard
  readonly flood: Heard
  readonly steady: Heard
  readonly busy: Heard
  readonly mattering: Heard
}

function textOf({ read, paced, fast, flood, steady, busy, mattering }: Measured, { columns, colour }: World): string {
  const style = styleOf(colour)
  const half = (result: Result): Result => ({ ...result, packets: result.packets / 2 })
  const more = (live: Result, file: Result): string =>
    `${ns(perPacket(live))}, ${ns(perPacket(file))}: ${(100 * (perPacket(live) / perPacket(file) - 1)).toFixed(0)} %`
  const { latencies } = mattering.result
  const at = (share: number): string =>
    latencies.length === 0 ? '–' : `${Math.round(latencies[Math.floor(share * (latencies.length - 1))]!)} ms`
  const received = ({ result, sent }: Heard): string => `${grouped(result.packets)} of ${grouped(sent.sent)}`
  const dropped = ({ result }: Heard): string => `${grouped(result.dropped)}, ${plural(result.frozen, 'time')} full`
  const share = ({ result: { cpu, wall } }: Heard): string => `${((100 * cpu) / wall).toFixed(1)} % of a core`
  const rows = [
    [`Offered, at most ${grouped(FAST)}/s`, `${rateOf(fast.sent.sent / fast.sent.seconds)}/s`],
    ['Received of these', received(fast)],
    ['Dropped by the kernel', dropped(fast)],
    ['CPU for these', share(fast)],
    ['CPU of a packet, of one from the file, and how much more', more(fast.result, read)],
    ['Peak memory, ring included', sizeOf(fast.result.memory)],
    ['Offered, as fast as the sender can', `${rateOf(flood.sent.sent / flood.sent.seconds)}/s`],
    ['Received of these', received(flood)],
    ['Dropped by the kernel', dropped(flood)],
    [`Received at ${grouped(STEADY)}/s`, received(steady)],
    ['CPU of a packet, of one from the file at that pace', more(half(steady.result), half(paced))],
    [`Received at ${grouped(BUSY)}/s`, received(busy)],
    ['CPU for these', share(busy)],
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
