// Documents of all files become rules, or faults; with one fault there is no rule at all.
import type { Meta, Rule } from '../rule.ts'
import { categories } from './categories.ts'
import type { Category } from './category.ts'
import { type CorrelationDocument, correlationOf } from './correlation.ts'
import { type Counted, reducerOf } from './counted.ts'
import { countedRule, singleRule } from './custom-rule.ts'
import { clipped, Faults, type Fields, type LikeOf } from './faults.ts'
import { MAX_RULES } from './limits.ts'
import type { Test } from './matcher.ts'
import { idOf } from './meta.ts'
import { type RuleDocument, ruleDocumentOf } from './rule-document.ts'
import { examplesOf, type RuleExample } from './rule-examples.ts'
import type { Fault, Place, Tree } from './tree.ts'
import type { Vocabulary } from './value-test.ts'

/** One rule that a person wrote. */
export type CustomRule = {
  readonly rule: Rule
  /** Where its document starts. */
  readonly place: Place
  readonly categories: readonly Category[]
  readonly examples: readonly RuleExample[]
  /** How often an example makes it fire. */
  readonly firesOf: (example: RuleExample) => number
  /** Only counted by a correlation: it makes no findings of its own, and is not run. */
  readonly silent: boolean
}

export type Compiled =
  | { readonly ok: true; readonly rules: readonly CustomRule[] }
  /** `more`: faults beyond those that are told. */
  | { readonly ok: false; readonly faults: readonly Fault[]; readonly more: number }

export type CompileOptions = {
  /** Ids that are taken: those of the rules of the product. */
  readonly taken: readonly string[]
  /** Ids of rules that people wrote elsewhere: taken too, and known to rules about findings. */
  readonly others?: readonly string[]
  readonly likeOf: LikeOf
  /** Names that only the application knows, by field: protocols. */
  readonly vocabulary?: Vocabulary
  /** Faults that were found before, in reading the files. */
  readonly faults?: readonly Fault[]
}

/** Never throws; the same documents give the same rules in the same order. */
export function compileRules(trees: readonly Tree[], options: CompileOptions): Compiled {
  const { taken, others = [], likeOf, vocabulary = {}, faults: before = [] } = options
  const faults = new Faults(likeOf)
  for (const { place, message } of before) faults.tell(place, message)
  const [first] = trees
  if (first && trees.length > MAX_RULES)
    faults.tell(first.place, `There may be ${MAX_RULES} rules; these are ${trees.length}.`)
  const documents = trees.slice(0, MAX_RULES).filter(tree => !isAction(tree, faults))
  const correlations = documents.filter(isCorrelation)
  const words = { ...vocabulary, rule: [...taken, ...others, ...documents.flatMap(idIn)] }
  const singles = documents.flatMap(tree => {
    if (isCorrelation(tree)) return []
    const document = ruleDocumentOf(tree, words, faults)
    return document ? [{ tree, document }] : []
  })
  const names = new Names(taken, others, faults)
  const rules = new Map(singles.flatMap(({ tree, document }) => names.of(tree, document).map(name => [name, document])))
  const references = {
    rules,
    correlations: new Set(correlations.flatMap(tree => [...namesIn(tree), ...idIn(tree)])),
    wrong: new Set(documents.flatMap(tree => [...namesIn(tree), ...idIn(tree)])),
  }
  const combined = correlations.flatMap(tree => {
    const document = correlationOf(tree, references, faults)
    if (document) names.of(tree, document)
    return document ? [{ tree, document }] : []
  })
  const partsOf = (generate: boolean) =>
    new Set(combined.flatMap(({ document }) => (document.generate === generate ? document.rules : [])))
  const [counted, generated] = [partsOf(false), partsOf(true)]
  const customs = [
    ...singles.map(({ tree, document }) => ({
      ...customOf(tree, document, faults),
      silent: counted.has(document) && !generated.has(document),
    })),
    ...combined.map(({ tree, document }) => ({ ...customOf(tree, document, faults), silent: false })),
  ]
  return faults.count > 0
    ? { ok: false, faults: inOrder(faults.list), more: faults.more }
    : { ok: true, rules: customs }
}

const isCorrelation = (tree: Tree): boolean =>
  tree.kind === 'map' && tree.entries.some(({ key }) => key === 'correlation')

