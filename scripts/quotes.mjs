// Code in documents is quoted from the code: between `<!-- quoted: FILE FIRST LINE -->` and `<!-- end of quote -->`
// stands the declaration that begins with that line.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const QUOTED = /<!-- quoted: (\S+) (.+) -->\n[\s\S]*?<!-- end of quote -->/g

/** How much of a file that is no code. */
const LINES = 7

export const requoted = (document, root) =>
  document.replaceAll(QUOTED, (_, path, first) => {
    const code = declarationOf(readFileSync(join(root, path), 'utf8').split('\n'), first, path)
    const language = path.endsWith('.ts') ? 'ts' : ''
    return `<!-- quoted: ${path} ${first} -->\n\`\`\`${language}\n${code}\n\`\`\`\n<!-- end of quote -->`
  })

/**
 * The line that begins so; when it opens a bracket, to the line that closes it at the left margin. Of other files than
 * code, the next lines.
 */
function declarationOf(lines, first, path) {
  const start = lines.findIndex(line => line.startsWith(first))
  if (start < 0) throw new Error(`${path} has no line that begins with "${first}".`)
  if (!path.endsWith('.ts')) return lines.slice(start, start + LINES).join('\n')
  const length = /[[({]$/.test(lines[start]) ? lines.slice(start).findIndex(line => /^[)}\]]/.test(line)) : 0
  return lines.slice(start, start + length + 1).join('\n')
}
