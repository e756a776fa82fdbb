// The console as the platform serves it: built when it is missing, or when it is older than its sources.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { filesBelow } from './files.mjs'
import { nodePath } from './node.mjs'
import { project } from './place.mjs'
import { runNode } from './steps.mjs'

const folder = join(project, 'apps/console')
const stamp = join(folder, 'dist/.built-of')
const vite = join(project, 'node_modules/vite/bin/vite.js')

/** Whoever builds it, tests too: they have a mode of their own, in which React is three times as large and slow. */
const MODE = 'production'

/** Changes when any file does that the build reads; which libraries, the lock file says. */
export function hashOfSources(root = folder, lock = join(project, 'package-lock.json')) {
  const hash = createHash('sha256').update(MODE)
  for (const path of filesBelow(root, '')) hash.update(`${path}\0`).update(readFileSync(join(root, path)))
  return hash.update(existsSync(lock) ? readFileSync(lock) : '').digest('hex')
}

export const isBuilt = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === hashOfSources()

/** Builds it if need be. The exit code of the build; 0 when there was nothing to do. */
export async function buildConsole(node) {
  if (isBuilt()) return 0
  console.log('Building the console …')
  const hash = hashOfSources()
  const code = await runNode(node, [vite, 'build', '--logLevel', 'warn'], { cwd: folder, env: { NODE_ENV: MODE } })
  if (code !== 0) return code
  compress(join(folder, 'dist/assets'))
  writeFileSync(stamp, hash)
  return 0
}

/** Bytes from which on it pays. */
const WORTH = 1400

/** Beside each file the same, packed: the platform sends that one to browsers that can read it, which are all. */
function compress(place) {
  for (const path of filesBelow(place, '')) {
    const bytes = readFileSync(join(place, path))
    if (bytes.length < WORTH || !/\.(js|css|svg)$/.test(path)) continue
    const options = {
      params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }
    writeFileSync(join(place, `${path}.br`), brotliCompressSync(bytes, options))
    writeFileSync(join(place, `${path}.gz`), gzipSync(bytes, { level: 9 }))
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await buildConsole(nodePath())
