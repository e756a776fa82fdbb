import { type Command, Refusal } from '../world.ts'
import { list } from './rules/list.ts'
import { show } from './rules/show.ts'
import { test } from './rules/test.ts'

const help = `nautilus rules [list|show|test] …

What Nautilus looks for, and the rules that you write yourself.

  list    the rules, those of Nautilus and those of --rules
  show    one of them: what it finds, what moves its severity, what to do
  test    check your own rules: their words, their examples, and how often
          they would have matched in captures

Each explains itself: nautilus rules test --help
Without a word it lists. Your own rules are Sigma files (docs/custom-rules.md);
nautilus analyze --rules FOLDER applies them.

Examples
  nautilus rules
  nautilus rules show program-download
  nautilus rules test my-rules/ monday.pcap

Options
  --rules PATH  your own rules too: a file or a folder; may be given again
  -h, --help    show this
`

/** Alone it lists. */
export const rules: Command = {
  name: 'rules',
  summary: 'list or explain what is looked for, and test your own rules',
  help,
  parts: [list, show, test],
  options: list.options,
  run: (given, world) => {
    if (given.positionals.length === 0) return list.run(given, world)
    throw new Refusal('rules needs `list`, `show` or `test` first: type `nautilus rules list --rules FOLDER`.')
  },
}
