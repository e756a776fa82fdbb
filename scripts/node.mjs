// Finds the Node that runs the project: it must read TypeScript as it is, which the machine's own may be too old for.
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { project } from './place.mjs'

/** The first major version that runs everything here. */
const ENOUGH = 24

/** Path of the Node that npm installed for this platform, else of the one that runs this; null when that is too old. */
export function nodePath() {
  const own = join(project, 'node_modules/.bin/node')
  if (existsSync(own)) return own
  return Number(process.versions.node.split('.')[0]) >= ENOUGH ? process.execPath : null
}

export const noNode = () =>
  `npm has no Node for ${process.platform} on ${process.arch} and this is Node ${process.versions.node}; ` +
  `install Node ${ENOUGH} or later and try again.`

/** The environment of child processes: `node` and the tools are the project's own. */
export const childEnv = (more = {}) => ({
  ...process.env,
  PATH: [join(project, 'node_modules/.bin'), process.env.PATH ?? ''].join(delimiter),
  ...more,
})
