// `npm start`: the product's main job, on a plant that it makes up itself.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { project } from './place.mjs'
import { withScratch } from './scratch.mjs'
import { runNode } from './steps.mjs'

/** The program. */
export const main = join(project, 'apps/nautilus/src/main.ts')
const CAPTURE = 'plant.pcap'

export const start = node =>
  withScratch(async cwd => {
    const made = spawnSync(node, [main, 'simulate', CAPTURE], { cwd, encoding: 'utf8' })
    if (made.status !== 0) return fail(made)
    console.log(`A simulated water works, and what happens there:\n${indented(made.stdout)}\n`)
    console.log('What Nautilus sees of it:\n')
    const read = await runNode(node, [main, 'analyze', CAPTURE], { cwd })
    if (read !== 0) return read
    console.log('\nYour own capture:   npm run nautilus -- analyze FILE.pcap')
    console.log('Everything else:    npm run nautilus -- --help')
    return 0
  })

/** The lines that tell the stories; the others speak of a file that is about to go. */
const indented = text =>
  text
    .split('\n')
    .filter(line => line.startsWith('  '))
    .join('\n')

function fail({ status, stderr, error }) {
  console.error(error ? error.message : stderr.trim())
  return status ?? 1
}
