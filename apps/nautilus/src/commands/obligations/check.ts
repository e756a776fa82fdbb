import { templateName } from '@nautilus/response'
import { checkFiles } from '../../response/check-files.ts'
import { loadObligationCommon, readObligationFile } from '../../response/obligations.ts'
import type { Arguments, Command, World } from '../../world.ts'

const help = `nautilus obligations check FILE…

Checks obligations that you changed. What is wrong is told with file, line,
column and reason. FILE may be a folder: all .yaml files directly in it.

Options
  -h, --help  show this

Exit codes
  0  all are right
  2  a fault in one of them
`

export const check: Command = {
  name: 'obligations check',
  summary: 'check obligations that you changed',
  help,
  options: {},
  run,
}

function run(given: Arguments, world: World): Promise<number> {
  const common = loadObligationCommon()
  return checkFiles('obligations', given, world, file => {
    const read = readObligationFile(file, file, common)
    return read.ok ? { name: templateName(read.template) } : read
  })
}
