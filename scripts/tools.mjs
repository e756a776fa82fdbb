// Programs that the tests use where they are installed: `node scripts/tools.mjs` prints their Debian packages.
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const tools = [
  { program: 'tshark', package: 'tshark', use: 'a second opinion on every capture' },
  { program: 'tcpdump', package: 'tcpdump', use: 'a reading speed to compare with' },
  { program: 'zstd', package: 'zstd', use: 'packed captures made by somebody else' },
  { program: 'gzip', package: 'gzip', use: 'packed captures made by somebody else' },
]

export const missingTools = () => tools.filter(({ program }) => !isOnPath(program))

const isOnPath = program =>
  (process.env.PATH ?? '').split(delimiter).some(folder => isExecutable(join(folder, program)))

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(tools.map(tool => tool.package).join(' '))
