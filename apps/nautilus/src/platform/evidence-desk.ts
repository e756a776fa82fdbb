// Keeps the packets of findings: as files under their hashes, that any tool opens.
import { createHash } from 'node:crypto'
import { readCapture } from '@nautilus/capture'
import { asTenant, type Database, putEvidence, type Wanted, wantedEvidence } from '@nautilus/store'
import type { Logger } from 'pino'
import { FrameCollector } from '../frames.ts'
import { type CapturedFrame, pcapOf } from '../pcap.ts'
import type { EvidenceFiles } from './evidence-files.ts'

export type EvidenceDeskOptions = {
  readonly files: EvidenceFiles
  readonly db: Database
  readonly log: Logger
}

/** Where frames can be asked for by their numbers. */
export type FrameSource = {
  /** As findings name it. */
  readonly file: string
  frames(numbers: readonly number[]): Promise<readonly CapturedFrame[]>
}

type Sources = readonly FrameSource[]

/** Findings of one round. */
const MOST = 200
/** Bytes of the frames of one capture. */
const MOST_BYTES = 256 * 1024 * 1024
/** ms until it is looked again: what belongs together comes together. */
const SOON = 1000

export class EvidenceDesk {
  readonly #options: EvidenceDeskOptions
  readonly #waiting = new Map<string, NodeJS.Timeout>()
  #chain: Promise<void> = Promise.resolve()

  constructor(options: EvidenceDeskOptions) {
    this.#options = options
  }

  /** Findings of this site changed; what they name is asked of these sources. `what` they are: looks of one kind are one. */
  look(tenant: string, site: string, sources: () => Sources | Promise<Sources>, what = 'live'): void {
    const key = JSON.stringify([tenant, site, what])
    if (this.#waiting.has(key)) return
    const timer = setTimeout(() => {
      this.#waiting.delete(key)
      void this.#next(async () => {
        for (const source of await sources()) await this.#keepOf(tenant, site, source)
      })
    }, SOON)
    this.#waiting.set(key, timer)
  }

  /** A capture was read, and will be let go of. `name`: as findings call it. */
  capture(tenant: string, site: string, name: string, path: string): Promise<void> {
    const frames = async (numbers: readonly number[]) => {
      const collector = new FrameCollector(new Set(numbers), MOST_BYTES)
      await readCapture(path, collector)
      return numbers.flatMap(number => collector.frames.get(number) ?? [])
    }
    return this.#next(() => this.#keepOf(tenant, site, { file: name, frames }))
  }

  /** Where the file of this hash is; null where there is none. */
  async path(sha256: string): Promise<string | null> {
    if (!/^[0-9a-f]{64}$/.test(sha256)) return null
    return this.#options.files.path(sha256)
  }

  /** Files whose hash nobody wants go, if they were not written after `before` (ms since 1970). How many went. */
  forget(wanted: ReadonlySet<string>, before: number): Promise<number> {
    return this.#options.files.forget(wanted, before)
  }

  async stop(): Promise<void> {
    for (const timer of this.#waiting.values()) clearTimeout(timer)
    this.#waiting.clear()
    await this.#chain
  }

  #next(work: () => Promise<void>): Promise<void> {
    this.#chain = this.#chain
      .then(work)
      .catch(error => this.#options.log.warn({ err: error }, 'packets of findings could not be kept'))
    return this.#chain
  }

  async #keepOf(tenant: string, site: string, source: FrameSource): Promise<void> {
    const { db } = this.#options
    const wanted = await asTenant(db, tenant, scoped => wantedEvidence(scoped, site, source.file, MOST))
    if (wanted.length === 0) return
    const numbers = [...new Set(wanted.flatMap(({ frames }) => frames))].sort((a, b) => a - b)
    const found = new Map((await source.frames(numbers)).map(frame => [frame.number, frame]))
    for (const one of wanted) await this.keep({ tenant, site }, one, found)
  }

  /** Writes those frames of a finding that were found. False where there is none. */
  async keep(
    { tenant, site }: { readonly tenant: string; readonly site: string },
    { finding, frames: named }: Pick<Wanted, 'finding' | 'frames'>,
    found: ReadonlyMap<number, CapturedFrame>,
  ): Promise<boolean> {
    const frames = named.flatMap(number => found.get(number) ?? [])
    // A pcap has one link type.
    const alike = frames.filter(({ link }) => link === frames[0]!.link)
    if (alike.length === 0) return false
    const bytes = pcapOf(alike)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    await this.#options.files.put(sha256, bytes)
    const evidence = { sha256, bytes: bytes.length, frames: alike.length, named: named.length }
    await asTenant(this.#options.db, tenant, scoped => putEvidence(scoped, { tenant, site, finding }, evidence))
    return true
  }
}
