// Installs what package-lock.json says, when that is not what is there.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { project } from './place.mjs'

/** Installs the packages if need be. False when that failed; npm has then said why. */
export function setUp() {
  if (isInstalled()) return true
  console.log('Setting up: npm ci installs the packages of package-lock.json …')
  const options = ['ci', '--no-audit', '--no-fund', '--loglevel=error']
  const { status, error } = spawnSync('npm', options, { cwd: project, stdio: ['ignore', 'ignore', 'inherit'] })
  if (error) console.error(`npm could not be started: ${error.message}`)
  else if (status !== 0) console.error('npm ci failed. Is the package registry within reach?')
  return status === 0
}

/** npm notes in node_modules what it installed, as its last act; that must agree with the lock file. */
function isInstalled() {
  const note = join(project, 'node_modules/.package-lock.json')
  if (!existsSync(note)) return false
  const installed = packagesOf(note)
  return Object.entries(packagesOf(join(project, 'package-lock.json'))).every(([path, wanted]) => {
    if (!path.startsWith('node_modules/')) return true
    const there = installed[path]
    return there ? there.version === wanted.version && there.integrity === wanted.integrity : wanted.optional === true
  })
}

const packagesOf = path => JSON.parse(readFileSync(path, 'utf8')).packages
