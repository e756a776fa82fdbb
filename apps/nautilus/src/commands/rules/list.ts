import { loadRules, type Rule } from '@nautilus/detection'
import { withCustomRules } from '../../custom/load.ts'
import { plural } from '../../text/numbers.ts'
import { styleOf } from '../../text/style.ts'
import { table } from '../../text/table.ts'
import { type Arguments, type Command, Refusal, type World } from '../../world.ts'

const help = `nautilus rules list [--rules PATH]

Lists the rules: id, level for an ordinary device, what each finds, the
techniques of ATT&CK for ICS, and the attacks of our catalogue it covers.

Options
  --rules PATH  your own rules too: a Sigma file, or a folder of .yml files
                (docs/custom-rules.md); may be given again
  -h, --help    show this
`

export const list: Command = {
  name: 'rules list',
  summary: 'list what is looked for',
  help,
  options: { rules: { type: 'string', multiple: true } },
  run,
}

async function run({ values, positionals }: Arguments, world: World): Promise<number> {
  if (positionals.length > 0)
    throw new Refusal(
      'rules list takes no name; type `nautilus rules show ID`, or `nautilus rules list --rules FOLDER`.',
    )
  await world.out(listed(withCustomRules(await loadRules(), values.rules), world))
  return 0
}

function listed(all: readonly Rule[], { columns, colour }: World): string {
  const rows = all.map(({ id, level, title, techniques, catalogue }) => [
    id,
    level,
    title,
    techniques.join(' '),
    catalogue.join(' '),
  ])
  const titles = [
    { title: 'Rule' },
    { title: 'Level' },
    { title: 'What it finds', least: 20 },
    { title: 'ATT&CK', least: 6 },
    { title: 'Catalogue', least: 4 },
  ]
  const lines = table(titles, rows, { width: Math.max(80, columns), style: styleOf(colour) })
  return `${plural(all.length, 'rule')}\n${lines.join('\n')}\n`
}
