// Finds the Node that runs the project: it must read TypeScript as it is, which the machine's own may be too old for.
import { chmodSync, existsSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { isExecutable } from './executable.mjs'
import { project } from './place.mjs'

/** The first major version that runs everything here. */
const ENOUGH = 24

/** Where npm puts it. Not every npm links it into node_modules/.bin, and not every one makes it executable. */
const own = join(project, `node_modules/node-${process.platform}-${process.arch}/bin/node`)

/** Path of the Node that npm installed for this platform, else of the one that runs this; null when that is too old. */
export function nodePath() {
  if (existsSync(own)) {
    if (!isExecutable(own)) chmodSync(own, 0o755)
    return own
  }
  return Number(process.versions.node.split('.')[0]) >= ENOUGH ? process.execPath : null
}

export const noNode = () =>
  `npm has no Node for ${process.platform} on ${process.arch} and this is Node ${process.versions.node}; ` +
  `install Node ${ENOUGH} or later and try again.`

/** The environment of child processes: `node` and the tools are the project's own. */
export const childEnv = (more = {}) => ({
  ...process.env,
  PATH: [dirname(own), join(project, 'node_modules/.bin'), process.env.PATH ?? ''].join(delimiter),
  ...more,
})
