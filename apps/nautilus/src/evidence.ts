// The packets of each finding as a capture of its own that any tool opens, with a list of their hashes.
import { createHash } from 'node:crypto'
import { readCapture } from '@nautilus/capture'
import type { Finding } from '@nautilus/model'
import type { Report } from './analysis.ts'
import { writeFolder } from './files.ts'
import { FrameCollector } from './frames.ts'
import { type CapturedFrame, pcapOf } from './pcap.ts'
import { isoOf } from './time.ts'
import { Refusal } from './world.ts'

/** Bytes of all frames together that are held while writing. */
const MAX_BYTES = 256_000_000

export function checkEvidence(folder: string, captures: readonly string[]): void {
  if (folder === '') throw new Refusal('--evidence needs a name: type `--evidence DIR`.')
  if (captures.includes('-'))
    throw new Refusal(
      '--evidence reads the capture a second time, which standard input cannot give; save it to a file first.',
    )
}

/** Reads the captures again, and writes one pcap for each finding that names frames. */
export async function writeEvidence(folder: string, { detection: { findings } }: Report): Promise<void> {
  const held = await framesOf(findings)
  const files = new Map<string, Iterable<string | Uint8Array>>()
  const rows = findings.flatMap(finding => {
    const frames = finding.evidence.frames.flatMap(number => held.get(finding.evidence.file)?.get(number) ?? [])
    if (frames.length === 0) return []
    const { row, bytes } = pieceOf(finding, frames)
    files.set(row.file, [bytes])
    return [row]
  })
  const lines = rows.map(row => JSON.stringify(row)).join(',\n')
  files.set('manifest.json', [`[\n${lines}${rows.length > 0 ? '\n' : ''}]\n`])
  files.set(
    'SHA256SUMS',
    rows.map(({ sha256, file }) => `${sha256}  ${file}\n`),
  )
  await writeFolder(folder, files)
}

type Frames = ReadonlyMap<number, CapturedFrame>

/** The frames that findings name, by capture. */
async function framesOf(findings: readonly Finding[]): Promise<ReadonlyMap<string | null, Frames>> {
  const held = new Map<string | null, Frames>()
  let room = MAX_BYTES
  for (const [file, own] of Map.groupBy(findings, finding => finding.evidence.file)) {
    if (file === null) continue
    const collector = new FrameCollector(new Set(own.flatMap(({ evidence }) => evidence.frames)), room)
    await readCapture(file, collector)
    room -= collector.bytes
    held.set(file, collector.frames)
  }
  return held
}

function pieceOf({ id, rule, evidence }: Finding, frames: readonly CapturedFrame[]) {
  // A pcap has one link type.
  const alike = frames.filter(({ link }) => link === frames[0]!.link)
  const bytes = pcapOf(alike)
  const row = {
    file: `${id}.pcap`,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes: bytes.length,
    finding: id,
    rule,
    capture: evidence.file,
    frames: alike.map(({ number }) => number),
    /** Frames that the finding names but this file lacks: no room, or another link type. */
    missing: evidence.frames.length - alike.length,
    first: isoOf(alike[0]!.at),
    last: isoOf(alike.at(-1)!.at),
  }
  return { row, bytes }
}
