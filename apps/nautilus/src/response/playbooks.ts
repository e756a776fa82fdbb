// The playbooks that come with Nautilus, and the checking of those that people change.
import { join } from 'node:path'
import { techniques } from '@nautilus/detection'
import {
  type PlaybookCommon as Common,
  FIRST_OWN,
  type Playbook,
  type PlaybookRead,
  readCommon,
  readPlaybook,
  type Tree,
} from '@nautilus/response'
import { Refusal } from '../world.ts'
import { COMMON, contentFiles, faultLines, folderOf, like, treeOf } from './content.ts'

/** Every playbook of `playbooks/`, by id. A fault in one of them is a bug of ours, and is told as one. */
export function loadPlaybooks(): readonly Playbook[] {
  const folder = folderOf('playbooks')
  const common = loadCommon()
  return contentFiles(folder)
    .map(name => {
      const read = readPlaybookFile(join(folder, name), `playbooks/${name}`, common)
      if (!read.ok) throw new Error(faultLines(read.faults, read.more).join('\n'))
      const { id, version } = read.playbook
      if (version >= FIRST_OWN) throw new Error(`${id}@${version}: versions from ${FIRST_OWN} on are those of tenants.`)
      return read.playbook
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

export function loadCommon(): Common {
  const one = treeOf(join(folderOf('playbooks'), COMMON), `playbooks/${COMMON}`, 'common file')
  const read = 'tree' in one ? readCommon(one.tree, like) : { ok: false as const, faults: one.faults, more: 0 }
  if (!read.ok) throw new Error(faultLines(read.faults, read.more).join('\n'))
  return read.common
}

/** One file, or everything that is wrong with it. */
export function readPlaybookFile(path: string, named: string, common: Common): PlaybookRead {
  const one = treeOf(path, named, 'playbook')
  if ('faults' in one) return { ok: false, faults: one.faults, more: 0 }
  return checkTechniques(readPlaybook(one.tree, { common, likeOf: like }), one.tree)
}

/** It names techniques that there are. */
export function checkTechniques(read: PlaybookRead, tree: Tree): PlaybookRead {
  const unknown = read.ok ? read.playbook.techniques.filter(technique => !Object.hasOwn(techniques, technique)) : []
  if (unknown.length === 0) return read
  const message = `${unknown.join(', ')} is no technique of ATT&CK for ICS 18.1; attack.mitre.org/techniques/ics lists them.`
  return { ok: false, faults: [{ place: placeOfKey(tree, 'techniques'), message }], more: 0 }
}

const placeOfKey = (tree: Tree, key: string) =>
  (tree.kind === 'map' ? tree.entries.find(entry => entry.key === key)?.place : undefined) ?? tree.place

/** The playbook of this id, or a sentence that names the nearest. */
export function playbookOf(all: readonly Playbook[], id: string): Playbook {
  const found = all.find(playbook => playbook.id === id.toUpperCase())
  if (found) return found
  throw new Refusal(
    `there is no playbook ${id}; ${like(
      id.toUpperCase(),
      all.map(one => one.id),
    )}`,
  )
}
