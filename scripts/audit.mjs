// Looks up what is shipped in the advisories of the package registry. CI runs it before the tests. What is wrong with a
// package fails it; a registry that does not answer such questions is told, and fails nothing: no commit can mend that.
import { spawnSync } from 'node:child_process'
import { project } from './place.mjs'

/** Weaknesses that may not be shipped. */
const grave = ['high', 'critical']

/** @param {string} text what `npm audit --json` printed (its report of version 2) */
export function verdictOf(text) {
  let told
  try {
    told = JSON.parse(text)
  } catch {
    return { kind: 'unasked', why: 'npm printed no report' }
  }
  if (typeof told.vulnerabilities !== 'object' || told.vulnerabilities === null)
    return { kind: 'unasked', why: told.message ?? told.error?.summary ?? 'npm printed no report' }
  const found = Object.values(told.vulnerabilities).filter(({ severity }) => grave.includes(severity))
  return found.length === 0 ? { kind: 'clean' } : { kind: 'found', found: found.map(lineOf) }
}

function lineOf({ name, severity, range, via }) {
  const titles = via.flatMap(one => (typeof one === 'string' ? [] : [one.title]))
  return `${name} ${range}: ${severity}${titles.length > 0 ? `: ${titles.join('; ')}` : ''}`
}

export function audit() {
  const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], { cwd: project, encoding: 'utf8' })
  const verdict = verdictOf(stdout ?? '')
  if (verdict.kind === 'found') {
    console.error(`Packages with known weaknesses:\n${verdict.found.map(line => `  ${line}\n`).join('')}`)
    return 1
  }
  if (verdict.kind === 'clean') console.log('No package that is shipped has a known high or critical weakness.')
  else console.log(`Dependencies were NOT looked up in advisories: ${verdict.why}.`)
  return 0
}
