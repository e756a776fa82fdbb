// Files of playbooks and obligations as trees. What our own code reads is in `packages/response`.
import { readdirSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Fault, faultText, MAX_CONTENT_FILE, type Tree } from '@nautilus/response'
import { isFolder, isRuleFile } from '../custom/load.ts'
import { treesOf } from '../custom/trees.ts'
import { readText } from '../files.ts'
import { filesOf } from '../patterns.ts'
import { likeOf } from '../site/yaml.ts'
import { Refusal } from '../world.ts'

/** The file of a folder that all others share. */
export const COMMON = 'common.yaml'
/** Files of one call. */
const MAX_FILES = 1000
/** Letters of a mistyped word that are compared with what there is. */
const MAX_WORD = 80

/** The folder of this name that comes with Nautilus. */
export const folderOf = (name: 'playbooks' | 'obligations'): string =>
  fileURLToPath(new URL(`../../../../${name}/`, import.meta.url))

/** The files of a folder, in order of their names, without the one that they share. */
export const contentFiles = (folder: string): string[] =>
  readdirSync(folder)
    .filter(name => isRuleFile(name) && name !== COMMON)
    .sort()

export type OneTree = { readonly tree: Tree } | { readonly faults: readonly Fault[] }

/** The one document of a file. `named` is how sentences call the file, `what` what it should hold. */
export function treeOf(path: string, named: string, what: string): OneTree {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > MAX_CONTENT_FILE)
    throw new Refusal(`${named} is larger than ${MAX_CONTENT_FILE / 1000} kB; a ${what} never is.`)
  return treeIn(readText(path, MAX_CONTENT_FILE, named), named, what)
}

/** The one document of a text. */
export function treeIn(text: string, named: string, what: string): OneTree {
  const { trees, faults } = treesOf(named, text, what)
  const [tree, second] = trees
  if (faults.length > 0 || !tree) return { faults }
  return second ? { faults: [{ place: second.place, message: `One file holds one ${what}; split it.` }] } : { tree }
}

/** What was probably meant; long words are cut before they are compared. */
export const like = (typed: string, words: readonly string[]): string => likeOf(typed.slice(0, MAX_WORD), words)

/** Every fault on a line of its own. */
export const faultLines = (faults: readonly Fault[], more: number): string[] => [
  ...faults.map(faultText),
  ...(more > 0 ? [`… and ${more} more faults.`] : []),
]

/** The files that a person named: files, patterns, and folders with what lies directly in them. */
export function givenFiles(command: string, given: readonly string[]): string[] {
  const all = filesOf(command, given).flatMap(path => {
    if (!isFolder(path)) return [path]
    const within = contentFiles(path).map(name => `${path.replace(/\/+$/, '')}/${name}`)
    if (within.length === 0) throw new Refusal(`${command}: ${path} holds no .yml or .yaml file; check the name.`)
    return within
  })
  if (all.length > MAX_FILES) throw new Refusal(`${command} takes ${MAX_FILES} files at once; name fewer.`)
  return [...new Set(all)]
}
