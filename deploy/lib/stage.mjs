// Writes a tree of files (tree.mjs) to a folder, the same on every machine: modes, times and order are ours.
import {
  chmodSync,
  constants,
  copyFileSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'

/** `when`: seconds since 1970, of every file and folder. */
export function stage(tree, folder, when) {
  for (const { path, from, text, link, mode = 0o644 } of tree) {
    const at = join(folder, path)
    mkdirSync(dirname(at), { recursive: true })
    if (link !== undefined) symlinkSync(link, at)
    else if (from === undefined) writeFileSync(at, text, { flag: 'wx' })
    else copyFileSync(from, at, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
    if (link === undefined) chmodSync(at, mode)
  }
  settle(folder, when)
}

function settle(folder, when) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const at = join(folder, entry.name)
    if (entry.isDirectory()) settle(at, when)
    else lutimesSync(at, when, when)
  }
  chmodSync(folder, 0o755)
  lutimesSync(folder, when, when)
}
