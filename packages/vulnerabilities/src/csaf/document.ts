import { type AdvisoryLimits, advisoryLimits } from '../limits.ts'
import type { Advisory } from './advisory.ts'
import { Faults, Node } from './node.ts'
import { groupsOf, productsOf } from './products.ts'
import { type ProductTree, vulnerabilityOf } from './vulnerabilities.ts'

/** An advisory as far as it could be read. Faults are sentences that begin with the JSON path. */
export type AdvisoryReading =
  | { readonly ok: true; readonly advisory: Advisory; readonly faults: readonly string[]; readonly moreFaults: number }
  | { readonly ok: false; readonly faults: readonly string[]; readonly moreFaults: number }

/** Reads the text of a CSAF document. Never throws. */
export function readAdvisory(text: string, limits: AdvisoryLimits = advisoryLimits): AdvisoryReading {
  if (text.length > limits.document)
    return refused(`the document has ${text.length} characters; ${limits.document} are read`)
  try {
    return readAdvisoryValue(JSON.parse(text), limits)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return refused(`the document is not JSON: ${plain(error.message)}`)
  }
}

const plain = (message: string): string => message.replace(/, ?"[\s\S]*/, '').replace(/ in JSON/, '')

const refused = (fault: string): AdvisoryReading => ({ ok: false, faults: [fault], moreFaults: 0 })

/** The same for a document that is parsed already. */
export function readAdvisoryValue(value: unknown, limits: AdvisoryLimits = advisoryLimits): AdvisoryReading {
  const faults = new Faults(limits.faults)
  const root = Node.from(value, faults, limits)
  if (!root) return refused('the document must be a JSON object')
  const document = root.object('document')
  const csafVersion = document?.text('csaf_version') ?? null
  if (!document || csafVersion === null) return refused('document.csaf_version is missing: this is no CSAF document')
  if (!/^2\.\d+$/.test(csafVersion)) return refused(`document.csaf_version is ${csafVersion}; 2.0 and 2.1 are read`)
  const advisory = advisoryOf(root, document, csafVersion)
  const told = { faults: faults.list, moreFaults: faults.dropped }
  return advisory ? { ok: true, advisory, ...told } : { ok: false, ...told }
}

function advisoryOf(root: Node, document: Node, csafVersion: string): Advisory | null {
  const tracking = document.object('tracking')
  if (!tracking) document.faults.add('document.tracking', 'is missing')
  const id = tracking?.required('id') ?? null
  if (!tracking || id === null || id === '') return null
  const publisher = document.object('publisher')
  const tree = treeOf(root)
  return {
    id,
    title: document.required('title') ?? '',
    category: document.required('category') ?? '',
    csafVersion,
    publisher: {
      name: publisher?.required('name') ?? '',
      category: publisher?.text('category') ?? '',
      namespace: publisher?.text('namespace') ?? '',
    },
    version: tracking.required('version') ?? '',
    status: tracking.text('status') ?? '',
    initial: dateOf(tracking, 'initial_release_date'),
    released: dateOf(tracking, 'current_release_date'),
    severity: document.object('aggregate_severity')?.text('text') ?? null,
    url: urlOf(document),
    remarks: document
      .objects('notes')
      .filter(note => note.text('category') !== 'legal_disclaimer')
      .flatMap(note => note.text('text', document.limits.text) ?? []),
    products: tree.products,
    vulnerabilities: root
      .objects('vulnerabilities', root.limits.vulnerabilities)
      .map((node, at) => vulnerabilityOf(node, `${id}#${at + 1}`, tree)),
  }
}

function treeOf(root: Node): ProductTree {
  const tree = root.object('product_tree')
  if (!tree) return { products: new Map(), groups: new Map() }
  const products = productsOf(tree)
  return { products, groups: groupsOf(tree, products) }
}

function dateOf(tracking: Node, key: string): string {
  const date = tracking.required(key)
  if (date === null || /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(date)) return date ?? ''
  tracking.faults.add(tracking.at(key), `is ${date}, which is no date such as 2024-06-11T06:00:00Z`)
  return ''
}

/** A page that a person can read before the document itself. */
function urlOf(document: Node): string | null {
  const own = document
    .objects('references')
    .filter(reference => reference.text('category') === 'self')
    .flatMap(reference => reference.text('url') ?? [])
    .filter(url => /^https?:\/\//.test(url))
  return own.find(url => !url.endsWith('.json')) ?? own[0] ?? null
}
