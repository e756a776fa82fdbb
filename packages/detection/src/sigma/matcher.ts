// Search identifiers: maps (all entries), lists of maps (any of them), lists of words (any field).
import type { Category, Field, Subject, Value } from './category.ts'
import { clipped, type Faults, isScalar } from './faults.ts'
import { MAX_SELECTIONS, MAX_VALUES } from './limits.ts'
import { fieldOf, type Key, keyOf } from './modifiers.ts'
import { matcherOf, patternOf } from './pattern.ts'
import type { Entry, List, Scalar, Tree } from './tree.ts'
import { type ElementTest, elementTest, remembered, type Vocabulary } from './value-test.ts'

export type Test = (subject: Subject) => boolean

export type Scope = { readonly category: Category; readonly vocabulary: Vocabulary; readonly faults: Faults }

const never: Test = () => false

/** What is wrong is told, and stands for a test that is never asked. */
export function selectionTest(tree: Tree, scope: Scope): Test {
  if (tree.kind === 'map') return mapTest(tree.entries, scope)
  if (tree.kind === 'scalar') return wordsTest([tree], false, scope)
  if (!hasRoom(tree, scope)) return never
  if (tree.items.length === 0) return nothing(tree, 'A selection', scope)
  if (tree.items.every(isScalar)) return wordsTest(tree.items, false, scope)
  const parts = tree.items.map(item => {
    if (item.kind === 'map') return mapTest(item.entries, scope)
    scope.faults.tell(item.place, 'A selection is a map, a list of maps or a list of words, and not two of them.')
    return never
  })
  return subject => parts.some(part => part(subject))
}

function nothing({ place }: Tree, what: string, { faults }: Scope): Test {
  faults.tell(place, `${what} is empty; write what it must be, or \`null\` for nothing.`)
  return never
}

function hasRoom({ items, place }: List, { faults }: Scope): boolean {
  if (items.length <= MAX_VALUES) return true
  faults.tell(place, `A list may have ${MAX_VALUES} entries; this one has ${items.length}.`)
  return false
}

function mapTest(entries: readonly Entry[], scope: Scope): Test {
  const [first] = entries
  if (!first) return never
  if (entries.length > MAX_SELECTIONS) {
    scope.faults.tell(first.place, `A selection may have ${MAX_SELECTIONS} fields; this one has ${entries.length}.`)
    return never
  }
  const parts = entries.map(entry => entryTest(entry, scope))
  return subject => parts.every(part => part(subject))
}

function entryTest(entry: Entry, scope: Scope): Test {
  if (entry.key === '|all' || entry.key === '') return keywords(entry, scope)
  const key = keyOf(entry, scope.category, scope.faults)
  if (!key) return never
  if (key.comparison === 'exists') return existsTest(entry, key, scope)
  const scalars = scalarsOf(entry, key, scope)
  if (scalars.length === 0) return never
  const parts = scalars.map(scalar => partOf(scalar, key, scope))
  const test = key.changes.has('all') ? allOf(parts, key.field) : anyOf(parts, key.field)
  return key.changes.has('neq') ? subject => !test(subject) : test
}

/** What a value asks: of one element of the field, or of the event. */
type Part = { readonly element: ElementTest } | { readonly whole: Test }

function allOf(parts: readonly Part[], field: Field): Test {
  const tests = parts.map(
    (part): Test => ('whole' in part ? part.whole : subject => someOf(subject.valueOf(field), part.element)),
  )
  return subject => tests.every(test => test(subject))
}

function anyOf(parts: readonly Part[], field: Field): Test {
  const wholes = parts.flatMap(part => ('whole' in part ? [part.whole] : []))
  const elements = parts.flatMap(part => ('element' in part ? [part.element] : []))
  const element = elements.length === 1 ? elements[0]! : remembered(value => elements.some(test => test(value)))
  return subject => someOf(subject.valueOf(field), element) || wholes.some(whole => whole(subject))
}

