// What the documents say is so.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isSignificant, roles, verbs } from '@nautilus/model'
import { expect, test } from 'vitest'

const project = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string): string => readFileSync(join(project, path), 'utf8')
const documents = ['', 'docs'].flatMap(folder =>
  readdirSync(join(project, folder))
    .filter(name => name.endsWith('.md'))
    .map(name => join(folder, name)),
)

test('generated parts are up to date', () => {
  const generate = [join(project, 'scripts/generate.mjs'), '--check']
  const { stdout, stderr, status } = spawnSync(process.execPath, generate, { encoding: 'utf8' })
  expect(stdout + stderr).toBe('')
  expect(status).toBe(0)
})

test('the constants that bound memory are in the table', () => {
  const table = read('ARCHITECTURE.md')
  for (const name of ['MAX_FLOWS', 'MAX_HELD_TOTAL', 'MAX_ASSEMBLIES', 'MAX_ENTRIES', 'MAX_TEMPLATES', 'MAX_LINKS']) {
    expect(table).toContain(`| [\`${name}\`](`)
  }
})

test('every link inside the repository leads somewhere', () => {
  const links = documents.flatMap(path =>
    [...read(path).matchAll(/\]\(([^)#\s]+)(#[^)]*)?\)/g)].map(([, target]) => ({ path, target: target! })),
  )
  const inside = links.filter(({ target }) => !/^https?:/.test(target))
  expect(inside.length).toBeGreaterThan(10)
  expect(inside.filter(({ path, target }) => !existsSync(join(project, dirname(path), target)))).toEqual([])
})

test('every command that a document names exists', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  const named = documents.flatMap(path =>
    [...read(path).matchAll(/npm (?:run (?:-s )?)?([a-z][a-z-]*)/g)].map(([, name]) => name!),
  )
  const npm = ['ci', 'and', 'brings', 'says', 'puts']
  expect([...new Set(named)].filter(name => !(name in scripts) && !npm.includes(name))).toEqual([])
})

test('the glossary has every verb and every role, and marks the quiet verbs', () => {
  const glossary = read('docs/glossary.md')
  const rows = verbs.map(verb => `| **${verb}**${isSignificant(verb) ? '' : ' ○'} | `)
  expect([...rows, ...roles.map(role => `| **${role}** | `)].filter(row => !glossary.includes(row))).toEqual([])
})
