// Scripts of deploy/ are plain JavaScript and have no types: these are those that the tests use.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const project = fileURLToPath(new URL('../..', import.meta.url))

/** One file of a package, before it is written. */
export type Entry = {
  readonly path: string
  readonly mode?: number
  readonly from?: string
  readonly text?: string | Buffer
  readonly link?: string
}

export type Build = {
  readonly version: string
  readonly layOut: (name: string, arch: string, folder: string, options: object) => Entry[]
  readonly buildPackages: (options: object) => string[]
}
export type Tree = {
  readonly programTree: (arch: string, options?: object) => Entry[]
  readonly storesTree: (arch: string) => Entry[]
  readonly placesFor: (arch: string) => { program: string[]; stores: string[]; hasEngine: boolean }
}

export const load = async <T>(path: string): Promise<T> => (await import(join(project, path))) as T
