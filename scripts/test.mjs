// `npm test`: everything that must hold. The last line says how many tests passed.
import { join } from 'node:path'
import { readResults } from './results.mjs'
import { withScratch } from './scratch.mjs'
import { runNode, runStep, runSteps } from './steps.mjs'
import { missingCaptures, missingTools } from './tools.mjs'

/** True when skipped tests and missing tools are failures too. */
const strict = Boolean(process.env.CI)

export async function test(node, args) {
  const failed = await runSteps(node)
  return withScratch(async folder => {
    const report = join(folder, 'results.json')
    const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json']
    const good = await runStep('tests', () => runNode(node, [...vitest, `--outputFile.json=${report}`, ...args]))
    return conclude(failed, good, readResults(report))
  })
}

function conclude(failedSteps, vitestPassed, results) {
  const { passed, failed, skipped, slow } = results ?? { passed: 0, failed: [], skipped: [], slow: [] }
  const missing = missingTools()
  list('Slow', slow, ({ title, duration }) => `${(duration / 1000).toFixed(1)} s  ${title}`)
  list('Left out', skipped, title => title)
  list('Not installed', missing, tool => `${tool.program}: ${tool.use} (Debian package ${tool.package})`)
  list('Not there', missingCaptures(), path => `${path}: no real capture was read; the rest of the tests needs none`)
  const faults = failedSteps.map(name => `the step \`${name}\``)
  if (!vitestPassed && failed.length === 0) faults.push('the step `tests`, outside of any test')
  if (strict && skipped.length > 0) faults.push(`${skipped.length} skipped tests, which CI does not accept`)
  if (strict && missing.length > 0) faults.push(`${missing.length} missing tools, which CI does not accept`)
  list('Failed', [...failed, ...faults], fault => fault)
  const amount = failed.length + faults.length
  console.log(`${passed} passed, ${amount} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`)
  return amount > 0 ? 1 : 0
}

function list(title, items, textOf) {
  if (items.length > 0) console.log(`${title}:\n${items.map(item => `  ${textOf(item)}`).join('\n')}\n`)
}
