import { loadRules, playbooks, type Rule, techniques } from '@nautilus/detection'
import { nearest } from '../nearest.ts'
import { plural } from '../text/numbers.ts'
import { styleOf, wrap } from '../text/style.ts'
import { table } from '../text/table.ts'
import { type Arguments, type Command, Refusal, type World } from '../world.ts'

const help = `nautilus rules [show ID]

Lists what Nautilus looks for: the id of each rule, its level for an ordinary
device, its techniques of ATT&CK for ICS and its entries of the catalogue.
With show: what one rule means, needs, and can be told in site.yaml.

Options
  -h, --help    show this

Examples
  nautilus rules
  nautilus rules show controller-stop
`

export const rules: Command = {
  name: 'rules',
  summary: 'what is looked for, and what it means',
  help,
  options: {},
  run,
}

async function run({ positionals: [what, id, ...more] }: Arguments, world: World): Promise<number> {
  const all = await loadRules()
  if (what === undefined) {
    await world.out(listed(all, world))
    return 0
  }
  if (what !== 'show' || id === undefined || more.length > 0)
    throw new Refusal('rules takes nothing, or `show` and one id: type `nautilus rules show controller-stop`.')
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
    ['playbook', `${rule.playbook} ${playbooks[rule.playbook] ?? ''}`],
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
