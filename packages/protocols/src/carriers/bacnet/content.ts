// Reads the parameters of a BACnet service as its specification names them.
import { objectName } from './objects.ts'
import { propertyName } from './properties.ts'
import { communicationStates, eventStates, reinitializedStates, type Spec } from './specs.ts'
import { dateOf, objectOf, type Primitive, primitiveOf, readTag, type Tag, textOf, timeOf, unsignedOf } from './tags.ts'

/** A property of an object, with what was read or is to be written. */
export type Reference = {
  readonly object: string
  readonly property: number
  index: number | null
  readonly values: Primitive[]
  priority: number | null
  /** Class and code, where this property alone could not be read. */
  error: readonly [number, number] | null
}

export type Content = {
  readonly references: Reference[]
  readonly objects: string[]
  readonly detail: Record<string, string | number>
  password: boolean
  fault: 'cut' | 'nesting' | null
}

const MAX_REFERENCES = 256
const MAX_VALUES = 128
const MAX_DEPTH = 8

export function readContent(bytes: Uint8Array, at: number, end: number, spec: Spec): Content {
  return new ContentReader(bytes, end, spec).read(at)
}

class ContentReader {
  readonly #bytes: Uint8Array
  readonly #end: number
  readonly #spec: Spec
  readonly #content: Content = { references: [], objects: [], detail: {}, password: false, fault: null }
  #depth = 0
  #plain = 0
  #object = ''

  constructor(bytes: Uint8Array, end: number, spec: Spec) {
    this.#bytes = bytes
    this.#end = end
    this.#spec = spec
  }

  read(start: number): Content {
    let at = start
    while (at < this.#end && this.#content.fault === null) {
      const tag = readTag(this.#bytes, at, this.#end)
      if (!tag) this.#content.fault = 'cut'
      else at = this.#take(tag)
    }
    if (this.#depth !== 0) this.#content.fault ??= 'cut'
    return this.#content
  }

  /** Where to go on. */
  #take(tag: Tag): number {
    if (tag.kind === 'close') {
      if (--this.#depth < 0) this.#content.fault = 'nesting'
      return tag.next
    }
    const { plain = [], context = {} } = this.#spec
    // Lists repeat their parameters.
    const role = tag.context
      ? (context[`${this.#depth}:${tag.number}`] ?? 'skip')
      : plain.length > 0
        ? plain[this.#plain++ % plain.length]!
        : 'skip'
    if (tag.kind === 'open') return this.#enter(tag, role)
    this.#note(tag, role)
    return tag.next
  }

  #enter(tag: Tag, role: string): number {
    if (role === 'open') {
      if (++this.#depth > MAX_DEPTH) this.#content.fault = 'nesting'
      return tag.next
    }
    const last = this.#content.references.at(-1)
    const values: Primitive[] = []
    const next = this.#inside(tag, values)
    if (role === 'values') last?.values.push(...values)
    if (role === 'error' && last) {
      const [errorClass, code] = values.map(value => this.#numberAt(value))
      last.error = [errorClass ?? -1, code ?? -1]
    }
    return next
  }

  #numberAt({ at, type }: Primitive): number {
    const length = type === 'u8' ? 1 : type === 'u16' ? 2 : 0
    return unsignedOf(this.#bytes, { number: 0, context: false, kind: 'value', at, length, next: at })
  }

  /** The primitives up to the closing tag; constructed ones inside are passed over. */
  #inside(open: Tag, values: Primitive[]): number {
    let depth = 1
    let at = open.next
    while (depth > 0) {
      const tag = readTag(this.#bytes, at, this.#end)
      if (!tag) {
        this.#content.fault = 'cut'
        return this.#end
      }
      if (tag.kind === 'open') depth++
      else if (tag.kind === 'close') depth--
      else if (!tag.context && values.length < MAX_VALUES) values.push(primitiveOf(this.#bytes, tag))
      at = tag.next
    }
    return at
  }

  #note(tag: Tag, role: string): void {
    const { references, detail } = this.#content
    const last = references.at(-1)
    switch (role) {
      case 'skip':
        return
      case 'object':
        return this.#meet(objectOf(this.#bytes, tag))
      case 'type':
        return this.#meet(objectName(unsignedOf(this.#bytes, tag)))
      case 'property':
        return this.#refer(unsignedOf(this.#bytes, tag))
      case 'index':
        if (last) last.index = unsignedOf(this.#bytes, tag)
        return
      case 'priority':
        if (last) last.priority = unsignedOf(this.#bytes, tag)
        return
      case 'password':
        this.#content.password = true
        return
      default:
        this.#say(tag, role, detail)
    }
  }

  #meet(object: string): void {
    this.#object = object
    if (this.#content.objects.length < MAX_REFERENCES) this.#content.objects.push(object)
  }

  #refer(property: number): void {
    const { references } = this.#content
    if (references.length >= MAX_REFERENCES) return
    references.push({ object: this.#object, property, index: null, values: [], priority: null, error: null })
  }

  #say(tag: Tag, role: string, detail: Record<string, string | number>): void {
    const colon = role.indexOf(':')
    const kind = colon < 0 ? role : role.slice(0, colon)
    const said = kinds[kind]?.(this.#bytes, tag)
    if (said !== undefined) detail[role.slice(colon + 1)] = said
  }
}

const stateOf =
  (names: readonly string[]) =>
  (bytes: Uint8Array, tag: Tag): string => {
    const number = unsignedOf(bytes, tag)
    return names[number] ?? `state ${number}`
  }

/** How a parameter is read, by the kind in its role. */
const kinds: Readonly<Record<string, (bytes: Uint8Array, tag: Tag) => string | number | undefined>> = {
  number: unsignedOf,
  text: textOf,
  object: objectOf,
  length: (_, tag) => tag.length,
  flag: (_, tag) => tag.length,
  state: stateOf(eventStates),
  communication: stateOf(communicationStates),
  reinitialize: stateOf(reinitializedStates),
  date: (bytes, { at, length }) => (length === 4 ? dateOf(bytes, at) : undefined),
  time: (bytes, { at, length }) => (length === 4 ? timeOf(bytes, at) : undefined),
}

/** `analog-input,3/present-value`, with the index of an element where one is named. */
export const pathOf = ({ object, property, index }: Reference): string =>
  `${object}/${propertyName(property)}${index === null ? '' : `[${index}]`}`
