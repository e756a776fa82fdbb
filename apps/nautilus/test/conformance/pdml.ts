// Reads what `tshark -T pdml` writes, line by line: every element is one line, or an opening and a closing one.

/** A protocol or a field as tshark shows it. `value` is hex of the bytes, `title` what its window shows. */
export type Field = {
  readonly name: string
  readonly show: string
  readonly value: string
  readonly title: string
  readonly fields: readonly Field[]
}

/** Takes apart what is asked for, and only then: there are millions. */
class Element implements Field {
  readonly name: string
  readonly fields: Element[] = []
  readonly #line: string

  constructor(name: string, line: string) {
    this.name = name
    this.#line = line
  }

  get show(): string {
    return attribute(this.#line, 'show')
  }

  get value(): string {
    return attribute(this.#line, 'value')
  }

  get title(): string {
    return attribute(this.#line, 'showname')
  }
}

export type Packet = { readonly frame: number; readonly protocols: readonly Field[] }

/** Takes the output in pieces, in order, and hands out packet after packet. */
export class PdmlReader {
  readonly #onPacket: (packet: Packet) => void
  readonly #keep: ReadonlySet<string>
  #rest = ''
  readonly #stack: Element[] = []
  #frame = 0
  #protocols: Field[] = []

  constructor(keep: readonly string[], onPacket: (packet: Packet) => void) {
    this.#keep = new Set(keep)
    this.#onPacket = onPacket
  }

  push(piece: string): void {
    const lines = (this.#rest + piece).split('\n')
    this.#rest = lines.pop() ?? ''
    for (const line of lines) this.#line(line)
  }

  #line(line: string): void {
    const start = line.indexOf('<') + 1
    const next = line[start]
    if (next === 'f') this.#open(line, attribute(line, 'name'), true)
    else if (next === '/') {
      if (line.startsWith('/packet>', start)) this.#onPacket({ frame: this.#frame, protocols: this.#protocols })
      else this.#stack.pop()
    } else if (line.startsWith('packet>', start)) this.#protocols = []
    else if (line.startsWith('proto ', start)) this.#open(line, attribute(line, 'name'), false)
  }

  #open(line: string, name: string, field: boolean): void {
    const [root] = this.#stack
    if (name === 'num' && field && root?.name === 'geninfo') this.#frame = Number(attribute(line, 'show'))
    const opened = new Element(name, line)
    if (!root && this.#keep.has(name)) this.#protocols.push(opened)
    else this.#stack.at(-1)?.fields.push(opened)
    if (!line.endsWith('/>')) this.#stack.push(opened)
  }
}

function attribute(line: string, name: string): string {
  const at = line.indexOf(` ${name}="`)
  if (at < 0) return ''
  const from = at + name.length + 3
  const text = line.slice(from, line.indexOf('"', from))
  return text.includes('&') ? unescaped(text) : text
}

const unescaped = (text: string): string =>
  text.replace(/&(lt|gt|quot|apos|amp|#x27);/g, (_, word: string) => ENTITIES[word] ?? '')
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&', '#x27': "'" }

/** Every field of that name, at any depth, in order. */
export function all(fields: readonly Field[], name: string): Field[] {
  return fields.flatMap(field => (field.name === name ? [field, ...all(field.fields, name)] : all(field.fields, name)))
}

export const first = (fields: readonly Field[], name: string): Field | undefined => {
  for (const field of fields) {
    if (field.name === name) return field
    const inside = first(field.fields, name)
    if (inside) return inside
  }
  return undefined
}

/** The number that a field shows, decimal or hex; undefined without the field. */
export const number = (fields: readonly Field[], name: string): number | undefined => {
  const found = first(fields, name)
  return found === undefined ? undefined : Number(found.show)
}
