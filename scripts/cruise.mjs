// Which module imports which, as dependency-cruiser sees it.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { project } from './place.mjs'

/** `root` is the folder that holds packages/ and apps/; the rules are always the project's own. */
export function cruise(root) {
  const places = ['packages', 'apps'].filter(place => existsSync(join(root, place)))
  const depcruise = join(project, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')
  const config = join(project, '.dependency-cruiser.mjs')
  const args = [depcruise, ...places, '--config', config, '--output-type', 'json', '--no-cache']
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 })
  if (!stdout.startsWith('{')) throw new Error(`dependency-cruiser gave no answer: ${stderr.trim()}`)
  return JSON.parse(stdout)
}
