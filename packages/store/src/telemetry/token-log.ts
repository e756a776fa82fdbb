// Which inserts are in, by the tokens of those who sent them, in a file that outlives the process. A token is
// `whose/range/part`, and an owner sends a range after the other: of each the last ranges are remembered, however long ago.
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { synced } from './group-file.ts'

/** Ranges of one owner, and owners. */
const RANGES = 16
const OWNERS = 50_000
/** The file is written anew when so many times as many lines are in it as are needed, and that many more. */
const SLACK = 2
const LEAST = 10_000

const TOKEN = /^(.+)\/([^/]+)\/(\d+\/[^/]+)$/

/** Whether it is one that can be remembered. */
export const isToken = (token: string): boolean => TOKEN.test(token)

export class TokenLog {
  readonly #folder: string
  readonly #path: string
  /** Parts by range by owner, the oldest first. */
  readonly #owners = new Map<string, Map<string, Set<string>>>()
  #size = 0
  /** In the file; without end where it has to be written anew first. */
  #lines = Number.POSITIVE_INFINITY

  private constructor(folder: string, name: string) {
    this.#folder = folder
    this.#path = join(folder, `${name}.tokens`)
  }

  static async open(folder: string, name: string): Promise<TokenLog> {
    const log = new TokenLog(folder, name)
    const text = await readFile(log.#path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
      return ''
    })
    // What stands behind the last end of a line was being written: its group is still in its file.
    for (const token of text.split('\n').slice(0, -1)) log.#remember(token)
    return log
  }

  has(token: string): boolean {
    const [owner, range, part] = partsOf(token)
    return this.#owners.get(owner)?.get(range)?.has(part) ?? false
  }

  /** Resolves when a crash of the machine would not lose them. */
  async add(tokens: readonly string[]): Promise<void> {
    for (const token of tokens) this.#remember(token)
    if (this.#lines > SLACK * this.#size + LEAST) return this.#anew()
    await written(this.#path, 'a', tokens)
    this.#lines += tokens.length
  }

  #remember(token: string): void {
    const [owner, range, part] = partsOf(token)
    const ranges = this.#owners.get(owner) ?? new Map<string, Set<string>>()
    this.#owners.delete(owner)
    this.#owners.set(owner, ranges)
    const parts = ranges.get(range) ?? new Set<string>()
    ranges.set(range, parts)
    if (!parts.has(part)) this.#size++
    parts.add(part)
    if (ranges.size > RANGES) this.#size -= dropOldest(ranges)!.size
    if (this.#owners.size > OWNERS) for (const { size } of dropOldest(this.#owners)!.values()) this.#size -= size
  }

  async #anew(): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    const beside = `${this.#path}.new`
    const tokens: string[] = []
    for (const [owner, ranges] of this.#owners)
      for (const [range, parts] of ranges) for (const part of parts) tokens.push(`${owner}/${range}/${part}`)
    await written(beside, 'w', tokens)
    await rename(beside, this.#path)
    await synced(this.#folder)
    this.#lines = tokens.length
  }
}

async function written(path: string, how: 'a' | 'w', tokens: readonly string[]): Promise<void> {
  const file = await open(path, how, 0o600)
  try {
    await file.writeFile(tokens.map(token => `${token}\n`).join(''))
    await file.datasync()
  } finally {
    await file.close()
  }
}

function partsOf(token: string): [owner: string, range: string, part: string] {
  const [, owner, range, part] = TOKEN.exec(token) ?? []
  if (owner === undefined || range === undefined || part === undefined)
    throw new Error(`\`${token}\` is no token of a range`)
  return [owner, range, part]
}

function dropOldest<T>(map: Map<string, T>): T | undefined {
  const { value: key } = map.keys().next()
  const oldest = key === undefined ? undefined : map.get(key)
  if (key !== undefined) map.delete(key)
  return oldest
}
