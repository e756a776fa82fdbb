// Rules that people of a tenant keep on the platform: each source alone, so that a fault in one takes no other along.
import { type CustomRule, compileRules, type Fault, MAX_FILE, type Rule } from '@nautilus/detection'
import { protocols } from '@nautilus/protocols'
import type { RuleSource } from '@nautilus/store'
import { likeOf } from '../site/yaml.ts'
import { MAX_WORD } from './load.ts'
import { treesOf } from './trees.ts'

export type CompiledSource = { readonly rules: readonly CustomRule[]; readonly faults: readonly Fault[] }

/** Findings of rules are told to rules about findings, and what these find to none: so they are in order after two. */
const PASSES = 2

/** By the id of each source. The same sources in the same order give the same. */
export function compileSources(
  sources: readonly RuleSource[],
  builtIn: readonly Rule[],
): ReadonlyMap<string, CompiledSource> {
  const done = new Map<string, CompiledSource>()
  const known = () => [...done.values()].flatMap(({ rules }) => rules.map(({ rule }) => rule.id))
  // One that names what a later one finds is right once that one is known.
  for (let pass = 0; pass < PASSES; pass++)
    for (const { id, source } of sources) {
      if (done.get(id)?.faults.length === 0) continue
      done.set(id, nothing)
      done.set(id, compile(source, builtIn, known()))
    }
  return done
}

const nothing: CompiledSource = { rules: [], faults: [] }

/** How a source is called in its faults. */
const NAME = 'rule.yml'

function compile(source: string, builtIn: readonly Rule[], others: readonly string[]): CompiledSource {
  const place = { file: NAME, line: 1, column: 1 }
  if (source.length > MAX_FILE)
    return { rules: [], faults: [{ place, message: `There may be ${MAX_FILE} characters; split it into several.` }] }
  const { trees, faults } = treesOf(NAME, source)
  const compiled = compileRules(trees, {
    taken: builtIn.map(({ id }) => id),
    others,
    likeOf: (typed, words) => likeOf(typed.slice(0, MAX_WORD), words),
    vocabulary: { protocol: protocols.map(({ name }) => name) },
    faults,
  })
  if (!compiled.ok) {
    const { faults: told, more } = compiled
    const rest = more > 0 ? [{ place, message: `… and ${more} more faults.` }] : []
    return { rules: [], faults: [...told, ...rest] }
  }
  if (compiled.rules.length === 0) return { rules: [], faults: [{ place, message: 'There is no rule in it.' }] }
  const wrong = compiled.rules.flatMap(wrongExamples)
  return wrong.length > 0 ? { rules: [], faults: wrong } : { rules: compiled.rules, faults: [] }
}

/** A rule that does not do what its own examples say is not used. */
const wrongExamples = ({ examples, firesOf }: CustomRule): Fault[] =>
  examples.flatMap(example => {
    const fires = firesOf(example)
    const message = `The example “${example.name}” fires ${fires} times, and says ${example.fires}.`
    return fires === example.fires ? [] : [{ place: example.place, message }]
  })

/** What runs of them: those that only a correlation counts make no findings of their own. */
export const runningOf = (compiled: ReadonlyMap<string, CompiledSource>): Rule[] =>
  [...compiled.values()].flatMap(({ rules }) => rules.filter(({ silent }) => !silent).map(({ rule }) => rule))
