import { languageOf } from '../../response/lines.ts'
import { playbookText } from '../../response/playbook-text.ts'
import { loadPlaybooks, playbookOf } from '../../response/playbooks.ts'
import { styleOf } from '../../text/style.ts'
import { type Arguments, type Command, Refusal, type World } from '../../world.ts'

const help = `nautilus playbooks show ID [--language en|de]

Shows one playbook: whom to call, what to find out, what to decide, the
options with their worst case first, and what not to do.

Options
  --language L  en or de; what is written in English alone stays so
  -h, --help    show this
`

export const show: Command = {
  name: 'playbooks show',
  summary: 'show one playbook',
  help,
  options: { language: { type: 'string' } },
  run,
}

async function run({ values, positionals: [id, ...more] }: Arguments, world: World): Promise<number> {
  if (id === undefined || more.length > 0)
    throw new Refusal('playbooks show takes one id: type `nautilus playbooks show PB-01`.')
  const playbook = playbookOf(loadPlaybooks(), id)
  const page = {
    width: Math.max(80, world.columns),
    language: languageOf(values.language),
    title: styleOf(world.colour).title,
  }
  await world.out(`${playbookText(playbook, page)}\n`)
  return 0
}
