// `npm run fuzz [SECONDS]`: the property tests with more runs and a new seed each round, until the time is over,
// somebody interrupts, or a test fails. A round that has begun is played to its end.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { filesBelow } from './files.mjs'
import { project } from './place.mjs'
import { INTERRUPTED, runNode } from './steps.mjs'

const RUNS = '50000'

export async function fuzz(node, [seconds]) {
  const end = performance.now() + 1000 * Number(seconds ?? Number.POSITIVE_INFINITY)
  if (Number.isNaN(end)) {
    console.error(`fuzz: ${seconds} is no number of seconds; type \`npm run fuzz 600\`.`)
    return 2
  }
  const runs = process.env.NAUTILUS_RUNS ?? RUNS
  const given = process.env.NAUTILUS_SEED
  let interrupted = false
  process.on('SIGINT', () => {
    interrupted = true
  })
  for (let round = 1; ; round++) {
    const seed = given ?? String(Math.floor(Math.random() * 2 ** 31))
    console.log(`── round ${round}: seed ${seed}, ${runs} runs of each property`)
    const code = await playRound(node, { NAUTILUS_SEED: seed, NAUTILUS_RUNS: runs })
    if (interrupted || code === INTERRUPTED) return done(round - 1)
    if (code !== 0) return failed(seed, runs)
    if (given !== undefined || performance.now() >= end) return done(round)
  }
}

/** Every test file that reads NAUTILUS_RUNS. A property may take long, so no test has a time limit. */
function playRound(node, env) {
  const files = ['packages', 'apps', 'test']
    .flatMap(place => filesBelow(project, place))
    .filter(path => path.endsWith('.test.ts') && readFileSync(join(project, path), 'utf8').includes('NAUTILUS_RUNS'))
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--reporter=dot', '--testTimeout=0', '--bail=1']
  return runNode(node, [...vitest, ...files], { env })
}

function done(rounds) {
  console.log(`${rounds === 1 ? '1 round' : `${rounds} rounds`} without a failure`)
  return 0
}

function failed(seed, runs) {
  console.log('A property does not hold; the input that shows it stands above. Once more the same:')
  console.log(`  NAUTILUS_SEED=${seed} NAUTILUS_RUNS=${runs} npm run fuzz`)
  return 1
}
