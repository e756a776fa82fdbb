// What is known of captures that somebody labelled: which attacks are in them, at whose ends, when.
import { LineCounter, parseDocument } from 'yaml'
import { nearest } from '../nearest.ts'
import { Refusal } from '../world.ts'

/** µs since 1970-01-01 UTC. */
export type Window = { readonly from: number; readonly to: number; readonly what: string }

export type Case = {
  /** Path of the capture below the folder of all captures. */
  readonly capture: string
  /** Kinds of attack in it; none in a quiet capture. */
  readonly attack: readonly string[]
  /** Captures of normal traffic of the same plant. */
  readonly learn: readonly string[]
  /** Addresses at the ends of the attack; any where empty. */
  readonly ends: readonly string[]
  readonly windows: readonly Window[]
  /** Rules whose findings above low are right though nothing is attacked, with the reason. */
  readonly right: ReadonlyMap<string, string>
}

export type Truth = {
  /** For each kind of attack the entries of the catalogue, groups of them (`E`) or rules that name it rightly. */
  readonly kinds: ReadonlyMap<string, readonly string[]>
  readonly cases: readonly Case[]
}

const keys = ['capture', 'attack', 'learn', 'ends', 'windows', 'right'] as const

/** Throws a Refusal that names file, line and what is wrong. */
export function truthFrom(text: string, file: string): Truth {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const [fault] = document.errors
  if (fault) throw new Refusal(`${file}:${lines.linePos(fault.pos[0]).line}: ${fault.message.split('\n')[0]}.`)
  const wrong = (path: readonly (string | number)[], what: string): never => {
    const node = document.getIn(path, true) as { readonly range?: readonly [number, number, number] } | undefined
    const line = node?.range ? lines.linePos(node.range[0]).line : 1
    throw new Refusal(`${file}:${line}: ${what}`)
  }
  const root = document.toJS() as { readonly kinds?: unknown; readonly cases?: unknown }
  if (!isTable(root) || !isTable(root.kinds))
    return wrong([], 'needs a table `kinds`: kind of attack to catalogue entries.')
  const kinds = new Map(Object.entries(root.kinds).map(([kind, list]) => [kind, textsAt(list, ['kinds', kind], wrong)]))
  if (!Array.isArray(root.cases)) return wrong([], 'needs a list `cases`.')
  return { kinds, cases: root.cases.map((entry, at) => caseFrom(entry, ['cases', at], kinds, wrong)) }
}

type Wrong = (path: readonly (string | number)[], what: string) => never
type Path = readonly (string | number)[]

function caseFrom(entry: unknown, path: Path, kinds: ReadonlyMap<string, unknown>, wrong: Wrong): Case {
  if (!isTable(entry)) return wrong(path, 'a case is a table with `capture` and `attack`.')
  const unknown = Object.keys(entry).find(key => !(keys as readonly string[]).includes(key))
  if (unknown !== undefined) {
    return wrong(
      [...path, unknown],
      `there is no key ${unknown}; did you mean ${nearest(unknown, keys) ?? keys.join(', ')}?`,
    )
  }
  const { capture, attack = [], learn = [], ends = [], windows = [], right = {} } = entry
  if (typeof capture !== 'string') return wrong(path, 'a case needs `capture`, the path of a capture file.')
  const attacks = textsAt(attack, [...path, 'attack'], wrong)
  const strange = attacks.find(kind => !kinds.has(kind))
  if (strange !== undefined) return wrong([...path, 'attack'], `${strange} is no kind that \`kinds\` names.`)
  if (!Array.isArray(windows)) return wrong([...path, 'windows'], '`windows` is a list.')
  if (!isTable(right)) return wrong([...path, 'right'], '`right` is a table: rule to reason.')
  return {
    capture,
    attack: attacks,
    learn: textsAt(learn, [...path, 'learn'], wrong),
    ends: textsAt(ends, [...path, 'ends'], wrong),
    windows: windows.map((window, at) => windowFrom(window, [...path, 'windows', at], wrong)),
    right: new Map(Object.entries(right).map(([rule, why]) => [rule, String(why)])),
  }
}

function windowFrom(entry: unknown, path: Path, wrong: Wrong): Window {
  if (!isTable(entry)) return wrong(path, 'a window is a table with `from`, `to` and `what`.')
  const [from, to] = [entry.from, entry.to].map(value => Date.parse(String(value)) * 1000)
  if (!from || !to || to < from) return wrong(path, 'a window needs `from` and a later `to`, as 2026-01-31T13:00:00Z.')
  return { from, to, what: String(entry.what ?? '') }
}

const isTable = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function textsAt(value: unknown, path: Path, wrong: Wrong): string[] {
  if (!Array.isArray(value)) return wrong(path, 'a list is needed here.')
  return value.map(String)
}
