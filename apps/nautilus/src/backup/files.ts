// The files of a data folder that belong into a backup: everything but the stores, which are read as rows,
// and the rings of packets, which change while they are read and are of hours.
import { type FileHandle, open, readdir } from 'node:fs/promises'
import { isAbsolute, join, normalize, sep } from 'node:path'

const STORES = new Set(['state', 'telemetry', 'running', 'ring'])
/** Bytes read at once. */
const PIECE = 4 * 1024 * 1024

/** Paths from the folder, in the order of their names. Links and sockets are no files. */
export async function filesIn(folder: string, below = ''): Promise<string[]> {
  const found: string[] = []
  const entries = await readdir(join(folder, below), { withFileTypes: true })
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`
    if (below === '' && STORES.has(entry.name)) continue
    if (entry.isDirectory()) found.push(...(await filesIn(folder, path)))
    else if (entry.isFile()) found.push(path)
  }
  return found
}

/** Null when it is gone: uploads go when they are read. */
export async function openFile(folder: string, path: string): Promise<FileHandle | null> {
  return open(join(folder, path), 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
}

export async function* bytesOf(file: FileHandle): AsyncGenerator<Buffer> {
  try {
    for (;;) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(PIECE), 0, PIECE)
      if (bytesRead === 0) return
      yield buffer.subarray(0, bytesRead)
    }
  } finally {
    await file.close()
  }
}

/** Whether a path of an archive stays inside the folder and touches no store. */
export function isWithin(path: string): boolean {
  const clean = normalize(path)
  return (
    path !== '' &&
    path !== '.' &&
    clean === path.replaceAll('/', sep) &&
    !isAbsolute(path) &&
    !clean.split(sep).includes('..') &&
    !path.includes('\0') &&
    !STORES.has(clean.split(sep)[0] ?? '')
  )
}
