// The product tree, flat: CSAF 2.0 section 3.2.2.
import type { Product } from './advisory.ts'
import type { Node } from './node.ts'

type Lineage = {
  readonly vendor: string | null
  readonly family: string | null
  readonly product: string | null
  readonly version: string | null
}

const nobody: Lineage = { vendor: null, family: null, product: null, version: null }

type Harvest = { readonly products: Map<string, Product>; branches: number; full: boolean }

/** Every product of the tree by its id, combinations included. */
export function productsOf(tree: Node): Map<string, Product> {
  const harvest: Harvest = { products: new Map(), branches: 0, full: false }
  for (const branch of tree.objects('branches', tree.limits.branches)) walk(branch, nobody, 1, harvest)
  for (const name of tree.objects('full_product_names')) keep(name, nobody, harvest)
  for (const relationship of tree.objects('relationships')) relate(relationship, harvest)
  return harvest.products
}

/** Members by group id. A group names products only, never groups. */
export function groupsOf(tree: Node, products: ReadonlyMap<string, Product>): Map<string, readonly string[]> {
  const groups = new Map<string, readonly string[]>()
  for (const group of tree.objects('product_groups')) {
    const id = group.required('group_id')
    if (id === null) continue
    const members = group.texts('product_ids')
    const unknown = members.filter(member => !products.has(member))
    if (unknown.length > 0) group.fault(`names ${unknown[0]}, which no product of the tree is`)
    groups.set(
      id,
      members.filter(member => products.has(member)),
    )
  }
  return groups
}

function walk(branch: Node, above: Lineage, depth: number, harvest: Harvest): void {
  if (++harvest.branches > branch.limits.branches) {
    if (!harvest.full) branch.fault(`and those after it are left out: more than ${branch.limits.branches} branches`)
    harvest.full = true
    return
  }
  if (depth > branch.limits.depth) {
    branch.fault(`and what is below it are left out: more than ${branch.limits.depth} branches within each other`)
    return
  }
  const lineage = { ...above, ...stepOf(branch) }
  const product = branch.object('product')
  if (product) keep(product, lineage, harvest)
  for (const child of branch.objects('branches', branch.limits.branches)) walk(child, lineage, depth + 1, harvest)
}

/** What a branch adds to the names above it; categories without a meaning for the match add nothing. */
function stepOf(branch: Node): Partial<Lineage> {
  const category = branch.required('category')
  const name = branch.required('name')
  if (category === null || name === null) return {}
  if (category === 'vendor') return { vendor: name }
  if (category === 'product_family') return { family: name }
  if (category === 'product_name') return { product: name }
  if (category === 'product_version' || category === 'product_version_range') return { version: name }
  return {}
}

const noHelp = {
  modelNumbers: [],
  serialNumbers: [],
  skus: [],
  cpe: null,
  purls: [],
  hashes: [],
  uris: [],
}

function keep(node: Node, lineage: Lineage, harvest: Harvest): void {
  const id = node.required('product_id')
  const name = node.required('name')
  if (id === null || name === null) return
  add({ id, name, ...lineage, ...helpOf(node), relation: null }, node, harvest)
}

function helpOf(node: Node): Pick<Product, keyof typeof noHelp> {
  const helper = node.object('product_identification_helper')
  if (!helper) return noHelp
  const purl = helper.has('purl') ? helper.text('purl') : null
  return {
    modelNumbers: helper.texts('model_numbers'),
    serialNumbers: helper.texts('serial_numbers'),
    skus: helper.texts('skus'),
    cpe: helper.text('cpe'),
    purls: purl === null ? helper.texts('purls') : [purl],
    hashes: helper.objects('hashes').flatMap(hashesOf),
    uris: helper.objects('x_generic_uris').flatMap(uri => uri.text('uri') ?? []),
  }
}

const hashesOf = (hash: Node): string[] =>
  hash.objects('file_hashes').flatMap(file => {
    const [algorithm, value] = [file.text('algorithm'), file.text('value')]
    return algorithm === null || value === null ? [] : [`${algorithm}:${value}`]
  })

/** A product on, in or with another one is a product of its own, with the first one's names. */
function relate(relationship: Node, harvest: Harvest): void {
  const kind = relationship.required('category')
  const first = relationship.required('product_reference')
  const second = relationship.required('relates_to_product_reference')
  const full = relationship.object('full_product_name')
  const id = full?.required('product_id') ?? null
  const name = full?.required('name') ?? null
  if (!full) relationship.fault('has no full_product_name, which would name the combination')
  if (kind === null || first === null || second === null || id === null || name === null) return
  const base = harvest.products.get(first)
  if (!base || !harvest.products.has(second)) {
    relationship.fault(`joins ${base ? second : first}, which no product of the tree is`)
    return
  }
  add({ ...base, id, name, relation: { kind, product: first, on: second } }, relationship, harvest)
}

function add(product: Product, node: Node, { products }: Harvest): void {
  if (products.has(product.id)) {
    node.fault(`uses the product id ${product.id} again; the first one counts`)
    return
  }
  if (products.size >= node.limits.products) {
    if (products.size === node.limits.products) node.fault(`is left out: more than ${node.limits.products} products`)
    return
  }
  products.set(product.id, product)
}
