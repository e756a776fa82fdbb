// Lists files of the project.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

const skipped = new Set(['node_modules', '.git', '.cache', 'coverage', 'dist'])

/** Paths below `folder`, relative to `root`, sorted, with forward slashes. */
export function filesBelow(root, folder) {
  const found = []
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder ? `${folder}/${entry.name}` : entry.name
    if (entry.isDirectory() && !skipped.has(entry.name)) found.push(...filesBelow(root, path))
    else if (entry.isFile()) found.push(path)
  }
  return found.sort()
}
