// The checks that need no test: each a name and a command line for the project's Node.
import { spawn } from 'node:child_process'
import { childEnv } from './node.mjs'
import { project } from './place.mjs'

const tsc = 'node_modules/typescript/bin/tsc'
const biome = 'node_modules/@biomejs/biome/bin/biome'

export const steps = [
  { name: 'types', args: [tsc, '--noEmit', '--project', '.'] },
  { name: 'types of the console', args: [tsc, '--noEmit', '--project', 'apps/console'] },
  { name: 'lint', args: [biome, 'ci', '--error-on-warnings', '.'] },
  { name: 'architecture', args: ['scripts/architecture.mjs'] },
]

export const format = [biome, 'check', '--write', '.']

/** What a shell says of a program that was interrupted. */
export const INTERRUPTED = 130

/** Runs one command line to its end. Its exit code. */
export function runNode(node, args, { cwd = project, env = {}, stdio = 'inherit' } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, args, { cwd, env: childEnv(env), stdio })
    child.on('error', reject)
    child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? INTERRUPTED : 1)))
  })
}

/** Runs all checks, in two lanes: the first is as long as the others together. The names of those that failed. */
export async function runSteps(node) {
  const failed = []
  const lane = async list => {
    for (const { name, args } of list) if (!(await runStep(name, () => runNode(node, args)))) failed.push(name)
  }
  const [first, ...others] = steps
  await Promise.all([lane([first]), lane(others)])
  return failed
}

/** Says what begins, what came of it and how long it took. */
export async function runStep(name, run) {
  console.log(`── ${name}`)
  const began = performance.now()
  const good = (await run()) === 0
  console.log(`── ${name}: ${good ? 'good' : 'FAILED'}, ${((performance.now() - began) / 1000).toFixed(1)} s\n`)
  return good
}
