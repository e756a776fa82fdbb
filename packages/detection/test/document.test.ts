// `docs/detections.md` is made from the rules: `npx vitest run packages/detection/test/document -u` renews it.
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { coverageOf, loadRules, playbooks, type Rule, type Sight, techniques } from '../src/index.ts'

const page = fileURLToPath(new URL('../../../docs/detections.md', import.meta.url))
const rules = await loadRules()

const head = `# Detections

What Nautilus looks for, made from its rules (\`packages/detection/src/rules\`). The level is that for an ordinary device;
what depends on the device, planned work and certainty move it, and each finding shows every step.
Examples are the tests of a rule: what it finds, and what it must leave alone.
`

const named = (ids: readonly string[]): string => ids.map(id => `${id} ${techniques[id] ?? ''}`.trim()).join(', ')

const moves = {
  impact: 'how much depends on the device',
  order: 'recorded where approved work covers it',
  unordered: 'a step up without approved work',
  safety: 'critical on a safety system',
} as const

function sectionOf(rule: Rule): string {
  const { id, title, description, level, nature, modifiers, needs, settings = {}, examples } = rule
  const of = (fires: boolean) => examples.filter(e => e.fires > 0 === fires).map(({ name }) => name)
  const line = (name: string, text: string) => (text === '' ? [] : [`- **${name}**: ${text}`])
  const kind = nature === 'rule' ? 'wrong anywhere' : 'differs from what was learned; silent until taught'
  return [
    `### ${title} (\`${id}\`)`,
    '',
    description,
    '',
    ...line('Level', `${level}${modifiers.length > 0 ? `; ${modifiers.map(m => moves[m]).join('; ')}` : ''}`),
    ...line('Kind', kind),
    ...line('Technique', named(rule.techniques)),
    ...line('May lead to or come from', named(rule.consequences ?? [])),
    ...line('Needs', needs.join(' or ')),
    ...line(
      'Thresholds',
      Object.entries(settings)
        .map(([name, s]) => `\`${name}\` ${s.value} ${s.unit}: ${s.says}`)
        .join('; '),
    ),
    ...line('Playbook', `${rule.playbook} ${playbooks[rule.playbook]}`),
    ...line('False positives', rule.falsepositives.join('; ')),
    ...line('Explained by', (rule.explainedBy ?? []).map(by => `\`${by.rule}\` of the same ${by.same}`).join(', ')),
    ...line('Finds', of(true).join('; ')),
    ...line('Leaves alone', of(false).join('; ')),
    ...line('Catalogue', rule.catalogue.join(', ')),
    '',
  ].join('\n')
}

const sights: readonly Sight[] = ['direct', 'indirect', 'not visible']

function coverage(): string {
  const seen = [...coverageOf(rules)]
  const list = (sight: Sight) => seen.filter(([, of]) => of === sight).map(([id]) => id)
  return [
    '## Coverage of ATT&CK for ICS 18.1',
    '',
    'Direct: a rule observes it. Indirect: a rule observes what it comes from or leads to. Not visible: neither.',
    '',
    ...sights.map(sight => `- **${sight}** (${list(sight).length} of ${seen.length}): ${named(list(sight)) || 'none'}`),
    '',
  ].join('\n')
}

test('docs/detections.md is what the rules say', async () => {
  const text = [head, coverage(), `## ${rules.length} rules\n`, ...rules.map(sectionOf)].join('\n')
  await expect(text).toMatchFileSnapshot(page)
})
