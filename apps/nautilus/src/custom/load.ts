// Custom rules of `--rules`: all of them, or a refusal that names everything that is wrong.
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import {
  type CustomRule,
  compileRules,
  type Fault,
  faultText,
  MAX_FILE,
  type Rule,
  type Tree,
} from '@nautilus/detection'
import { protocols } from '@nautilus/protocols'
import { readText } from '../files.ts'
import { filesOf } from '../patterns.ts'
import { likeOf } from '../site/yaml.ts'
import { Refusal } from '../world.ts'
import { treesOf } from './trees.ts'

/** Files of one call. */
const MAX_FILES = 1000
/** Letters of a mistyped word that are compared with what there is. */
export const MAX_WORD = 80

/** Rules of files, of `*.yml` and of all `.yml` and `.yaml` below a folder. One fault, and none is given. */
export function loadCustomRules(
  option: string,
  given: readonly string[],
  builtIn: readonly Rule[],
): readonly CustomRule[] {
  const files = ruleFiles(option, given)
  const trees: Tree[] = []
  const faults: Fault[] = []
  for (const file of files) {
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > MAX_FILE)
      throw new Refusal(`${option} ${file} is larger than ${MAX_FILE / 1000} kB; split it into several files.`)
    const read = treesOf(file, readText(file, MAX_FILE, `${option} ${file}`))
    trees.push(...read.trees)
    faults.push(...read.faults)
  }
  const compiled = compileRules(trees, {
    taken: builtIn.map(({ id }) => id),
    likeOf: (typed, words) => likeOf(typed.slice(0, MAX_WORD), words),
    vocabulary: { protocol: protocols.map(({ name }) => name) },
    faults,
  })
  if (compiled.ok) return compiled.rules
  const more = compiled.more > 0 ? [`… and ${compiled.more} more faults.`] : []
  throw new Refusal(
    ['no custom rule is used, for there are faults:', ...compiled.faults.map(faultText), ...more].join('\n'),
  )
}

/** The rules of Nautilus and those of `--rules`. */
export function withCustomRules(builtIn: readonly Rule[], given: unknown): readonly Rule[] {
  const paths = Array.isArray(given) ? given.map(String) : []
  if (paths.length === 0) return builtIn
  const own = loadCustomRules('--rules', paths, builtIn).filter(({ silent }) => !silent)
  return [...builtIn, ...own.map(({ rule }) => rule)]
}

/** Is it a file of rules, by its name? */
export const isRuleFile = (path: string): boolean => /\.ya?ml$/i.test(path)

function ruleFiles(option: string, given: readonly string[]): string[] {
  const files = filesOf(option, given).flatMap(path => (isFolder(path) ? filesBelow(option, path) : [path]))
  const all = [...new Set(files)]
  if (all.length > MAX_FILES)
    throw new Refusal(`${option} names ${all.length} files; there may be ${MAX_FILES}. Put rules together.`)
  return all
}

export const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false

function filesBelow(option: string, folder: string): string[] {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && isRuleFile(entry.name))
    .map(entry => join(entry.parentPath, entry.name))
    .sort()
  if (found.length === 0) throw new Refusal(`${option} ${folder} holds no .yml or .yaml file; check the name.`.trim())
  return found
}
