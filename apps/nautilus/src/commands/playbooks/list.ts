import { inLanguage } from '@nautilus/response'
import { languageOf } from '../../response/lines.ts'
import { loadPlaybooks } from '../../response/playbooks.ts'
import { plural } from '../../text/numbers.ts'
import { styleOf } from '../../text/style.ts'
import { table } from '../../text/table.ts'
import { type Arguments, type Command, Refusal, type World } from '../../world.ts'

const help = `nautilus playbooks list [--language en|de]

Lists the playbooks: id, class of safety, what each is for, how many facts
are asked before anything is done, and how many options there are.

Options
  --language L  en or de
  -h, --help    show this
`

export const list: Command = {
  name: 'playbooks list',
  summary: 'list the playbooks',
  help,
  options: { language: { type: 'string' } },
  run,
}

async function run({ values, positionals }: Arguments, world: World): Promise<number> {
  if (positionals.length > 0) throw new Refusal('playbooks list takes no name; type `nautilus playbooks show ID`.')
  const language = languageOf(values.language)
  const all = loadPlaybooks()
  const rows = all.map(({ id, version, safetyClass, title, facts, options }) => [
    id,
    String(version),
    safetyClass,
    inLanguage(title, language),
    String(facts.length),
    String(options.length),
  ])
  const titles = [
    { title: 'Playbook' },
    { title: 'Version', right: true as const },
    { title: 'Safety' },
    { title: 'For', least: 20 },
    { title: 'Facts', right: true as const },
    { title: 'Options', right: true as const },
  ]
  const lines = table(titles, rows, { width: Math.max(80, world.columns), style: styleOf(world.colour) })
  await world.out(`${plural(all.length, 'playbook')}\n${lines.join('\n')}\n`)
  return 0
}
