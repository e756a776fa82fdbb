import { inLanguage } from '@nautilus/response'
import { languageOf } from '../../response/lines.ts'
import { dueShort } from '../../response/obligation-text.ts'
import { loadObligations } from '../../response/obligations.ts'
import { plural } from '../../text/numbers.ts'
import { styleOf } from '../../text/style.ts'
import { table } from '../../text/table.ts'
import { type Arguments, type Command, Refusal, type World } from '../../world.ts'

const help = `nautilus obligations list [--language en|de]

Lists the obligations to report, with the time limit of each stage. Not legal
advice.

Options
  --language L  en or de
  -h, --help    show this
`

export const list: Command = {
  name: 'obligations list',
  summary: 'list the obligations to report',
  help,
  options: { language: { type: 'string' } },
  run,
}

async function run({ values, positionals }: Arguments, world: World): Promise<number> {
  if (positionals.length > 0) throw new Refusal('obligations list takes no name; type `nautilus obligations show ID`.')
  const language = languageOf(values.language)
  const all = loadObligations()
  const rows = all.flatMap(({ id, validFrom, stages }) =>
    stages.map((stage, at) => [
      at === 0 ? id : '',
      at === 0 ? (validFrom ?? 'not settled') : '',
      inLanguage(stage.label, language),
      dueShort(stage),
    ]),
  )
  const titles = [{ title: 'Obligation' }, { title: 'In force' }, { title: 'Stage', least: 20 }, { title: 'Due', least: 24 }]
  const lines = table(titles, rows, { width: Math.max(80, world.columns), style: styleOf(world.colour) })
  await world.out(`${plural(all.length, 'obligation')}; not legal advice\n${lines.join('\n')}\n`)
  return 0
}
