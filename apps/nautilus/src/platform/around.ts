// The packets around a finding: what its two sides said to each other before and after, as far as the ring reaches.
import type { PacketsAround, PlatformPort } from '@nautilus/api'
import { readCapture } from '@nautilus/capture'
import { type Flow, flowsOf, RingTrouble } from '@nautilus/ring'
import { FrameCollector } from '../frames.ts'
import { type CapturedFrame, pcapHead, pcapRecords } from '../pcap.ts'
import { MOST_PACKETS, type PacketQuestion } from '../sensor/packet-question.ts'
import type { FarPackets } from './far-packets.ts'
import { sensorOf } from './live-file.ts'
import type { RingAnswer } from './ring-question.ts'
import { type Rings, RingsBusy } from './rings.ts'

/** Bytes of frames of one answer. */
const MOST = 128 * 1024 * 1024
/** Bytes of the frames that a finding names; flows of one question. */
const MOST_SEED = 16 * 1024 * 1024
const MOST_FLOWS = 64

type Asked = Parameters<PlatformPort['packetsAround']>[0]

type Window = { readonly from: number; readonly to: number; readonly flows: Flow[]; readonly anyPort: boolean }

/** `kept`: the file of its own packets, where there is one. */
export async function packetsAround(
  rings: Rings,
  far: FarPackets,
  asked: Asked,
  kept: string | null,
): Promise<PacketsAround> {
  const { tenant, site } = asked
  const { file } = asked.evidence
  if (file === null) return { kind: 'none', why: 'This finding names no packets.' }
  const isHere = rings.has({ tenant, site }, file)
  try {
    const named = kept ? await allOf(kept) : isHere ? await namedBy(rings, asked, file) : []
    if (named.length === 0) return { kind: 'none', why: isHere || kept ? NOT_HELD : NOT_KEPT }
    const window = windowOf(named, asked)
    if (!isHere) return await farAround(far, asked, file, window)
    const answer = await rings.ask({ tenant, site }, file, window, MOST)
    return answer ? await asPcap(answer.frames) : nowhere
  } catch (error) {
    if (error instanceof RingsBusy) return { kind: 'busy' }
    if (error instanceof RingTrouble) return { kind: 'none', why: error.message }
    throw error
  }
}

function windowOf(named: readonly CapturedFrame[], { before, after, of }: Asked): Window {
  const times = named.map(({ at }) => at)
  return {
    from: Math.min(...times) - before * 1e6,
    to: Math.max(...times) + after * 1e6,
    flows: flowsOf(named).slice(0, MOST_FLOWS),
    anyPort: of === 'hosts',
  }
}

const NOT_HELD = 'The packets of this finding are not held any more.'
const NOT_KEPT =
  'Its sensor keeps no packets on this machine, and its own packets are not here yet: of a capture, the file has them.'
const nowhere: PacketsAround = { kind: 'none', why: NOT_KEPT }

/** Of a sensor of another machine, now: whoever wants it waits for it. */
async function farAround(
  far: FarPackets,
  { tenant, site }: Asked,
  file: string,
  window: Window,
): Promise<PacketsAround> {
  const sensor = sensorOf(file)
  if (sensor === null) return nowhere
  const { from, to, flows, anyPort } = window
  const [begin, end] = [Math.max(0, Math.floor(from)), Math.ceil(to)]
  const question: PacketQuestion = {
    ...{ stream: file, from: begin, to: end, numbers: null, flows, anyPort, most: MOST_PACKETS },
  }
  const answer = await far.ask({ tenant, site, sensor }, question)
  switch (answer.kind) {
    case 'frames':
      return asPcap(piecesOf(answer.frames))
    case 'busy':
      return { kind: 'busy' }
    case 'away':
      return { kind: 'none', why: `Sensor ${sensor} is not on the bus at the moment; ask again when it is back.` }
    case 'gone':
      return { kind: 'none', why: 'The ring of the sensor holds no packets of that time any more.' }
    default:
      return { kind: 'none', why: `Sensor ${sensor} gives no packets: ${answer.why}` }
  }
}

async function* piecesOf(frames: readonly CapturedFrame[]): AsyncGenerator<CapturedFrame[], void> {
  yield [...frames]
}

async function allOf(path: string): Promise<CapturedFrame[]> {
  const collector = new FrameCollector(null, MOST_SEED)
  await readCapture(path, collector)
  return [...collector.frames.values()]
}

async function namedBy(
  rings: Rings,
  { tenant, site, evidence: { frames } }: Asked,
  stream: string,
): Promise<CapturedFrame[]> {
  const answer = await rings.ask({ tenant, site }, stream, { stream, numbers: frames }, MOST_SEED)
  const found: CapturedFrame[] = []
  if (answer) for await (const piece of answer.frames) found.push(...piece)
  return found
}

/** Frames of the first one's link type, for a pcap has one. */
async function asPcap(frames: RingAnswer['frames']): Promise<PacketsAround> {
  const { value: first } = await frames.next()
  const link = first?.[0]?.link
  if (!first || link === undefined)
    return { kind: 'none', why: 'The ring holds no packets of that time any more: newer ones took their place.' }
  async function* pcap(): AsyncGenerator<Uint8Array, void> {
    try {
      yield pcapHead(link!)
      yield pcapRecords(first!.filter(frame => frame.link === link))
      for await (const piece of frames) yield pcapRecords(piece.filter(frame => frame.link === link))
    } finally {
      await frames.return()
    }
  }
  return { kind: 'found', pcap: pcap() }
}
