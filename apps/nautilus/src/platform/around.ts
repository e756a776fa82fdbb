// The packets around a finding: what its two sides said to each other before and after, as far as the ring reaches.
import type { PacketsAround, PlatformPort } from '@nautilus/api'
import { readCapture } from '@nautilus/capture'
import { flowsOf, RingTrouble } from '@nautilus/ring'
import { FrameCollector } from '../frames.ts'
import { type CapturedFrame, pcapHead, pcapRecords } from '../pcap.ts'
import type { RingAnswer } from './ring-question.ts'
import { type Rings, RingsBusy } from './rings.ts'

/** Bytes of frames of one answer. */
const MOST = 128 * 1024 * 1024
/** Bytes of the frames that a finding names; flows of one question. */
const MOST_SEED = 16 * 1024 * 1024
const MOST_FLOWS = 64

type Asked = Parameters<PlatformPort['packetsAround']>[0]

/** `kept`: the file of its own packets, where there is one. */
export async function packetsAround(rings: Rings, asked: Asked, kept: string | null): Promise<PacketsAround> {
  const { tenant, site, before, after, of } = asked
  const { file } = asked.evidence
  if (file === null) return { kind: 'none', why: 'This finding names no packets.' }
  try {
    const named = kept ? await allOf(kept) : await namedBy(rings, asked, file)
    if (named.length === 0) return { kind: 'none', why: 'The packets of this finding are not held any more.' }
    const flows = flowsOf(named).slice(0, MOST_FLOWS)
    const times = named.map(({ at }) => at)
    const from = Math.min(...times) - before * 1e6
    const to = Math.max(...times) + after * 1e6
    const answer = await rings.ask({ tenant, site }, file, { from, to, flows, anyPort: of === 'hosts' }, MOST)
    return answer ? await asPcap(answer) : nowhere
  } catch (error) {
    if (error instanceof RingsBusy) return { kind: 'busy' }
    if (error instanceof RingTrouble) return { kind: 'none', why: error.message }
    throw error
  }
}

const nowhere: PacketsAround = {
  kind: 'none',
  why: 'Its sensor keeps no packets on this machine; of a capture, the file has them.',
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
async function asPcap({ frames }: RingAnswer): Promise<PacketsAround> {
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
