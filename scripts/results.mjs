// Reads what Vitest's JSON reporter wrote.
import { existsSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { project } from './place.mjs'

const SLOW = 10_000 // milliseconds

/** Titles of tests by outcome. Null when Vitest did not get as far as writing a report. */
export function readResults(path) {
  if (!existsSync(path)) return null
  const files = JSON.parse(readFileSync(path, 'utf8')).testResults
  const tests = files.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ fullName, status, duration }) => ({ title: titleOf(name, fullName), status, duration })),
  )
  // A file that does not load has no tests, and is one failure.
  const broken = files.filter(file => file.status === 'failed' && !file.assertionResults.some(isFailure))
  return {
    passed: tests.filter(test => test.status === 'passed').length,
    failed: [
      ...tests.filter(isFailure).map(test => test.title),
      ...broken.map(file => titleOf(file.name, 'whole file')),
    ],
    skipped: tests.filter(test => test.status !== 'passed' && !isFailure(test)).map(test => test.title),
    slow: tests.filter(test => test.duration >= SLOW).sort((a, b) => b.duration - a.duration),
  }
}

const isFailure = ({ status }) => status === 'failed'
const titleOf = (file, name) => `${relative(project, file)}: ${name}`
