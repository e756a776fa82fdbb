// Writes an export of evidence: a ZIP whose manifest is signed, and in it what verifies it offline.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import type { BundleAbout, BundleFile, Seal } from '@nautilus/api'
import { VERSION } from '../version.ts'
import { zipWriter } from './verifier.ts'

/** Bytes of one export: what a ZIP without its large form holds. */
const MOST = 2 ** 32 - 2 ** 20
/** Files of one export, its own among them. */
const MOST_FILES = 65_000

const script = (): Buffer => {
  const source = readFileSync(new URL('./verifier.ts', import.meta.url), 'utf8')
  return Buffer.from(stripTypeScriptTypes(source))
}

type Row = Omit<BundleFile, 'bytes'> & { readonly sha256: string; readonly bytes: number }

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** One file after the other; what is left out for its size is told in the manifest. */
export async function* bundleOf(
  about: BundleAbout,
  files: AsyncIterable<BundleFile>,
  seal: Seal,
): AsyncGenerator<Uint8Array> {
  const writer = zipWriter()
  const rows: Row[] = []
  const leftOut: string[] = []
  let size = 0
  const own: BundleFile[] = [
    { name: 'README.txt', source: 'written with the export', bytes: Buffer.from(readme(about)) },
    { name: 'verify.mjs', source: `the verifier, version ${VERSION}`, bytes: script() },
  ]
  for await (const { name, source, bytes } of joined(own, files)) {
    if (size + bytes.length > MOST || rows.length >= MOST_FILES) {
      leftOut.push(name)
      continue
    }
    size += bytes.length
    rows.push({ name, source, sha256: sha256(bytes), bytes: bytes.length })
    yield* writer.add({ name, data: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) })
  }
  const manifest = manifestOf(about, rows, leftOut)
  yield* writer.add({ name: 'signing-key.pem', data: Buffer.from(seal.publicKey) })
  yield* writer.add({ name: 'manifest.json', data: Buffer.from(manifest) })
  yield* writer.add({ name: 'manifest.sig', data: Buffer.from(seal.sign(manifest)) })
  yield* writer.end()
}

async function* joined(first: readonly BundleFile[], then: AsyncIterable<BundleFile>): AsyncGenerator<BundleFile> {
  yield* first
  yield* then
}

const iso = (at: number): string => new Date(at / 1000).toISOString()

function manifestOf(about: BundleAbout, files: readonly Row[], leftOut: readonly string[]): string {
  const { tenant, site, incident, from, to, sensors, unseen } = about
  const manifest = {
    schema: 1,
    ...{ tenant, site, incident },
    madeAt: iso(to),
    period: { from: iso(from), to: iso(to) },
    clock:
      'Times of packets are those of the sensors; entries of the record and of the audit have the time of the platform. UTC.',
    version: VERSION,
    ...{ sensors, unseen, leftOut, files },
  }
  return `${JSON.stringify(manifest, null, 2)}\n`
}

const readme = ({ incident, unseen }: BundleAbout): string => `Evidence of incident ${incident}

  record.jsonl    what happened in the incident, each entry chained to the one before
  audit.jsonl     what people did in the platform meanwhile; what is about other things as its hash alone
  anchors.json    ends of the days of that record, signed
  packets/        packets of findings, as pcap
  reports/        drafts of reports to authorities; not legal advice
  attachments/    files that were taken in: opened with care
  manifest.json   every file with its SHA-256; manifest.sig is its signature (Ed25519)

What the sensors did not see:
${unseen.map(line => `  ${line}`).join('\n') || '  nothing was told'}

To verify:  node verify.mjs ${incident}.zip --key SHA256-OF-THE-KEY
            nautilus verify ${incident}.zip
Ask the organisation for the key: the one in here proves only that one hand wrote all of it.
`
