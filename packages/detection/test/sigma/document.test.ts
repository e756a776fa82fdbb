// The fields in `docs/custom-rules.md` are those of the table: `npx vitest run packages/detection/test/sigma/document -u`
// renews them.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { type Category, categories, modifiers, type RuleField } from '../../src/index.ts'

const path = fileURLToPath(new URL('../../../../docs/custom-rules.md', import.meta.url))
const page = readFileSync(path, 'utf8')

const types = {
  text: 'text',
  number: 'number',
  flag: 'true or false',
  address: 'address or name',
  values: 'values',
} as const
const head = '| Field | Type | What it is |\n|---|---|---|'

function rowOf({ name, type, says, words }: RuleField): string {
  const only = words ? `: ${words.map(word => `\`${word}\``).join(', ')}` : ''
  return `| \`${name}\` | ${types[type]} | ${`${says}${only}`.replaceAll('|', '\\|')} |`
}

/** `client`, `server`: fields that have parts. */
const endsOf = ({ fields }: Category): string[] => [...fields.keys()].filter(name => fields.has(`${name}.ip`))
const isOfEnd = (name: string, ends: readonly string[]) => ends.some(end => name === end || name.startsWith(`${end}.`))

function sectionOf(category: Category): string {
  const ends = endsOf(category)
  const own = [...category.fields.values()].filter(({ name }) => !isOfEnd(name, ends))
  const who = ends.map(
    end => `| \`${end}\` and its parts | | ${category.fields.get(end)!.says.split(',')[0]}; see "Ends" |`,
  )
  return [`### \`${category.name}\``, '', category.says, '', head, ...who, ...own.map(rowOf), ''].join('\n')
}

function endSection(): string {
  const activity = categories.get('activity')!
  const parts = [...activity.fields.values()].filter(({ name }) => isOfEnd(name, ['client']))
  const rows = parts.map(field =>
    rowOf({ ...field, name: field.name, says: field.says.replace('Who asked', 'The device') }),
  )
  return ['### Ends', '', 'Every end has the same parts; here those of `client`.', '', head, ...rows, ''].join('\n')
}

test('the fields in docs/custom-rules.md are those that there are', async () => {
  const fields = `\n${[...[...categories.values()].map(sectionOf), endSection()].join('\n')}`
  const renewed = page.replace(
    /(<!-- fields -->\n)[\s\S]*(<!-- \/fields -->)/,
    (_, from, to) => `${from}${fields}${to}`,
  )
  await expect(renewed).toMatchFileSnapshot(path)
})

test('every modifier is explained', () => {
  expect(modifiers.filter(word => !page.includes(`\`${word}\``))).toEqual([])
})

test('a field of one name has one meaning for both ends', () => {
  for (const category of categories.values()) {
    const [first, ...others] = endsOf(category).map(end =>
      [...category.fields.keys()].filter(name => isOfEnd(name, [end])).map(name => name.slice(end.length)),
    )
    for (const other of others) expect(other).toEqual(first)
  }
})
