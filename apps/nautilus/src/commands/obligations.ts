import { type Command, Refusal } from '../world.ts'
import { check } from './obligations/check.ts'
import { list } from './obligations/list.ts'
import { show } from './obligations/show.ts'

const help = `nautilus obligations [list|show|check] …

What must be reported to whom, and until when.

  list   all of them, a line each
  show   one of them, whole
  check  files that you changed: what is wrong, with line and reason

Each explains itself: nautilus obligations check --help
Without a word it lists. docs/obligations.md has all of them and the form of a file.

Examples
  nautilus obligations
  nautilus obligations show NIS2-DE --language de
  nautilus obligations check my-obligations/

Options
  --language L  en or de
  -h, --help    show this
`

/** Alone it lists. */
export const obligations: Command = {
  name: 'obligations',
  summary: 'what must be reported to whom, and until when',
  help,
  parts: [list, show, check],
  options: list.options,
  run: (given, world) => {
    if (given.positionals.length === 0) return list.run(given, world)
    throw new Refusal('obligations needs `list`, `show` or `check` first: type `nautilus obligations show NIS2-DE`.')
  },
}
