// A file of vulnerability intelligence as what it holds: each advisory by itself, the catalogue, the scores.
import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { IntelligenceFile } from '@nautilus/store'
import { Intelligence, keptAs, learn } from '../advisories/load.ts'

export type ReadFiles = {
  readonly files: readonly IntelligenceFile[]
  readonly faults: readonly { readonly file: string; readonly message: string }[]
  readonly more: number
}

/** Faults that are told. */
const MOST_FAULTS = 100

/** Never throws: what is wrong is told. */
export function filesIn(name: string, bytes: Uint8Array): ReadFiles {
  const into = new Intelligence({ keep: true })
  learn({ name, bytes }, into, null)
  const files = [...advisoriesIn(into), ...kevIn(into), ...epssIn(into)]
  if (files.length === 0 && into.faults.length === 0)
    into.fault(name, 'holds no advisory, no KEV catalogue and no EPSS')
  const faults = into.faults.map(({ file, problem }) => ({ file, message: problem }))
  return {
    files,
    faults: faults.slice(0, MOST_FAULTS),
    more: into.moreFaults + Math.max(0, faults.length - MOST_FAULTS),
  }
}

function* advisoriesIn({ store, kept }: Intelligence): Iterable<IntelligenceFile> {
  for (const advisory of store.list()) {
    const name = keptAs(advisory)
    const { version, released } = advisory
    yield fileOf('csaf', name, kept!.get(name)!, { version, released, entries: 1 })
  }
}

function* kevIn({ kev, kept }: Intelligence): Iterable<IntelligenceFile> {
  if (kev)
    yield fileOf('kev', 'kev.json', kept!.get('kev.json')!, {
      ...{ version: kev.version, released: kev.released, entries: kev.entries.size },
    })
}

function* epssIn({ epss, kept }: Intelligence): Iterable<IntelligenceFile> {
  if (epss)
    yield fileOf('epss', 'epss.csv', kept!.get('epss.csv')!, {
      ...{ version: epss.model, released: epss.date, entries: epss.entries.size },
    })
}

const fileOf = (
  kind: IntelligenceFile['kind'],
  name: string,
  bytes: Uint8Array,
  about: Pick<IntelligenceFile, 'version' | 'released' | 'entries'>,
): IntelligenceFile => ({
  ...{ kind, name, ...about, faults: [], bytes: bytes.length, body: gzipSync(bytes) },
  hash: createHash('sha256').update(bytes).digest('hex'),
})