function isAction(tree: Tree, faults: Faults): boolean {
  const action = tree.kind === 'map' ? tree.entries.find(({ key }) => key === 'action') : undefined
  if (action)
    faults.tell(
      action.place,
      '`action` (collections with `global`, `reset`, `repeat`) is not supported; write each rule whole.',
    )
  return action !== undefined
}

/** The id that its title makes: rules about findings name it. */
const idIn = (tree: Tree): string[] =>
  tree.kind === 'map'
    ? tree.entries.flatMap(({ key, value }) => (key === 'title' && value.kind === 'scalar' ? [idOf(value.text)] : []))
    : []

/** What a correlation may be called by, right or wrong as it may be. */
const namesIn = (tree: Tree): string[] =>
  tree.kind === 'map'
    ? tree.entries.flatMap(({ key, value }) =>
        (key === 'id' || key === 'name') && value.kind === 'scalar' ? [value.text] : [],
      )
    : []

/** Ids, names and ids made from titles: each belongs to one rule. */
class Names {
  readonly #taken: ReadonlySet<string>
  readonly #others: ReadonlySet<string>
  readonly #places = new Map<string, Place>()
  readonly #faults: Faults

  constructor(taken: readonly string[], others: readonly string[], faults: Faults) {
    this.#taken = new Set(taken)
    this.#others = new Set(others)
    this.#faults = faults
  }

  of(tree: Tree, { meta, fields }: { readonly meta: Meta; readonly fields: Fields }): string[] {
    const place = fields.get('title')?.value.place ?? tree.place
    if (this.#taken.has(meta.id))
      this.#faults.tell(
        place,
        `The title makes the id \`${meta.id}\`, which is a rule of the product; call it otherwise.`,
      )
    if (this.#others.has(meta.id))
      this.#faults.tell(
        place,
        `The title makes the id \`${meta.id}\`, which another rule of yours has; call it otherwise.`,
      )
    const own = ['id', 'name'].flatMap(key => {
      const entry = fields.get(key)
      const text = this.#faults.text(entry, `\`${key}\``)
      return entry && text !== null ? [{ text, place: entry.value.place, what: `\`${key}\`` }] : []
    })
    const all = [{ text: meta.id, place, what: 'title' }, ...own.filter(({ text }) => text !== meta.id)]
    for (const { text, place: at, what } of all) this.#claim(text, at, what)
    return all.map(({ text }) => text)
  }

  #claim(name: string, place: Place, what: string): void {
    const known = this.#places.get(name)
    if (known)
      this.#faults.tell(
        place,
        `Another rule has this ${what} already: \`${clipped(name)}\`, ${known.file}:${known.line}.`,
      )
    else this.#places.set(name, place)
  }
}

function customOf(
  tree: Tree,
  document: RuleDocument | CorrelationDocument,
  faults: Faults,
): Omit<CustomRule, 'silent'> {
  const { meta, counted, fields } = document
  const about = counted
    ? [...new Set(counted.parts.map(({ category }) => category))]
    : [(document as RuleDocument).category]
  const examples = examplesOf(fields.get('examples'), about.length > 0 ? about : [...categories.values()], faults)
  const common = { place: tree.place, categories: about, examples }
  if (counted)
    return { ...common, rule: countedRule(meta, counted), firesOf: example => countedFires(counted, example) }
  const { category, test } = document as RuleDocument
  return { ...common, rule: singleRule(meta, category, test), firesOf: example => singleFires(category, test, example) }
}

const singleFires = (category: Category, test: Test, { events }: RuleExample): number =>
  events.filter(event => event.category === category && test(event.subject)).length

function countedFires(counted: Counted, { events }: RuleExample): number {
  const { keyOf, start, step } = reducerOf(counted)
  const memories = new Map<string, ReturnType<typeof start>>()
  let fires = 0
  for (const { category, at, subject } of events) {
    const happening = { category, at, subject, frame: 0, source: null, target: null }
    const key = keyOf(happening)
    if (key === null) continue
    const memory = memories.get(key) ?? start()
    memories.set(key, memory)
    if (step(memory, happening)) fires++
  }
  return fires
}

const inOrder = (faults: readonly Fault[]): Fault[] =>
  [...faults].sort(
    ({ place: a }, { place: b }) =>
      (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line || a.column - b.column,
  )
