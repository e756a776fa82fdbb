// Files that a destination keeps on this server: below a folder of its own, whole or not at all.
import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, normalize, sep } from 'node:path'
import { Unreached } from '@nautilus/integrations'

/** `folder`: of the destination; null: the platform keeps none. `most`: bytes of all of them. */
export type Keep = (name: string, bytes: Uint8Array, most: number) => Promise<void>

export function keepIn(folder: string | null): Keep {
  let size: number | null = null
  return async (name, bytes, most) => {
    if (folder === null) throw new Unreached('This platform keeps no files for destinations.', true)
    const path = normalize(join(folder, name))
    if (!path.startsWith(folder + sep)) throw new Unreached(`${name} is not below the folder of the destination.`, true)
    try {
      // People take files away: it is counted anew before anything is refused.
      if (size === null || size + bytes.length > most) size = await sizeOf(folder)
      if (size + bytes.length > most)
        throw new Unreached(
          `The folder holds ${size} bytes and may hold ${most}: take files away from ${folder}.`,
          true,
        )
      await write(path, bytes)
      size += bytes.length
    } catch (error) {
      if (error instanceof Unreached) throw error
      throw new Unreached(`The file could not be written: ${(error as Error).message}`)
    }
  }
}

async function write(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const draft = `${path}.${randomUUID()}.part`
  try {
    const file = await open(draft, 'wx', 0o640)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, path)
    await syncFolder(dirname(path))
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

/** Its name is on the disk too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function sizeOf(folder: string): Promise<number> {
  let sum = 0
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  for (const entry of entries)
    if (entry.isFile()) sum += (await stat(join(entry.parentPath, entry.name)).catch(() => ({ size: 0 }))).size
  return sum
}
