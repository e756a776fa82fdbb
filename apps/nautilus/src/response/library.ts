// Playbooks that come along, with their texts, and the reading of those that tenants write.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Library, PlacedFault } from '@nautilus/api'
import { type Fault, MAX_CONTENT_FILE, readOwnPlaybook } from '@nautilus/response'
import { contentFiles, folderOf, like, treeIn } from './content.ts'
import { checkTechniques, loadCommon, loadPlaybooks } from './playbooks.ts'

const NAMED = 'playbook.yaml'

export function ownLibrary(): Library {
  const common = loadCommon()
  const sources = contentFiles(folderOf('playbooks')).map(name =>
    readFileSync(join(folderOf('playbooks'), name), 'utf8'),
  )
  const sourceOf = (id: string) => sources.find(source => new RegExp(`^id: ${id}$`, 'm').test(source)) ?? ''
  return {
    shipped: loadPlaybooks().map(playbook => ({ playbook, source: sourceOf(playbook.id) })),
    readOwn(source, place) {
      if (Buffer.byteLength(source) > MAX_CONTENT_FILE)
        return refused([
          {
            place: { file: NAMED, line: 1, column: 1 },
            message: `A playbook has at most ${MAX_CONTENT_FILE / 1000} kB.`,
          },
        ])
      const one = treeIn(source, NAMED, 'playbook')
      if ('faults' in one) return refused(one.faults)
      const read = checkTechniques(readOwnPlaybook(one.tree, { common, likeOf: like, place }), one.tree)
      return read.ok ? { playbook: read.playbook } : refused(read.faults, read.more)
    },
  }
}

const refused = (
  faults: readonly Fault[],
  more = 0,
): { readonly faults: readonly PlacedFault[]; readonly more: number } => ({
  faults: faults.map(({ place: { line, column }, message }) => ({ line, column, message })),
  more,
})
