import { templateName } from '@nautilus/response'
import { faultLines, givenFiles } from '../../response/content.ts'
import { loadObligationCommon, readObligationFile } from '../../response/obligations.ts'
import { type Arguments, type Command, Refusal, type World } from '../../world.ts'

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

async function run({ positionals }: Arguments, world: World): Promise<number> {
  if (positionals.length === 0)
    throw new Refusal('obligations check needs a file: type `nautilus obligations check my-obligations/`.')
  const common = loadObligationCommon()
  let isRight = true
  for (const file of givenFiles('obligations check', positionals)) {
    const read = readObligationFile(file, file, common)
    if (read.ok) await world.out(`${file}: ${templateName(read.template)} is right.\n`)
    else for (const line of faultLines(read.faults, read.more)) world.err(`${line}\n`)
    isRight &&= read.ok
  }
  return isRight ? 0 : 2
}
