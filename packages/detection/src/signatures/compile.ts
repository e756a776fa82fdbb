// Selections become tests by the machine of Sigma rules. A signature that is wrong is an error of ours: it throws.
import type { OperationEvent } from '../event.ts'
import type { Context } from '../rule.ts'
import { categories } from '../sigma/categories.ts'
import { subjectOf } from '../sigma/category.ts'
import { Faults } from '../sigma/faults.ts'
import { selectionTest } from '../sigma/matcher.ts'
import { faultText, type Tree } from '../sigma/tree.ts'
import type { Selection, Signature } from './signature.ts'

export type Signatures = (event: OperationEvent, context: Context) => readonly Signature[]

/** Answers the signatures that an operation fits, in their order; a signature names its protocol in each selection. */
export function signaturesOf(table: readonly Signature[]): Signatures {
  const byProtocol = new Map<string, { signature: Signature; test: ReturnType<typeof selectionTest> }[]>()
  for (const signature of table) {
    for (const protocol of protocolsOf(signature)) {
      const parts = signature.condition.filter(selection => valuesOf(selection.protocol).includes(protocol))
      const entry = { signature, test: compiled(parts, signature.id) }
      byProtocol.set(protocol, [...(byProtocol.get(protocol) ?? []), entry])
    }
  }
  return (event, context) => {
    const entries = byProtocol.get(event.protocol)
    if (!entries) return none
    const subject = subjectOf(event, context)
    return entries.flatMap(({ signature, test }) => (test(subject) ? [signature] : []))
  }
}

const none: readonly Signature[] = []

const valuesOf = (value: Selection[string] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'object' ? value.map(String) : [String(value)]

/** Protocols of which a table tells. */
export const protocolsOf = ({ condition }: Signature): readonly string[] => [
  ...new Set(condition.flatMap(selection => valuesOf(selection.protocol))),
]

function compiled(selections: readonly Selection[], id: string) {
  const faults = new Faults(() => '')
  const scope = { category: categories.get('activity')!, vocabulary: {}, faults }
  const test = selectionTest(treeOf(selections, id), scope)
  const [fault] = faults.list
  if (fault) throw new Error(`signature ${faultText(fault)}`)
  return test
}

type Plain = string | number | boolean | readonly Plain[] | Selection

function treeOf(value: Plain | readonly Selection[], file: string): Tree {
  const place = { file, line: 1, column: 1 }
  if (Array.isArray(value)) return { kind: 'list', place, items: value.map(item => treeOf(item, file)) }
  if (typeof value === 'object')
    return {
      kind: 'map',
      place,
      entries: Object.entries(value).map(([key, part]) => ({ key, place, value: treeOf(part as Plain, file) })),
    }
  return { kind: 'scalar', place, value, text: String(value) }
}
