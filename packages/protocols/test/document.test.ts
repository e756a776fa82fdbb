// `docs/protocols.md` is made from the registry and from the conversations, which are what is proved to be decoded:
// `npx vitest run packages/protocols/test/document -u` renews it.
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { Dissector } from '../src/index.ts'
import { fixtures } from './captures.ts'
import { messagesOf, recordsOf } from './conversation.ts'

const page = fileURLToPath(new URL('../../../docs/protocols.md', import.meta.url))

const head = `# Protocols

What Nautilus decodes, made from its registry and from the conversations that prove it (\`packages/protocols/src/*/captures\`).
A protocol is recognised by its structure; ports are hints. Functions not listed are named by their number and kept.
`

type Shown = { functions: Map<string, string>; verbs: Set<string>; attributes: Set<string>; faults: Set<string> }

function shownOf(dissector: Dissector): Shown {
  const shown: Shown = { functions: new Map(), verbs: new Set(), attributes: new Set(), faults: new Set() }
  for (const { conversation } of fixtures.filter(f => f.dissector === dissector && f.conversation.ours)) {
    for (const parsed of messagesOf(dissector, conversation)) {
      if ('malformed' in parsed) {
        if (!parsed.malformed.startsWith('cut at')) shown.faults.add(parsed.malformed)
      } else for (const oddity of parsed.oddities) shown.faults.add(oddity.replace(/@.*/, ''))
    }
    for (const record of recordsOf(dissector, conversation) as Record<string, unknown>[]) note(shown, record)
  }
  return shown
}

function note({ functions, verbs, attributes }: Shown, record: Record<string, unknown>): void {
  const inner = (record.inner as string[] | undefined)?.map(text => text.replace(/ error$/, '')) ?? []
  for (const text of [record.request, record.reply, record.notice, ...inner]) {
    if (typeof text !== 'string') continue
    const [code, ...name] = text.split(' ')
    if (!functions.has(code!)) functions.set(code!, name.join(' '))
  }
  if (typeof record.operation === 'string') verbs.add(record.operation)
  if (typeof record.claim === 'string') attributes.add(record.claim.split(' ')[1]!)
}

function carriersOf({ carriers }: Dissector): string {
  const hex = (value: number) => `0x${value.toString(16).padStart(4, '0')}`
  const list = (name: string, values: readonly (string | number)[] | undefined) =>
    values === undefined ? [] : [values.length > 0 ? `${name} ${values.join(', ')}` : `${name}, any port`]
  return [
    ...list('TCP', carriers.tcp),
    ...list('UDP', carriers.udp),
    ...list('Ethernet', carriers.ethernet?.map(hex)),
    ...list('IP protocol', carriers.ip),
    ...list('LLC', carriers.llc?.map(hex)),
    ...list('SNAP', carriers.snap?.map(hex)),
  ].join('; ')
}

const byNumber = ([a]: readonly [string, string], [b]: readonly [string, string]): number => {
  const [x, y] = [Number(a), Number(b)]
  if (!Number.isNaN(x) && !Number.isNaN(y)) return x - y
  return a < b ? -1 : 1
}

function sectionOf(dissector: Dissector): string {
  const { functions, verbs, attributes, faults } = shownOf(dissector)
  const named = [...functions].sort(byNumber).map(([code, name]) => `\`${code}\` ${name}`)
  const lines = [
    `## ${dissector.title} (\`${dissector.name}\`)`,
    '',
    `- **Carried by**: ${carriersOf(dissector)}`,
    `- **Functions**: ${named.join(', ')}`,
    ...(verbs.size > 0 ? [`- **Verbs**: ${[...verbs].sort().join(', ')}`] : []),
    ...(attributes.size > 0 ? [`- **Identity**: ${[...attributes].sort().join(', ')}`] : []),
    ...(dissector.repeat ? ['- **Repeats** take the repeat path'] : []),
    ...(faults.size > 0
      ? [
          `- **Faults told**: ${[...faults]
            .sort()
            .map(code => `\`${code}\``)
            .join(', ')}`,
        ]
      : []),
    ...(dissector.omits ? [`- **Not decoded**: ${dissector.omits.join('; ')}`] : []),
  ]
  return lines.join('\n')
}

test('the page says what the conversations show', async () => {
  const dissectors = [...new Set(fixtures.map(f => f.dissector))].sort((a, b) =>
    a.title.toLowerCase() < b.title.toLowerCase() ? -1 : 1,
  )
  const sections = dissectors.map(sectionOf)
  await expect(`${head}\n${sections.join('\n\n')}\n`).toMatchFileSnapshot(page)
})
