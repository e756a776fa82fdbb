import { type Command, Refusal } from '../world.ts'
import { check } from './playbooks/check.ts'
import { list } from './playbooks/list.ts'
import { show } from './playbooks/show.ts'

const help = `nautilus playbooks [list|show|check] …

What to do when something happens, and who decides.

  list   all of them, a line each
  show   one of them, whole
  check  files that you changed: what is wrong, with line and reason

Each explains itself: nautilus playbooks check --help
Without a word it lists. docs/playbooks.md has all of them and the form of a file.

Examples
  nautilus playbooks
  nautilus playbooks show PB-01 --language de
  nautilus playbooks check my-playbooks/

Options
  --language L  en or de
  -h, --help    show this
`

/** Alone it lists. */
export const playbooks: Command = {
  name: 'playbooks',
  summary: 'what to do when something happens, and who decides',
  help,
  parts: [list, show, check],
  options: list.options,
  run: (given, world) => {
    if (given.positionals.length === 0) return list.run(given, world)
    throw new Refusal('playbooks needs `list`, `show` or `check` first: type `nautilus playbooks show PB-01`.')
  },
}
