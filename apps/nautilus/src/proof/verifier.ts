// Verifies an export of evidence, offline. It needs Node and nothing else: a copy of it lies in every export, and it works
// on its own, without the code that wrote the export.
//
//   node verify.mjs incident.zip [--key SHA256]
import { createHash, createPublicKey, verify as verifySignature } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { crc32 } from 'node:zlib'

type Fault = { readonly where: string; readonly why: string }
type Verdict = {
  /** Empty: every byte is as it was written. */
  readonly faults: readonly Fault[]
  /** SHA-256 of the key that signed it, hex. */
  readonly key: string | null
  readonly files: number
  /** What the manifest says, as sentences. */
  readonly says: readonly string[]
}
type File = { readonly name: string; readonly data: Buffer }
type Manifest = {
  readonly files: readonly { readonly name: string; readonly sha256: string; readonly bytes: number }[]
  readonly tenant: string
  readonly incident: string
  readonly madeAt: string
  readonly version: string
  readonly unseen: readonly string[]
}
type Anchor = { readonly day: string; readonly seq: number; readonly hash: string; readonly links: number }
type Link = { readonly seq: number; readonly prev: string; readonly hash: string; readonly body?: unknown }

const sha256 = (data: Buffer | string): string => createHash('sha256').update(data).digest('hex')

/** `wanted`: the key that it must be signed with; null: any, and the verdict names it. */
export function verifyBundle(zip: Buffer, wanted: string | null): Verdict {
  const faults: Fault[] = []
  const files = filesIn(zip, faults)
  const data = (name: string) => files.find(file => file.name === name)?.data ?? null
  const text = (name: string) => data(name)?.toString('utf8') ?? null
  const manifest = parsed<Manifest>(text('manifest.json'), 'manifest.json', faults)
  const publicKey = text('signing-key.pem')
  const key = keyOf(publicKey)
  if (key === null) faults.push({ where: 'signing-key.pem', why: 'there is no key' })
  else {
    if (wanted !== null && key !== wanted) faults.push({ where: 'signing-key.pem', why: `it is another key: ${key}` })
    checkSignature('manifest.json', text('manifest.json') ?? '', text('manifest.sig') ?? '', publicKey!, faults)
  }
  if (manifest) checkFiles(manifest, files, faults)
  checkRecord(text('record.jsonl'), faults)
  checkAudit(text('audit.jsonl'), text('anchors.json'), publicKey, faults)
  const says = manifest
    ? [
        `Incident ${manifest.incident} of ${manifest.tenant}, written ${manifest.madeAt} by version ${manifest.version}.`,
        ...manifest.unseen.map(line => `Not seen: ${line}`),
      ]
    : []
  return { faults, key, files: files.length, says }
}

function keyOf(pem: string | null): string | null {
  try {
    const key = createPublicKey(pem ?? '')
    // The one way to write it: nothing in this file may be changed unseen.
    if (key.asymmetricKeyType !== 'ed25519' || key.export({ type: 'spki', format: 'pem' }) !== pem) return null
    return sha256(key.export({ type: 'spki', format: 'der' }))
  } catch {
    return null
  }
}

function checkSignature(where: string, text: string, signature: string, publicKey: string, faults: Fault[]): void {
  const bytes = Buffer.from(signature, 'base64')
  const isExact = bytes.toString('base64') === signature
  if (!isExact || !verifySignature(null, Buffer.from(text), createPublicKey(publicKey), bytes))
    faults.push({ where, why: 'the signature does not fit: it was changed' })
}

const UNLISTED = new Set(['manifest.json', 'manifest.sig', 'signing-key.pem'])

function checkFiles({ files: listed }: Manifest, files: readonly File[], faults: Fault[]): void {
  for (const { name, sha256: sum, bytes } of listed) {
    const file = files.find(one => one.name === name)
    if (!file) faults.push({ where: name, why: 'it is missing' })
    else if (file.data.length !== bytes || sha256(file.data) !== sum)
      faults.push({ where: name, why: 'it was changed' })
  }
  for (const { name } of files)
    if (!UNLISTED.has(name) && !listed.some(one => one.name === name))
      faults.push({ where: name, why: 'the manifest does not list it' })
}

function checkRecord(text: string | null, faults: Fault[]): void {
  if (text === null) {
    faults.push({ where: 'record.jsonl', why: 'it is missing' })
    return
  }
  checkChain('record.jsonl', linksOf('record.jsonl', text, faults), { seq: -1, hash: '0'.repeat(64) }, faults)
}

/** Links about other things have no body here: their hashes hold the chain together. */
function checkAudit(text: string | null, anchors: string | null, publicKey: string | null, faults: Fault[]): void {
  const links = linksOf('audit.jsonl', text ?? '', faults)
  const [first] = links
  if (first) checkChain('audit.jsonl', links, { seq: first.seq - 1, hash: first.prev }, faults)
  for (const signed of parsed<(Anchor & { readonly key: string; readonly signature: string })[]>(
    anchors ?? '[]',
    'anchors.json',
    faults,
  ) ?? []) {
    const { day, seq, hash, links: count } = signed
    const where = `anchors.json, ${day}`
    const isOurs = publicKey !== null && keyOf(publicKey) === signed.key
    if (isOurs) checkSignature(where, canonical({ day, hash, links: count, seq }), signed.signature, publicKey, faults)
    const link = links.find(one => one.seq === seq)
    if (link && link.hash !== hash) faults.push({ where, why: 'the record of that day was written anew' })
  }
}

