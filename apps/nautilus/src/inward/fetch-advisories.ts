// Advisories, KEV and EPSS from an address: a file, an archive, or a list of files (ROLIE, changes.csv, index.txt, provider
// metadata), of which only what is new is fetched.
import { PullFailed } from '@nautilus/integrations'
import { listedIn } from '../advisories/feeds.ts'
import type { Fetcher } from './fetching.ts'
import type { IntelligenceDesk } from './intelligence-desk.ts'

/** Files of one run; the rest comes with the next. Lists that lists name, and faults that are told. */
const MOST_FILES = 200
const MOST_LISTS = 20
const MOST_FAULTS = 20

export type FetchedFiles = {
  readonly files: number
  readonly taken: number
  readonly faults: readonly string[]
  /** There is more to fetch. */
  readonly isCut: boolean
}

export type Fetching = {
  readonly tenant: string
  readonly source: string
  readonly by: string
  readonly desk: IntelligenceDesk
  readonly fetch: Fetcher
  /** When each advisory that is here was released, by its name among what is kept. */
  readonly released: ReadonlyMap<string, string>
}

export async function fetchIntelligence(
  url: string,
  wanted: 'csaf' | 'kev' | 'epss',
  around: Fetching,
): Promise<FetchedFiles> {
  const bytes = await around.fetch(url)
  const listed = wanted === 'csaf' ? listedIn(fileOf(url), bytes) : null
  if (listed !== null) return fetchListed(url, listed, around)
  const { taken, faults } = await takeOne(url, bytes, around)
  if (taken === 0 && faults.length > 0) throw new PullFailed(`What came from there was not taken: ${faults[0]}`)
  return { files: 1, taken, faults, isCut: false }
}

type Listed = NonNullable<ReturnType<typeof listedIn>>[number]

type Walk = {
  readonly lists: { readonly at: string; readonly entries: readonly Listed[] }[]
  readonly faults: string[]
  files: number
  taken: number
  isCut: boolean
}

async function fetchListed(url: string, entries: readonly Listed[], around: Fetching): Promise<FetchedFiles> {
  const walk: Walk = { lists: [{ at: url, entries }], faults: [], files: 0, taken: 0, isCut: false }
  // Lists may name lists: they come behind.
  for (const list of walk.lists) await fetchOf(list, walk, around)
  const { files, taken, faults, isCut } = walk
  if (files > 0 && taken === 0 && faults.length >= files) throw new PullFailed(`Nothing could be taken: ${faults[0]}`)
  return { files, taken, faults: faults.slice(0, MOST_FAULTS), isCut }
}

async function fetchOf({ at, entries }: Walk['lists'][number], walk: Walk, around: Fetching): Promise<void> {
  for (const { reference, updated } of entries) {
    const address = URL.parse(reference, at)?.href
    if (address === undefined) walk.faults.push(`${reference.slice(0, 100)} is no address`)
    if (address === undefined || isKnown(address, updated, around.released)) continue
    if (walk.files >= MOST_FILES) {
      walk.isCut = true
      return
    }
    walk.files++
    await fetchOne(address, walk, around)
  }
}

async function fetchOne(address: string, walk: Walk, around: Fetching): Promise<void> {
  try {
    const bytes = await around.fetch(address)
    const entries = listedIn(fileOf(address), bytes)
    if (entries !== null) {
      if (walk.lists.length < MOST_LISTS) walk.lists.push({ at: address, entries })
      return
    }
    const { taken, faults } = await takeOne(address, bytes, around)
    walk.taken += taken
    walk.faults.push(...faults.slice(0, 1))
  } catch (error) {
    if (!(error instanceof PullFailed)) throw error
    walk.faults.push(error.message)
  }
}

async function takeOne(address: string, bytes: Uint8Array, { desk, tenant, source, by }: Fetching) {
  const { taken, faults } = await desk.read(tenant, { name: fileOf(address), bytes, by, source })
  return { taken: taken.length, faults: faults.map(({ file, message }) => `${file} ${message}`) }
}

/** An advisory is called as its id is (CSAF 2.0, 5.1); without a date of the list, what is here is not fetched again. */
function isKnown(address: string, updated: string | null, released: ReadonlyMap<string, string>): boolean {
  const file = `/${fileOf(address).toLowerCase()}`
  for (const [name, date] of released)
    if (name.endsWith(file)) return updated === null || Date.parse(updated) <= Date.parse(date)
  return false
}

const fileOf = (url: string): string => (new URL(url).pathname.split('/').at(-1) || 'file').slice(0, 200)
