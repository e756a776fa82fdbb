import { existsSync, globSync } from 'node:fs'
import { Refusal } from './world.ts'

/** Files of an option that may be given again: names as they are, `*.pcap` as what it stands for, each once. */
export function filesOf(option: string, given: readonly string[]): string[] {
  return [...new Set(given.flatMap(pattern => matchesOf(option, pattern)))]
}

function matchesOf(option: string, pattern: string): string[] {
  if (pattern === '') throw new Refusal(`${option} needs a name: type \`${option} FILE\`.`)
  if (!/[*?[{]/.test(pattern) || existsSync(pattern)) return [pattern]
  const found = globSync(pattern).sort()
  if (found.length === 0) throw new Refusal(`${option} ${pattern} names no file; check the pattern.`)
  return found
}
