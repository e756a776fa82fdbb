import { languageOf } from '../../response/lines.ts'
import { obligationText } from '../../response/obligation-text.ts'
import { loadObligations, obligationNamed } from '../../response/obligations.ts'
import { styleOf } from '../../text/style.ts'
import { type Arguments, type Command, Refusal, type World } from '../../world.ts'

const help = `nautilus obligations show ID [--language en|de]

Shows one obligation to report: to whom, in which stages, until when, what
makes an incident significant, and how sure each of this is. Not legal advice.

Options
  --language L  en or de
  -h, --help    show this
`

export const show: Command = {
  name: 'obligations show',
  summary: 'show one obligation to report',
  help,
  options: { language: { type: 'string' } },
  run,
}

async function run({ values, positionals: [id, ...more] }: Arguments, world: World): Promise<number> {
  if (id === undefined || more.length > 0)
    throw new Refusal('obligations show takes one id: type `nautilus obligations show NIS2-DE`.')
  const template = obligationNamed(loadObligations(), id)
  const page = {
    width: Math.max(80, world.columns),
    language: languageOf(values.language),
    title: styleOf(world.colour).title,
  }
  await world.out(`${obligationText(template, page)}\n`)
  return 0
}
