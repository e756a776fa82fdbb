import { playbookName } from '@nautilus/response'
import { faultLines, givenFiles } from '../../response/content.ts'
import { loadCommon, readPlaybookFile } from '../../response/playbooks.ts'
import { type Arguments, type Command, Refusal, type World } from '../../world.ts'

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

async function run({ positionals }: Arguments, world: World): Promise<number> {
  if (positionals.length === 0)
    throw new Refusal('playbooks check needs a file: type `nautilus playbooks check my-playbooks/`.')
  const common = loadCommon()
  let isRight = true
  for (const file of givenFiles('playbooks check', positionals)) {
    const read = readPlaybookFile(file, file, common)
    if (read.ok) await world.out(`${file}: ${playbookName(read.playbook)} is right.\n`)
    else for (const line of faultLines(read.faults, read.more)) world.err(`${line}\n`)
    isRight &&= read.ok
  }
  return isRight ? 0 : 2
}
