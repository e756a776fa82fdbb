// A hunt as a rule in Sigma, as docs/custom-rules.md has it.
import type { Op, Term } from './parse.ts'

/** Fields of a hunt by their names in rules of category `activity`; what rules do not have is left out. */
const names: Readonly<Record<string, string>> = {
  client: 'client',
  'client.ip': 'client.ip',
  'client.mac': 'client.mac',
  server: 'server',
  'server.ip': 'server.ip',
  'server.mac': 'server.mac',
  protocol: 'protocol',
  port: 'port',
  verb: 'verb',
  function: 'function',
  object: 'object',
  outcome: 'outcome',
  refusal: 'refusalName',
  value: 'values',
  count: 'count',
  bytes: 'bytes',
}
const numbers: ReadonlySet<string> = new Set(['port', 'values', 'count', 'bytes'])
const modifiers: Readonly<Record<Op, string>> = { is: '', not: '|neq', contains: '|contains', gt: '|gt', lt: '|lt' }

export type Rule = { readonly yaml: string /** Fields that a rule cannot ask for. */; readonly left: readonly string[] }

export function ruleOf(title: string, terms: readonly Term[]): Rule {
  const selections = selectionsOf(terms.filter(({ field }) => field in names))
  const called = selections.map((_, index) => (index === 0 ? 'hunted' : `hunted${index + 1}`))
  const lines = [
    `title: ${text(title.trim() || 'Found by a hunt')}`,
    `description: ${text(terms.map(({ field, op, value }) => `${field} ${op} ${value}`).join(', ') || 'Any activity')}`,
    'status: experimental',
    'logsource:',
    '  product: nautilus',
    '  category: activity',
    'detection:',
    ...selections.flatMap((entries, index) => [
      `  ${called[index]}:`,
      ...[...entries].map(([key, value]) => `    ${key}: ${value}`),
    ]),
    `  condition: ${called.join(' and ')}`,
    'level: medium',
  ]
  const left = [...new Set(terms.filter(({ field }) => !(field in names)).map(({ field }) => field))]
  return { yaml: `${lines.join('\n')}\n`, left }
}

/** A key stands once in a selection: what asks the same again goes into the next one. */
function selectionsOf(terms: readonly Term[]): ReadonlyMap<string, string>[] {
  const selections: Map<string, string>[] = []
  for (const { field, op, value } of terms) {
    const key = `${names[field]}${modifiers[op]}`
    const into = selections.find(selection => !selection.has(key)) ?? new Map<string, string>()
    if (into.size === 0) selections.push(into)
    into.set(key, numbers.has(names[field]!) ? String(Number(value)) : text(escaped(value)))
  }
  return selections.length > 0 ? selections : [new Map([['verb', "'*'"]])]
}

/** `*`, `?` and `\` have a meaning in values of rules. */
const escaped = (value: string): string => value.replaceAll(/[\\*?]/g, '\\$&')

const PLAIN = /^[A-Za-z][\w./ -]*$/
const RESERVED = /^(true|false|null|yes|no|on|off|y|n)$/i

/** Single quotes take everything as it is but themselves; what cannot be seen goes in double ones. */
function text(value: string): string {
  if (PLAIN.test(value) && !RESERVED.test(value) && value === value.trim()) return value
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
  if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff]/.test(value)) return JSON.stringify(value)
  return `'${value.replaceAll("'", "''")}'`
}
