import type { ParseArgsConfig } from 'node:util'

/** Everything a command may touch of the terminal and the clock; tests put their own in its place. */
export type World = {
  /** Standard output: what was asked for. Resolves when it is written. */
  readonly out: (text: string | Uint8Array) => Promise<void>
  /** Standard error: what went wrong, and progress. */
  readonly err: (text: string) => void
  /** Width of the terminal. */
  readonly columns: number
  readonly colour: boolean
  /** Standard error is a terminal that a bar can be drawn on. */
  readonly progress: boolean
  /** Standard output is a terminal: figures that differ from run to run may be shown. */
  readonly terminal: boolean
  /** Microseconds of a clock that only goes forward. */
  readonly clock: () => number
  /** The day, `2026-01-31`, UTC. */
  readonly today: () => string
}

export type Arguments = {
  readonly values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>
  readonly positionals: readonly string[]
  /** Those of them that follow `--`. */
  readonly rest?: readonly string[]
}

/** One thing the program can do. One file each, one line in the registry. */
export type Command = {
  readonly name: string
  /** One line of `nautilus --help`. */
  readonly summary: string
  /** What `nautilus <name> --help` teaches. At most 80 columns. */
  readonly help: string
  /** Things of one kind that it can do, each with options of its own: `nautilus advisories check`. */
  readonly parts?: readonly Command[]
  readonly options: NonNullable<ParseArgsConfig['options']>
  /** The exit code: 0 done, 2 something the user must put right. */
  readonly run: (given: Arguments, world: World) => Promise<number>
}

/** What the user must put right, as one sentence; main prints it and exits with 2. */
export class Refusal extends Error {}