function scalarsOf({ value, key: name }: Entry, key: Key, scope: Scope): readonly Scalar[] {
  const { faults } = scope
  if (value.kind === 'map') {
    faults.tell(value.place, `\`${clipped(name)}\` needs a value or a list of values, not names below it.`)
    return []
  }
  if (value.kind === 'scalar') {
    if (!key.changes.has('all')) return [value]
    faults.tell(value.place, `\`all\` needs a list of two values or more.`)
    return []
  }
  if (!hasRoom(value, scope)) return []
  if (value.items.length === 0) nothing(value, `\`${clipped(name)}\``, scope)
  const scalars = value.items.filter(isScalar)
  const other = value.items.find(item => !isScalar(item))
  if (other) faults.tell(other.place, `An entry of \`${clipped(name)}\` must be a single value.`)
  return scalars
}

function existsTest({ value }: Entry, { field }: Key, { faults }: Scope): Test {
  if (value.kind !== 'scalar' || typeof value.value !== 'boolean') {
    faults.tell(value.place, '`exists` is `true` or `false`.')
    return never
  }
  const wanted = value.value
  return subject => isThere(subject.valueOf(field)) === wanted
}

const isThere = (value: Value): boolean => value !== null && !(typeof value === 'object' && value.length === 0)

const nowhere: Part = { whole: never }

function partOf(scalar: Scalar, key: Key, { category, vocabulary, faults }: Scope): Part {
  const { field, comparison } = key
  if (scalar.value === null) {
    if (comparison === 'equals') return { whole: subject => !isThere(subject.valueOf(field)) }
    faults.tell(scalar.place, `\`${comparison}\` needs a value; \`null\` alone asks whether nothing is there.`)
    return nowhere
  }
  if (comparison === 'fieldref') {
    const other = fieldOf(scalar.text, scalar.place, category, faults)
    const cased = key.changes.has('cased')
    return other ? { whole: subject => isSame(subject.valueOf(field), subject.valueOf(other), cased) } : nowhere
  }
  const element = elementTest(scalar, key, vocabulary, faults)
  return element ? { element } : nowhere
}

const elementsOf = (value: Value): readonly (string | number | boolean)[] =>
  value === null ? [] : typeof value === 'object' ? value : [value]

function someOf(value: Value, test: ElementTest): boolean {
  if (value === null) return false
  return typeof value === 'object' ? value.some(test) : test(value)
}

function isSame(a: Value, b: Value, cased: boolean): boolean {
  const textOf = (part: string | number | boolean) => (cased ? String(part) : String(part).toLowerCase())
  const others = new Set(elementsOf(b).map(textOf))
  return elementsOf(a).some(part => others.has(textOf(part)))
}

/** `'|all'`: every word somewhere in the event. */
function keywords({ key, value, place }: Entry, scope: Scope): Test {
  const items: readonly Tree[] = value.kind === 'list' ? value.items : [value]
  if (key === '|all' && items.length > 0 && items.every(isScalar)) return wordsTest(items, true, scope)
  scope.faults.tell(
    place,
    "A list of words stands under the selection itself, or under `'|all'` where all of them must be there.",
  )
  return never
}

/** Words that are looked for in every text of the event. */
function wordsTest(words: readonly Scalar[], all: boolean, { category, faults }: Scope): Test {
  const empty = words.find(({ text, value }) => value === null || text === '')
  if (empty) {
    faults.tell(empty.place, 'A selection needs fields, or words to look for; this one is empty.')
    return never
  }
  const fields = [...category.fields.values()].filter(({ type }) => type !== 'flag' && type !== 'number')
  const tests = words.map(({ text }) => matcherOf(patternOf(text), { start: false, end: false }, false))
  return subject => {
    const texts = fields.flatMap(field => elementsOf(subject.valueOf(field))).map(String)
    const isSomewhere = (test: (text: string) => boolean) => texts.some(test)
    return all ? tests.every(isSomewhere) : tests.some(isSomewhere)
  }
}
