// The parts of site.yaml that people want to see at a glance. The platform alone judges whether a file is good; here
// only what is written in the plain form of docs/site-yaml.md is read, and the rest is left to the text itself.

export type Entry = {
  readonly name: string /** Number of its line, from 1. */
  readonly line: number
  readonly values: Readonly<Record<string, string>>
}
export type Outline = {
  readonly zones: readonly Entry[]
  readonly processes: readonly Entry[]
  readonly assets: readonly Entry[]
  readonly conduits: readonly Entry[]
}

const sections = ['zones', 'processes', 'assets', 'conduits'] as const
type Section = (typeof sections)[number]
/** Lines that are looked at. */
const MOST_LINES = 20_000

export function outlineOf(source: string): Outline {
  const found: Record<Section, Entry[]> = { zones: [], processes: [], assets: [], conduits: [] }
  let section: Section | null = null
  let open: { name: string; line: number; values: Record<string, string>; indent: number } | null = null
  const close = () => {
    if (section && open) found[section].push({ name: open.name, line: open.line, values: open.values })
    open = null
  }
  source
    .split(/\r?\n/)
    .slice(0, MOST_LINES)
    .forEach((raw, index) => {
      const text = withoutComment(raw)
      if (text.trim() === '') return
      const indent = text.search(/\S/)
      if (indent === 0) {
        close()
        section = sections.find(name => text.startsWith(`${name}:`)) ?? null
        return
      }
      if (!section) return
      if (open && indent > open.indent) {
        const [key, value] = pairOf(text.trim())
        if (key !== '') open.values[key] = value
        return
      }
      close()
      open = { ...entryOf(text.trim(), index + 1), indent }
    })
  close()
  return found
}

/** `#` begins a comment after a space, outside of quotes. */
function withoutComment(line: string): string {
  const match = /^((?:"(?:[^"\\]|\\.)*"|'[^']*'|(?!\s#)[^"'])*?)(?:\s#.*)?$/.exec(line)
  return line.startsWith('#') ? '' : (match?.[1] ?? line)
}

/** `Name: { key: value }`, `Name:`, or `- { key: value }` and `- key: value`. */
function entryOf(text: string, line: number) {
  if (text.startsWith('-')) {
    const rest = text.slice(1).trim()
    const [key, value] = rest.startsWith('{') ? ['', ''] : pairOf(rest)
    return { name: '', line, values: rest.startsWith('{') ? mapOf(rest) : { [key]: value } }
  }
  const [name, rest] = pairOf(text)
  return { name, line, values: rest.startsWith('{') ? mapOf(rest) : {} }
}

function pairOf(text: string): [string, string] {
  const match = /^("(?:[^"\\]|\\.)*"|'[^']*'|[^:]+?)\s*:(?:\s+(.*))?$/.exec(text)
  return match ? [unquoted(match[1]!), unquoted((match[2] ?? '').trim())] : ['', '']
}

/** `{ a: 1, b: [x, y] }` */
function mapOf(text: string): Record<string, string> {
  const inside = text.replace(/^\{/, '').replace(/\}\s*$/, '')
  const parts = inside.match(/(?:\[[^\]]*\]|"(?:[^"\\]|\\.)*"|'[^']*'|[^,[\]"'])+/g) ?? []
  const pairs = parts.map(part => pairOf(part.trim())).filter(([key]) => key !== '')
  return Object.fromEntries(pairs.map(([key, value]) => [key, value.replace(/^\[(.*)\]$/, '$1')]))
}

function unquoted(text: string): string {
  if (/^".*"$/.test(text)) return text.slice(1, -1).replaceAll(/\\(.)/g, '$1')
  return /^'.*'$/.test(text) ? text.slice(1, -1).replaceAll("''", "'") : text
}
