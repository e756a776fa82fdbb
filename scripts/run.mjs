// What `npm test`, `npm start` and `npm run …` do. Plain JavaScript without packages: it must run on an old Node, on a
// fresh clone, and fetch the rest.
import { audit } from './audit.mjs'
import { buildConsole } from './console.mjs'
import { docs } from './docs.mjs'
import { fuzz } from './fuzz.mjs'
import { nodePath, noNode } from './node.mjs'
import { setUp } from './setup.mjs'
import { main as program, start } from './start.mjs'
import { format, runNode, runSteps } from './steps.mjs'
import { test } from './test.mjs'

/** npm changes into the project; file names on the command line are meant from where the person is. */
const here = process.env.INIT_CWD ?? process.cwd()

async function nautilus(node, args) {
  // Only `up` serves it.
  const built = args[0] === 'up' ? await buildConsole(node) : 0
  return built || runNode(node, [program, ...args], { cwd: here })
}

const tasks = {
  audit,
  test,
  start,
  nautilus,
  check: async node => ((await runSteps(node)).length > 0 ? 1 : 0),
  format: node => runNode(node, format),
  browser: node =>
    runNode(node, ['node_modules/vitest/vitest.mjs', 'run', 'test/browser'], { env: { NAUTILUS_BROWSER: 'all' } }),
  fuzz,
  bench: (node, args) => nautilus(node, ['bench', ...args]),
  docs,
  'package-test': node => runNode(node, ['deploy/debian/package-test.mjs']),
}

async function main([name, ...args]) {
  const task = tasks[name]
  if (!task) {
    console.error(`There is no task ${name ?? ''}; these are: ${Object.keys(tasks).join(', ')}.`)
    return 2
  }
  if (!setUp()) return 1
  const node = nodePath()
  if (node === null) {
    console.error(noNode())
    return 1
  }
  return task(node, args)
}

process.exitCode = await main(process.argv.slice(2))