function linksOf(where: string, text: string, faults: Fault[]): Link[] {
  const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n')
  return lines.flatMap((line, at) => parsed<Link>(line, `${where}, line ${at + 1}`, faults) ?? [])
}

function checkChain(
  where: string,
  links: readonly Link[],
  before: { seq: number; hash: string },
  faults: Fault[],
): void {
  let { seq, hash } = before
  for (const link of links) {
    const isNext = link.seq === seq + 1 && link.prev === hash
    const isWhole =
      link.body === undefined || sha256(link.prev + canonical({ body: link.body, seq: link.seq })) === link.hash
    if (!isNext || !isWhole) {
      faults.push({ where: `${where}, link ${link.seq}`, why: isNext ? 'it was changed' : 'one before it is missing' })
      return
    }
    seq = link.seq
    hash = link.hash
  }
}

/** RFC 8785. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`
}

function parsed<T>(text: string | null, where: string, faults: Fault[]): T | null {
  if (text === null) faults.push({ where, why: 'it is missing' })
  else
    try {
      return JSON.parse(text) as T
    } catch {
      faults.push({ where, why: 'it cannot be read' })
    }
  return null
}

// The ZIP (APPNOTE 6.3.10) has one way to be written: files as they are, one after the other, each with the sums behind it.
// It is built anew from what was read and compared, so that no byte between the files can be changed unseen either.
const END = 22
const FLAGS = 0x0808
const DATE = 0x21

function filesIn(zip: Buffer, faults: Fault[]): File[] {
  try {
    const files = directoryOf(zip)
    if (!Buffer.concat(zipOf(files)).equals(zip))
      faults.push({ where: 'the ZIP', why: 'bytes of its frame were changed' })
    return files
  } catch {
    faults.push({ where: 'the ZIP', why: 'it cannot be read: it was cut or changed' })
    return []
  }
}

function directoryOf(zip: Buffer): File[] {
  const end = zip.length - END
  const count = zip.readUInt16LE(end + 10)
  let at = zip.readUInt32LE(end + 16)
  return Array.from({ length: count }, () => {
    const length = zip.readUInt16LE(at + 28)
    const size = zip.readUInt32LE(at + 24)
    const offset = zip.readUInt32LE(at + 42)
    const name = zip.toString('utf8', at + 46, at + 46 + length)
    const start = offset + 30 + length
    if (start + size > zip.length) throw new RangeError(name)
    at += 46 + length
    return { name, data: zip.subarray(start, start + size) }
  })
}

/** The frame of a ZIP around files: also what writes an export. */
export function zipOf(files: Iterable<File>): Buffer[] {
  const pieces: Buffer[] = []
  const writer = zipWriter()
  for (const file of files) pieces.push(...writer.add(file))
  return [...pieces, ...writer.end()]
}

export function zipWriter(): { add(file: File): Buffer[]; end(): Buffer[] } {
  const directory: Buffer[] = []
  let offset = 0
  const add = ({ name, data }: File): Buffer[] => {
    const title = Buffer.from(name)
    const sums = [crc32(data), data.length, data.length]
    const head = Buffer.concat([
      bytesOf([4, 0x04034b50], [2, 20], [2, FLAGS], [2, 0], [2, 0], [2, DATE], [4, 0], [4, 0], [4, 0]),
      bytesOf([2, title.length], [2, 0]),
      title,
    ])
    const tail = bytesOf([4, 0x08074b50], ...sums.map((sum): [4, number] => [4, sum]))
    directory.push(
      Buffer.concat([
        bytesOf([4, 0x02014b50], [2, 20], [2, 20], [2, FLAGS], [2, 0], [2, 0], [2, DATE]),
        bytesOf(...sums.map((sum): [4, number] => [4, sum])),
        bytesOf([2, title.length], [2, 0], [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]),
        title,
      ]),
    )
    offset += head.length + data.length + tail.length
    return [head, data, tail]
  }
  const end = (): Buffer[] => {
    const list = Buffer.concat(directory)
    const count = directory.length
    return [
      list,
      bytesOf([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, list.length], [4, offset], [2, 0]),
    ]
  }
  return { add, end }
}

function bytesOf(...numbers: readonly (readonly [2 | 4, number])[]): Buffer {
  return Buffer.concat(
    numbers.map(([size, value]) => {
      const bytes = Buffer.alloc(size)
      bytes.writeUIntLE(value, 0, size)
      return bytes
    }),
  )
}

/** Sentences for a person, and the exit code: 0 where it is whole. */
export function told({ faults, key, files, says }: Verdict): { readonly text: string; readonly code: number } {
  const lines = [
    ...says,
    `Signed with key ${key ?? '(none)'}.`,
    ...faults.map(({ where, why }) => `BROKEN  ${where}: ${why}.`),
    faults.length === 0
      ? `Whole: ${files} files, every byte as it was written.`
      : 'This export is not as it was written.',
  ]
  return { text: `${lines.join('\n')}\n`, code: faults.length === 0 ? 0 : 2 }
}

if (process.argv[1]?.endsWith('verify.mjs')) {
  const [file, flag, wanted] = process.argv.slice(2)
  if (file === undefined) process.stdout.write('node verify.mjs incident.zip [--key SHA256]\n')
  else {
    const { text, code } = told(verifyBundle(readFileSync(file), flag === '--key' ? (wanted ?? '') : null))
    process.stdout.write(text)
    process.exitCode = code
  }
}
