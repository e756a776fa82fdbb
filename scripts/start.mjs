// `npm start`: the running product, with a demonstration plant in it.
import { join } from 'node:path'
import { buildConsole } from './console.mjs'
import { project } from './place.mjs'
import { runNode } from './steps.mjs'

/** The program. */
export const main = join(project, 'apps/nautilus/src/main.ts')
/** What it keeps stays from one start to the next; delete the folder to begin anew. */
const DATA = join(project, 'nautilus-data')

/** `npm start -- --empty --port 9000`: whatever `nautilus up` understands. */
export async function start(node, args) {
  const built = await buildConsole(node)
  if (built !== 0) return built
  return runNode(node, [main, 'up', '--data', DATA, ...args])
}
