// Vulnerabilities of a CSAF document: CSAF 2.0 section 3.2.3.
import type { CsafVulnerability, Product, ProductStatus } from './advisory.ts'
import type { Node } from './node.ts'
import { scoresOf } from './scores.ts'

export type ProductTree = {
  readonly products: ReadonlyMap<string, Product>
  readonly groups: ReadonlyMap<string, readonly string[]>
}

/**
 * The lists of `product_status`, in the order in which they give way to each other: a product in two lists contradicts
 * itself (CSAF 2.0 section 6.1.6), and what is worse for the operator stands.
 */
const lists: readonly (readonly [string, ProductStatus])[] = [
  ['known_affected', 'affected'],
  ['first_affected', 'affected'],
  ['last_affected', 'affected'],
  ['under_investigation', 'under investigation'],
  ['unknown', 'unknown'],
  ['first_fixed', 'fixed'],
  ['fixed', 'fixed'],
  ['recommended', 'recommended'],
  ['known_not_affected', 'not affected'],
]

export function vulnerabilityOf(node: Node, id: string, tree: ProductTree): CsafVulnerability {
  return {
    id: idOf(node) ?? id,
    title: node.text('title') ?? '',
    cwe: cweOf(node),
    status: statusOf(node, tree),
    scores: scoresOf(node),
    remedies: node.objects('remediations').map(remedy => ({
      category: remedy.required('category') ?? 'unknown',
      text: remedy.text('details', node.limits.text) ?? '',
      url: remedy.text('url'),
      products: productsNamed(remedy, tree),
    })),
    threats: [...node.objects('threats').map(threat => threatOf(threat, tree)), ...exploitationsOf(node, tree)],
    flags: node.objects('flags').map(flag => ({
      label: flag.required('label') ?? 'unknown',
      products: productsNamed(flag, tree),
    })),
    summary: summaryOf(node),
  }
}

type Threat = CsafVulnerability['threats'][number]

const threatOf = (threat: Node, tree: ProductTree): Threat => ({
  category: threat.required('category') ?? 'unknown',
  text: threat.text('details', threat.limits.text) ?? '',
  products: productsNamed(threat, tree),
})

/** CSAF 2.1 has a field for what 2.0 says in the prose of a threat. */
const exploitationsOf = (node: Node, tree: ProductTree): Threat[] =>
  node.objects('first_known_exploitation_dates').flatMap(known => {
    const date = known.text('exploitation_date')
    const text = `Known to be exploited since ${date}`
    return date === null ? [] : [{ category: 'exploit_status', text, products: productsNamed(known, tree) }]
  })

function idOf(node: Node): string | null {
  const cve = node.text('cve')
  if (cve !== null && /^CVE-\d{4}-\d{4,19}$/.test(cve)) return cve
  if (cve !== null) node.faults.add(node.at('cve'), `is ${cve}, which is no CVE number such as CVE-2024-12345`)
  const [own] = node.objects('ids').flatMap(id => id.text('text') ?? [])
  return own ?? null
}

/** 2.0: `cwe`; 2.1: `cwes`. */
function cweOf(node: Node): string | null {
  const cwe = node.object('cwe') ?? node.objects('cwes')[0]
  return cwe?.text('id') ?? null
}

function statusOf(node: Node, { products }: ProductTree): Map<string, ProductStatus> {
  const status = new Map<string, ProductStatus>()
  const told = node.object('product_status')
  if (!told) return status
  for (const [key, meaning] of lists) {
    for (const product of told.texts(key)) {
      if (!products.has(product)) told.faults.add(told.at(key), `names ${product}, which no product of the tree is`)
      else if (!status.has(product)) status.set(product, meaning)
      else if (status.get(product) !== meaning && !(meaning === 'recommended' || status.get(product) === 'recommended'))
        told.faults.add(told.at(key), `also names ${product}, which is ${status.get(product)} above; that counts`)
    }
  }
  return status
}

/** Of `product_ids` and `group_ids`. A known name may be in both. */
function productsNamed(node: Node, { products, groups }: ProductTree): string[] {
  const named = new Set(node.texts('product_ids').filter(product => products.has(product)))
  for (const group of node.texts('group_ids')) {
    const members = groups.get(group)
    if (!members) node.fault(`names the group ${group}, which the product tree does not have`)
    for (const member of members ?? []) named.add(member)
  }
  return [...named]
}

const telling = ['summary', 'description', 'details', 'general']

function summaryOf(node: Node): string {
  const notes = node.objects('notes').map(note => ({
    category: note.text('category') ?? '',
    text: note.text('text', node.limits.text) ?? '',
  }))
  return telling.map(category => notes.find(note => note.category === category)?.text).find(text => text) ?? ''
}
