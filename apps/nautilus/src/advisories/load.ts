// Everything that is known of vulnerabilities, from the paths that were named. What could not be used is told, file by file.
import type { KeyObject } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import {
  type Advisory,
  AdvisoryStore,
  type Epss,
  type Kev,
  readAdvisoryValue,
  readEpss,
  readKev,
} from '@nautilus/vulnerabilities'
import { openBundle } from './bundle.ts'
import { MAX_FAULTS, MAX_FILE_BYTES } from './limits.ts'
import { type Source, sourcesOf } from './sources.ts'
import { unpack } from './zip.ts'

export type Fault = { readonly file: string; readonly problem: string; readonly isUsed: boolean }

export type Bundled = { readonly file: string; readonly created: string; readonly signed: boolean }

export class Intelligence {
  readonly store = new AdvisoryStore()
  readonly bundles: Bundled[] = []
  readonly faults: Fault[] = []
  /** Sentences beyond the limit. */
  moreFaults = 0
  /** Files that were read as something. */
  files = 0
  kev: Kev | null = null
  epss: Epss | null = null
  /** Files as they were read, by kind; only where somebody wants to pack them. */
  readonly kept: Map<string, Uint8Array> | null

  constructor(options: { readonly keep?: boolean } = {}) {
    this.kept = options.keep ? new Map() : null
  }

  fault(file: string, problem: string, isUsed = false): void {
    if (this.faults.length < MAX_FAULTS) this.faults.push({ file, problem, isUsed })
    else this.moreFaults++
  }
}

/** Reads advisories, KEV and EPSS from files, directories, archives, feeds and bundles. */
export function load(paths: readonly string[], into: Intelligence, trust: KeyObject | null = null): Intelligence {
  for (const path of paths) {
    for (const source of sourcesOf(path)) {
      if ('fault' in source) into.fault(source.name, source.fault)
      else learn(source, into, trust)
    }
  }
  return into
}

/** Of one file; an archive is opened. */
export function learn(source: Source, into: Intelligence, trust: KeyObject | null): void {
  const { bytes, name } = source
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) learnArchive(source, into, trust)
  else if (trust) into.fault(name, 'is not in a signed bundle, and --trust asks for one')
  else learnFile(source, into)
}

const inside = /\.(json|csv|csv\.gz|sig)$/i

function learnArchive({ name, bytes }: Source, into: Intelligence, trust: KeyObject | null): void {
  const unpacked = unpack(bytes, file => inside.test(file))
  if (!unpacked.ok) {
    into.fault(name, `is not read: ${unpacked.why}`)
    return
  }
  for (const fault of unpacked.faults) into.fault(name, fault)
  const opened = openBundle(unpacked.files, trust)
  if (opened.kind === 'refused') {
    into.fault(name, `is not used: ${opened.why}`)
    return
  }
  if (opened.kind === 'bundle') {
    into.bundles.push({ file: name, created: opened.created, signed: opened.signed })
    for (const fault of opened.faults) into.fault(name, fault)
  }
  const files = opened.kind === 'bundle' ? opened.files : unpacked.files
  for (const [file, content] of files) learnFile({ name: `${name}:${file}`, bytes: content }, into)
}

function learnFile(source: Source, into: Intelligence): void {
  const plain = unzipped(source, into)
  if (plain === null) return
  const text = Buffer.from(plain)
    .toString('utf8')
    .replace(/^\ufeff/, '')
  if (/^\s*[[{]/.test(text)) learnJson(source.name, text, plain, into)
  else if (/^(#|cve,)/i.test(text)) learnEpss(source.name, text, plain, into)
  else into.fault(source.name, 'is neither JSON of CSAF or KEV nor CSV of EPSS')
}

function unzipped({ name, bytes }: Source, into: Intelligence): Uint8Array | null {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_FILE_BYTES })
  } catch (error) {
    into.fault(name, `cannot be unpacked: ${(error as Error).message}`)
    return null
  }
}

function learnJson(name: string, text: string, bytes: Uint8Array, into: Intelligence): void {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    into.fault(name, `is not JSON: ${(error as Error).message.replace(/, ?["'][\s\S]*/, '')}`)
    return
  }
  if (isList(value)) return
  const kev = readKev(value)
  if (kev.ok) {
    into.files++
    for (const fault of kev.faults) into.fault(name, fault, true)
    if (into.kev && into.kev.released >= kev.kev.released) return
    into.kev = kev.kev
    into.kept?.set('kev.json', bytes)
    return
  }
  learnAdvisory(name, value, bytes, into)
}

/** A feed in a directory that is read as a whole names what is read anyway. */
const isList = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (Object.hasOwn(value, 'feed') || Object.hasOwn(value, 'metadata_version') || Object.hasOwn(value, 'aggregator'))

function learnAdvisory(name: string, value: unknown, bytes: Uint8Array, into: Intelligence): void {
  const reading = readAdvisoryValue(value)
  for (const fault of reading.faults) into.fault(name, fault, reading.ok)
  into.moreFaults += reading.moreFaults
  if (!reading.ok) return
  into.files++
  const { advisory } = reading
  const outcome = into.store.add(advisory)
  if (outcome === 'full') into.fault(name, 'is left out: there is no room for more advisories')
  if (outcome === 'draft') into.fault(name, 'is left out: it is a draft')
  if (outcome !== 'added' && outcome !== 'replaced') return
  into.kept?.set(keptAs(advisory), bytes)
}

/** The name of an advisory among what is kept. */
export function keptAs({ id, publisher: { namespace, name } }: Advisory): string {
  const publisher = namespace.replace(/^https?:\/\//, '') || name
  return `advisories/${fileName(publisher)}/${fileName(id)}.json`
}

const fileName = (id: string): string =>
  id
    .toLowerCase()
    .replace(/[^a-z0-9+-]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 100) || 'x'

function learnEpss(name: string, text: string, bytes: Uint8Array, into: Intelligence): void {
  const reading = readEpss(text)
  for (const fault of reading.faults) into.fault(name, fault, reading.ok)
  if (!reading.ok) return
  into.files++
  if (into.epss && into.epss.date >= reading.epss.date) return
  into.epss = reading.epss
  into.kept?.set('epss.csv', bytes)
}
