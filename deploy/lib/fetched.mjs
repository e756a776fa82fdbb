// Packages of npm for another kind of machine than this one: npm fetches them, the lock file says whether they are right.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { project } from '../../scripts/place.mjs'
import { nameAt } from './closure.mjs'

const cache = join(project, '.cache/packages')

/** The folder that has the files of the package at `place` of the lock file. */
export function folderOf(place, { version, integrity }) {
  const installed = join(project, place)
  if (existsSync(join(installed, 'package.json'))) return installed
  const name = nameAt(place)
  const kept = join(cache, `${name.replace('/', '+')}@${version}`)
  if (!existsSync(kept)) fetchTo(kept, `${name}@${version}`, integrity)
  return join(kept, 'package')
}

function fetchTo(kept, what, integrity) {
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'new-'))
  try {
    const packed = run('npm', ['pack', what, '--ignore-scripts', '--silent', '--pack-destination', folder])
    const file = join(folder, packed.trim().split('\n').at(-1))
    const sum = `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`
    if (sum !== integrity) throw new Error(`${what} is not what package-lock.json says: its sum is ${sum}.`)
    run('tar', ['-xzf', file, '-C', folder])
    rmSync(file)
    renameSync(folder, kept)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function run(program, args) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} ${args[0]} failed: ${error?.message ?? stderr.trim()}`)
  return stdout
}
