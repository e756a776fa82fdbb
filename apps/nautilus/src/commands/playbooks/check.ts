import { playbookName } from '@nautilus/response'
import { checkFiles } from '../../response/check-files.ts'
import { loadCommon, readPlaybookFile } from '../../response/playbooks.ts'
import type { Arguments, Command, World } from '../../world.ts'

const help = `nautilus playbooks check FILE…

Checks playbooks that you changed. What is wrong is told with file, line,
column and reason. FILE may be a folder: all .yaml files directly in it.

Options
  -h, --help  show this

Exit codes
  0  all are right
  2  a fault in one of them
`

export const check: Command = {
  name: 'playbooks check',
  summary: 'check playbooks that you changed',
  help,
  options: {},
  run,
}

function run(given: Arguments, world: World): Promise<number> {
  const common = loadCommon()
  return checkFiles('playbooks', given, world, file => {
    const read = readPlaybookFile(file, file, common)
    return read.ok ? { name: playbookName(read.playbook) } : read
  })
}
