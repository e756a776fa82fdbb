// Runs tshark, the other opinion.
import { spawn, spawnSync } from 'node:child_process'
import { type Packet, PdmlReader } from './pdml.ts'

export const installed = spawnSync('tshark', ['--version']).status === 0

/** No names for addresses: they would be looked up. */
const QUIET = ['-n']

async function run(path: string, rest: readonly string[], onPiece: (piece: string) => void): Promise<void> {
  const child = spawn('tshark', [...QUIET, '-r', path, ...rest], { stdio: ['ignore', 'pipe', 'ignore'] })
  child.stdout.setEncoding('utf8')
  child.stdout.on('data', onPiece)
  const code = await new Promise((done, failed) => {
    child.on('error', failed)
    child.on('close', done)
  })
  if (code !== 0) throw new Error(`tshark ended with ${code} on ${path}`)
}

/**
 * tshark leaves out segments that it takes for retransmissions. It takes for one whatever was acknowledged earlier in the
 * file, and files are not always in order; `segmentsOf` tells copies by their bytes.
 */
const UNJUDGED = ['-o', 'tcp.analyze_sequence_numbers:FALSE']

/** The packets that pass the filter, with the protocols named and everything inside them. */
export async function dissected(
  path: string,
  filter: string,
  keep: readonly string[],
  preferences: readonly string[],
  onPacket: (packet: Packet) => void,
): Promise<void> {
  const reader = new PdmlReader(keep, onPacket)
  await run(path, [...UNJUDGED, ...preferences, '-Y', filter, '-T', 'pdml', '-J', keep.join(' ')], piece =>
    reader.push(piece),
  )
}

/** One row of texts for each frame that passes the filter; a field that occurs several times is joined by commas. */
export async function fields(
  path: string,
  filter: string,
  names: readonly string[],
  preferences: readonly string[] = [],
): Promise<string[][]> {
  const pieces: string[] = []
  const asked = names.flatMap(name => ['-e', name])
  await run(path, [...preferences, '-Y', filter, '-T', 'fields', ...asked], piece => pieces.push(piece))
  const lines = pieces.join('').split('\n')
  return lines.slice(0, -1).map(line => line.split('\t'))
}

export type Segment = {
  readonly stream: string
  readonly from: number
  readonly to: number
  /** It brings a byte that no earlier segment of this direction has brought. */
  readonly fresh: boolean
}

/**
 * Every TCP segment with data, by frame. A copy, whether sent again by the host or mirrored twice by the switch, brings
 * nothing new: this is told from sequence numbers alone, and not by what tshark or the sensor think of the frame.
 */
export async function segmentsOf(path: string): Promise<Map<number, Segment>> {
  const rows = await fields(path, 'tcp.len > 0', [
    'frame.number',
    'tcp.stream',
    'tcp.srcport',
    'tcp.dstport',
    'tcp.seq',
    'tcp.len',
  ])
  const seen = new Map<string, Covered>()
  const segments = new Map<number, Segment>()
  for (const row of rows) {
    // A frame that quotes another (in an ICMP error) has two of each; the first is its own.
    const [frame, stream, from, to, sequence, length] = row.map(text => Number(text.split(',')[0]))
    const direction = `${stream} ${from}`
    const covered = seen.get(direction) ?? new Covered()
    seen.set(direction, covered)
    const fresh = covered.add(sequence!, sequence! + length!)
    segments.set(frame!, { stream: String(stream), from: from!, to: to!, fresh })
  }
  return segments
}

/** Spans of numbers, joined where they touch. */
class Covered {
  #spans: [number, number][] = []

  /** Whether any number of the span was missing. */
  add(start: number, end: number): boolean {
    if (this.#spans.some(([from, to]) => from <= start && end <= to)) return false
    const touching = this.#spans.filter(([from, to]) => from <= end && start <= to)
    const apart = this.#spans.filter(span => !touching.includes(span))
    const joined: [number, number] = [
      Math.min(start, ...touching.map(([from]) => from)),
      Math.max(end, ...touching.map(([, to]) => to)),
    ]
    this.#spans = [joined, ...apart]
    return true
  }
}
