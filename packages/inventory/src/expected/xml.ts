// Enough of XML 1.0 for descriptions of devices, and no more: no document types, no entities but the five of the
// standard, nothing fetched. What a hostile file can ask for is bounded.

/** Elements inside elements. GSDML goes to about 12. */
export const MAX_DEPTH = 64
export const MAX_ATTRIBUTES = 128
/** Characters of an attribute or of a text between tags. */
export const MAX_VALUE = 65_536

export type XmlEvent =
  | {
      readonly kind: 'open'
      readonly name: string
      readonly attributes: ReadonlyMap<string, string>
      readonly line: number
    }
  | { readonly kind: 'close'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string }
  /** The last event: nothing after this place was read. */
  | { readonly kind: 'fault'; readonly line: number; readonly message: string }

/** Names come without their prefix: `gsd:Module` is `Module`. */
export function* readXml(text: string): Generator<XmlEvent> {
  const lines = new Lines(text)
  const open: string[] = []
  for (const token of tokensOf(text)) {
    const { at } = token
    if (token.kind === 'text') {
      if (open.length > 0) yield { kind: 'text', text: token.text }
      continue
    }
    const wrong = token.kind === 'fault' ? token.message : nest(token.tag, open)
    if (wrong !== null) return yield { kind: 'fault', line: lines.at(at), message: wrong }
    if (token.kind === 'tag') yield* eventsOf(token.tag, lines.at(at))
  }
  if (open.length > 0) {
    yield { kind: 'fault', line: lines.at(text.length), message: `the file ends inside <${open.at(-1)}>` }
  }
}

/** What is wrong with a tag at this place; null when it is right. */
function nest({ name, closing, empty }: Tag, open: string[]): string | null {
  if (closing) return open.pop() === name ? null : `</${name}> closes what was not opened`
  if (!empty && open.push(name) > MAX_DEPTH) return `more than ${MAX_DEPTH} elements inside each other`
  return null
}

function* eventsOf({ name, attributes, closing, empty }: Tag, line: number): Generator<XmlEvent> {
  if (!closing) yield { kind: 'open', name, attributes, line }
  if (closing || empty) yield { kind: 'close', name }
}

type Token =
  | { readonly kind: 'text'; readonly at: number; readonly text: string }
  | { readonly kind: 'tag'; readonly at: number; readonly tag: Tag }
  | { readonly kind: 'fault'; readonly at: number; readonly message: string }

function* tokensOf(text: string): Generator<Token> {
  for (let at = 0; at < text.length; ) {
    if (text[at] !== '<') {
      const end = indexOf(text, '<', at)
      yield { kind: 'text', at, text: unescaped(text.slice(at, Math.min(end, at + MAX_VALUE))) }
      at = end
      continue
    }
    const skipped = passOver(text, at)
    if (skipped) {
      if (skipped.message) return yield { kind: 'fault', at, message: skipped.message }
      if (skipped.text) yield { kind: 'text', at, text: skipped.text }
      at = skipped.end
      continue
    }
    const tag = readTag(text, at)
    if (typeof tag === 'string') return yield { kind: 'fault', at, message: tag }
    yield { kind: 'tag', at, tag }
    at = tag.end
  }
}

const indexOf = (text: string, what: string, from: number): number => {
  const at = text.indexOf(what, from)
  return at < 0 ? text.length : at
}

type Skipped = { readonly end: number; readonly text?: string; readonly message?: string }

/** Comments, instructions and character data; a document type is refused. */
function passOver(text: string, at: number): Skipped | null {
  if (text.startsWith('<!--', at)) return { end: indexOf(text, '-->', at + 4) + 3 }
  if (text.startsWith('<?', at)) return { end: indexOf(text, '?>', at + 2) + 2 }
  if (text.startsWith('<![CDATA[', at)) {
    const end = indexOf(text, ']]>', at + 9)
    return { end: end + 3, text: text.slice(at + 9, Math.min(end, at + 9 + MAX_VALUE)) }
  }
  if (text.startsWith('<!', at)) return { end: at, message: 'a document type is not read; remove it from the file' }
  return null
}

type Tag = {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly closing: boolean
  readonly empty: boolean
  readonly end: number
}

const nameAt = /[^\s<>/="'&]{1,256}/y
const spaceAt = /\s*/y

/** A sentence where it is no tag. */
function readTag(text: string, from: number): Tag | string {
  const closing = text[from + 1] === '/'
  const name = match(nameAt, text, from + (closing ? 2 : 1))
  if (name === '') return 'a < begins no tag'
  let at = from + (closing ? 2 : 1) + name.length
  const attributes = new Map<string, string>()
  for (;;) {
    at += match(spaceAt, text, at).length
    if (text[at] === '>') return { name: local(name), attributes, closing, empty: false, end: at + 1 }
    if (text.startsWith('/>', at)) return { name: local(name), attributes, closing, empty: true, end: at + 2 }
    const attribute = readAttribute(text, at)
    if (typeof attribute === 'string') return `${attribute} in <${name}>`
    if (attributes.size >= MAX_ATTRIBUTES) return `more than ${MAX_ATTRIBUTES} attributes in <${name}>`
    attributes.set(local(attribute.name), attribute.value)
    at = attribute.end
  }
}

type Written = { readonly name: string; readonly value: string; readonly end: number }

function readAttribute(text: string, from: number): Written | string {
  const name = match(nameAt, text, from)
  if (name === '') return 'an attribute without a name'
  let at = from + name.length
  at += match(spaceAt, text, at).length
  if (text[at] !== '=') return `${name} without a value`
  at++
  at += match(spaceAt, text, at).length
  const quote = text[at]
  if (quote !== '"' && quote !== "'") return `${name} without quotes`
  const end = text.indexOf(quote, at + 1)
  if (end < 0) return `${name} is never closed`
  return { name, value: unescaped(text.slice(at + 1, Math.min(end, at + 1 + MAX_VALUE))), end: end + 1 }
}

function match(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? ''
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1)

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/** What is no entity of the standard stays as it is written. */
const unescaped = (text: string): string =>
  text.includes('&')
    ? text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(lt|gt|amp|quot|apos));/gi, (all, decimal, hex, name) => {
        if (name) return entities[name.toLowerCase()] ?? all
        const code = decimal ? Number(decimal) : Number.parseInt(hex, 16)
        const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
        return isCharacter ? String.fromCodePoint(code) : all
      })
    : text

/** Lines are counted once, from front to back. */
class Lines {
  readonly #text: string
  #at = 0
  #line = 1

  constructor(text: string) {
    this.#text = text
  }

  at(place: number): number {
    for (
      let next = this.#text.indexOf('\n', this.#at);
      next >= 0 && next < place;
      next = this.#text.indexOf('\n', this.#at)
    ) {
      this.#line++
      this.#at = next + 1
    }
    return this.#line
  }
}
