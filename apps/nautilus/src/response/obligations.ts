// The obligations to report that come with Nautilus, and the checking of those that people change.
import { join } from 'node:path'
import {
  type ObligationCommon,
  type ObligationRead,
  type ObligationTemplate,
  readObligation,
  readObligationCommon,
} from '@nautilus/response'
import { Refusal } from '../world.ts'
import { COMMON, contentFiles, faultLines, folderOf, like, treeOf } from './content.ts'

/** Every template of `obligations/`, by id. A fault in one of them is a bug of ours, and is told as one. */
export function loadObligations(): readonly ObligationTemplate[] {
  const folder = folderOf('obligations')
  const common = loadObligationCommon()
  return contentFiles(folder)
    .map(name => {
      const read = readObligationFile(join(folder, name), `obligations/${name}`, common)
      if (!read.ok) throw new Error(faultLines(read.faults, read.more).join('\n'))
      return read.template
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

export function loadObligationCommon(): ObligationCommon {
  const one = treeOf(join(folderOf('obligations'), COMMON), `obligations/${COMMON}`, 'common file')
  const read =
    'tree' in one ? readObligationCommon(one.tree, like) : { ok: false as const, faults: one.faults, more: 0 }
  if (!read.ok) throw new Error(faultLines(read.faults, read.more).join('\n'))
  return read.common
}

/** One file, or everything that is wrong with it. */
export function readObligationFile(path: string, named: string, common: ObligationCommon): ObligationRead {
  const one = treeOf(path, named, 'obligation')
  if ('faults' in one) return { ok: false, faults: one.faults, more: 0 }
  return readObligation(one.tree, { common, likeOf: like })
}

/** The template of this id, or a sentence that names the nearest. */
export function obligationNamed(all: readonly ObligationTemplate[], id: string): ObligationTemplate {
  const found = all.find(template => template.id === id.toUpperCase())
  if (found) return found
  throw new Refusal(
    `there is no obligation ${id}; ${like(
      id.toUpperCase(),
      all.map(one => one.id),
    )}`,
  )
}
