// What is about to be inserted together, on disk before it is: whoever comes after a crash makes the same insert again.
import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { textOf } from '../trouble.ts'

export type Part = { readonly token: string; readonly values: Buffer }
/** `id`: its token of the engine. */
export type Group = { readonly id: string; readonly parts: readonly Part[] }

type Head = { readonly id: string; readonly parts: readonly { readonly token: string; readonly length: number }[] }

export const groupOf = (parts: readonly Part[]): Group => ({ id: `group/${randomUUID()}`, parts })

export const valuesOf = ({ parts }: Group): Buffer => Buffer.concat(parts.map(({ values }) => values))

/** One group at a time. */
export class GroupFile {
  readonly #folder: string
  readonly #path: string

  constructor(folder: string, name: string) {
    this.#folder = folder
    this.#path = join(folder, `${name}.group`)
  }

  /** Null where there is none. One that is not whole was never inserted: it is put aside, for its senders send it again. */
  async read(): Promise<Group | null> {
    const bytes = await readFile(this.#path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
      return null
    })
    if (bytes === null) return null
    try {
      return parsed(bytes)
    } catch (error) {
      process.stderr.write(`${this.#path} is damaged and put aside: ${textOf(error)}\n`)
      await rename(this.#path, `${this.#path}.damaged`)
      return null
    }
  }

  /** Resolves when a crash of the machine would not lose it. */
  async write({ id, parts }: Group): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    const head: Head = { id, parts: parts.map(({ token, values }) => ({ token, length: values.length })) }
    const beside = `${this.#path}.new`
    const file = await open(beside, 'w', 0o600)
    try {
      await file.writeFile(`${JSON.stringify(head)}\n`)
      for (const { values } of parts) await file.writeFile(values)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(beside, this.#path)
    await synced(this.#folder)
  }

  async remove(): Promise<void> {
    await rm(this.#path, { force: true })
  }
}

function parsed(bytes: Buffer): Group {
  const line = bytes.indexOf(0x0a)
  const { id, parts } = JSON.parse(bytes.subarray(0, line).toString('utf8')) as Head
  let at = line + 1
  const cut = parts.map(({ token, length }) => {
    const values = bytes.subarray(at, at + length)
    at += length
    return { token, values }
  })
  if (at !== bytes.length) throw new Error(`it has ${bytes.length} bytes, and says ${at}`)
  return { id, parts: cut }
}

/** The names in a folder are on disk. */
export async function synced(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
