// Checks who imports whom: `node scripts/architecture.mjs [FOLDER]`. Exit code 1 when a rule is broken, or when not
// every source file was looked at: a check that sees nothing finds nothing.
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cruise } from './cruise.mjs'
import { filesBelow } from './files.mjs'
import { project } from './place.mjs'

/** Everything that is wrong, one text each: rules that are broken, and files that the cruise did not see. */
export function faultsOf({ modules, summary }, sources) {
  const seen = new Set(modules.map(({ source }) => source))
  const unseen = sources.filter(path => !seen.has(path))
  const faults = summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)
  if (sources.length === 0) faults.push('no-source: no .ts file was found')
  if (unseen.length > 0) faults.push(`not-seen: ${unseen.length} of ${sources.length} files: ${unseen.join(', ')}`)
  return faults
}

function adviceFrom({ ruleSetUsed }) {
  const comments = new Map(ruleSetUsed.forbidden.map(({ name, comment }) => [name, comment]))
  return fault => comments.get(fault.split(':')[0]) ?? 'See scripts/architecture.mjs.'
}

function main(root) {
  const cruised = cruise(root)
  const sources = ['packages', 'apps'].flatMap(place => filesBelow(root, place)).filter(path => /\.tsx?$/.test(path))
  const faults = faultsOf(cruised, sources)
  const adviceOf = adviceFrom(cruised.summary)
  for (const fault of faults) console.log(`${fault}\n  ${adviceOf(fault)}`)
  console.log(`${sources.length} source files, ${cruised.modules.length} modules seen, ${faults.length} faults`)
  return faults.length > 0 ? 1 : 0
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main(resolve(process.argv[2] ?? project))
