// The obligations of the running platform: those that come along, and the reading of those that tenants write.
import type { Laws } from '@nautilus/api'
import { MAX_CONTENT_FILE, readObligation } from '@nautilus/response'
import { treesOf } from '../custom/trees.ts'
import { like } from './content.ts'
import { loadObligationCommon, loadObligations } from './obligations.ts'

const NAMED = 'obligation.yaml'

export function ownLaws(): Laws {
  const common = loadObligationCommon()
  return { templates: loadObligations(), common, read: source => read(source, common) }
}

function read(source: string, common: Laws['common']): ReturnType<Laws['read']> {
  if (Buffer.byteLength(source) > MAX_CONTENT_FILE)
    return { faults: [{ line: 1, message: `An obligation has at most ${MAX_CONTENT_FILE / 1000} kB.` }] }
  const { trees, faults } = treesOf(NAMED, source, 'obligation')
  const [tree, second] = trees
  if (faults.length > 0) return { faults: faults.map(({ place, message }) => ({ line: place.line, message })) }
  if (!tree) return { faults: [{ line: 1, message: 'There is no obligation in it.' }] }
  if (second) return { faults: [{ line: second.place.line, message: 'One file holds one obligation; split it.' }] }
  const done = readObligation(tree, { common, likeOf: like })
  if (done.ok) return { template: done.template }
  return { faults: done.faults.map(({ place, message }) => ({ line: place.line, message })) }
}
