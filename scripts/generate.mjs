// Writes what the documents say of the code, and the console of the API, from the code: `node scripts/generate.mjs`. With --check it writes
// nothing, and the exit code is 1 when a document is not what it would write.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { diagram } from './diagram.mjs'
import { limitsTable } from './limits.mjs'
import { project } from './place.mjs'
import { requoted } from './quotes.mjs'
import { wireTypes } from './wire.mjs'

const generated = {
  'ARCHITECTURE.md': text => replaced(replaced(text, 'diagram', diagram(project)), 'limits', limitsTable(project)),
  'docs/adding-a-protocol.md': text => requoted(text, project),
  'apps/console/src/shared/routes.ts': () => wireTypes(project),
}

/** The text between the two marker lines of this name, replaced. */
function replaced(document, name, text) {
  const [from, to] = [`<!-- generated: ${name} -->`, `<!-- end of ${name} -->`]
  const [start, end] = [document.indexOf(from), document.indexOf(to)]
  if (start < 0 || end < start) throw new Error(`A document lacks the lines ${from} and ${to}.`)
  return `${document.slice(0, start + from.length)}\n${text}\n${document.slice(end)}`
}

for (const [name, generate] of Object.entries(generated)) {
  const path = join(project, name)
  const before = readFileSync(path, 'utf8')
  const after = await generate(before)
  if (!process.argv.includes('--check')) writeFileSync(path, after)
  else if (before !== after) {
    console.log(`${name} is not what the code says. Run \`npm run docs\`, read the change, and commit it.`)
    process.exitCode = 1
  }
}
