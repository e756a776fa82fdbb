import { loadRules, playbooks, type Rule, techniques } from '@nautilus/detection'
import { withCustomRules } from '../../custom/load.ts'
import { nearest } from '../../nearest.ts'
import { wrap } from '../../text/style.ts'
import { type Arguments, type Command, Refusal, type World } from '../../world.ts'

const help = `nautilus rules show ID [--rules PATH]

Explains one rule: what it finds, its level and what moves it, what it
needs to see, its thresholds, what else it may be, and what to do next.

Options
  --rules PATH  your own rules too: a Sigma file, or a folder of .yml files
                (docs/custom-rules.md); may be given again
  -h, --help    show this
`

export const show: Command = {
  name: 'rules show',
  summary: 'explain one rule',
  help,
  options: { rules: { type: 'string', multiple: true } },
  run,
}

async function run({ values, positionals: [id, ...more] }: Arguments, world: World): Promise<number> {
  if (id === undefined || more.length > 0)
    throw new Refusal('rules show takes one id: type `nautilus rules show controller-stop`.')
  const all = withCustomRules(await loadRules(), values.rules)
  const rule = all.find(rule => rule.id === id)
  const like = nearest(
    id,
    all.map(rule => rule.id),
  )
  if (!rule)
    throw new Refusal(`there is no rule ${id}; ${like ? `did you mean ${like}?` : '`nautilus rules` lists them.'}`)
  await world.out(`${shown(rule, world.columns)}\n`)
  return 0
}

function shown(rule: Rule, columns: number): string {
  const named = (ids: readonly string[]) => ids.map(id => `${id} ${techniques[id] ?? ''}`.trim()).join(', ')
  const settings = Object.entries(rule.settings ?? {})
  const facts: readonly (readonly [string, string])[] = [
    ['level', rule.level],
    ['moved by', rule.modifiers.join(', ')],
    ['kind', rule.nature === 'rule' ? 'wrong anywhere' : 'differs from what was learned'],
    ['techniques', named(rule.techniques)],
    ['may mean', named(rule.consequences ?? [])],
    ['needs', rule.needs.join(' or ')],
    ['settings', settings.map(([name, { value, unit, says }]) => `${name}: ${value} ${unit}, ${says}`).join('; ')],
    ['playbook', `${rule.playbook} ${playbooks[rule.playbook] ?? ''}`.trim()],
    ['not if', rule.falsepositives.join('; ')],
    ['see', rule.references.join(' ')],
  ]
  const width = Math.max(80, columns)
  const indent = ' '.repeat(14)
  return [
    rule.title,
    wrap(rule.description, width, '  ', '  '),
    '',
    ...facts
      .filter(([, text]) => text !== '')
      .map(([name, text]) => wrap(text, width, `  ${name.padEnd(indent.length - 2)}`, indent)),
  ].join('\n')
}
