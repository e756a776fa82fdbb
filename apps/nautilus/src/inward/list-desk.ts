// Tables of other systems: taken whole or not at all, compared with the edition before, and matched with the devices that
// were heard.
import { randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { ListOrder, ListPort, ReadList } from '@nautilus/api'
import { Problem } from '@nautilus/api'
import {
  type Comparable,
  type ListKind,
  type ListMapping,
  listFields,
  listKinds,
  neededFields,
  type RowMatcher,
  rowMatcher,
} from '@nautilus/inventory'
import {
  addListRows,
  alone,
  asTenant,
  changesOf,
  claimFromLists,
  comparableAssets,
  type Database,
  type ListRecord,
  listLists,
  listNamed,
  putList,
  record,
  rematched,
  rematchRows,
  rowsBehind,
  type Scoped,
  type StoredRow,
} from '@nautilus/store'
import { firewallUse } from './firewall-use.ts'
import { type OpenTable, openTable } from './table.ts'

/** Bytes of one table, tables that are read at once, and lists of one site. */
const MOST_BYTES = 4 * 1024 ** 3
const AT_ONCE = 2
const MOST_LISTS = 50
/** Rows that are matched anew at once. */
const PAGE = 2000

type Place = { readonly tenant: string; readonly site: string }
type Options = { readonly db: Database /** For files while they are read. */; readonly folder: string }

/** A table that is there as rows already: fetched, not uploaded. */
export type Given = Pick<OpenTable, 'columns' | 'samples' | 'mapping' | 'missing' | 'rows' | 'faults' | 'more'>

class Undone extends Error {
  readonly list: ReadList
  constructor(list: ReadList) {
    super('only looked at')
    this.list = list
  }
}

export class ListDesk implements ListPort {
  readonly kinds = listKinds.map(kind => ({ kind, fields: listFields[kind], needed: neededFields[kind] }))
  readonly #options: Options
  #busy = 0

  constructor(options: Options) {
    this.#options = options
  }

  async import(place: Place, order: ListOrder, body: AsyncIterable<Uint8Array>): Promise<ReadList | null> {
    if (this.#busy >= AT_ONCE) return null
    this.#busy++
    const file = join(this.#options.folder, `list-${randomUUID()}`)
    try {
      // Whoever sends slowly keeps no transaction open.
      await pipeline(capped(body), createWriteStream(file, { mode: 0o600, flags: 'wx' }))
      const table = await openTable(order.kind as ListKind, createReadStream(file), order.mapping as ListMapping | null)
      return await this.take(place, order, table, null)
    } finally {
      this.#busy--
      await rm(file, { force: true })
    }
  }

  /** `source`: where it was fetched from. */
  async take(place: Place, order: ListOrder, table: Given, source: string | null): Promise<ReadList> {
    if (table.missing.length > 0) {
      if (!order.dry) throw lacking(table)
      return answerOf(table, false, null)
    }
    try {
      return await asTenant(this.#options.db, place.tenant, scoped => taken(scoped, place, order, table, source))
    } catch (error) {
      if (error instanceof Undone) return error.list
      throw error
    }
  }

  /** The devices of the site changed: rows are matched anew. */
  async rematch(place: Place): Promise<void> {
    await asTenant(this.#options.db, place.tenant, async scoped => {
      await alone(scoped, place.tenant, place.site, 'lists')
      const assets = (await comparableAssets(scoped, place.site)) as Comparable[]
      for (const list of await listLists(scoped, place.site)) await matchAnew(scoped, place.site, list, assets)
      await claimFromLists(scoped, place)
    })
  }

  firewall(place: Place) {
    return asTenant(this.#options.db, place.tenant, scoped => firewallUse(scoped, place.site))
  }
}

async function* capped(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0
  for await (const piece of body) {
    size += piece.length
    if (size > MOST_BYTES) throw new Problem(413, `A table may have ${MOST_BYTES / 1024 ** 3} GiB: split it.`)
    yield piece
  }
}

function lacking({ missing, columns }: Given): Problem {
  const first = missing[0]!.join(', ')
  const why = columns.length === 0 ? 'The file is empty.' : `It has no column for ${first}; say which one it is.`
  return new Problem(400, `Nothing was taken. ${why}`, { mapping: why }, { missing })
}

const answerOf = (table: Given, isTaken: boolean, changes: ReadList['changes']): ReadList => {
  const { columns, samples, mapping, missing, faults } = table
  return {
    taken: isTaken,
    columns,
    samples,
    mapping: { ...mapping },
    missing,
    changes,
    faults: [...faults],
    more: table.more(),
  }
}

async function taken(
  scoped: Scoped,
  place: Place,
  { kind, name, dry, by }: ListOrder,
  table: Given,
  source: string | null,
): Promise<ReadList> {
  const { tenant, site } = place
  await alone(scoped, tenant, site, 'lists')
  const before = await listNamed(scoped, site, name)
  if (before && before.kind !== kind)
    throw new Problem(409, `${name} is a list of another kind: give this one another name.`, { name: 'is taken' })
  if (!before && (await listLists(scoped, site)).length >= MOST_LISTS)
    throw new Problem(409, `A site has at most ${MOST_LISTS} lists: remove one.`)
  const match = rowMatcher(kind as ListKind, (await comparableAssets(scoped, site)) as Comparable[])
  const edition = randomUUID()
  for await (const rows of table.rows()) await addListRows(scoped, place, edition, withMatch(rows, match))
  const changes = await changesOf(scoped, site, edition, before?.edition ?? null)
  if (dry) throw new Undone(answerOf(table, false, changes))
  if (changes.rows === 0) {
    const [first] = table.faults
    const why = first ? `Line ${first.line}: ${first.message}.` : 'It holds no row.'
    throw new Problem(400, `Nothing was taken. ${why}`, { file: why }, { faults: table.faults })
  }
  const { rows, matched } = changes
  const id = before?.id ?? randomUUID()
  const { mapping, faults } = table
  await putList(scoped, place, {
    ...{ id, kind, name, source, mapping, edition, rows, matched, by },
    ...{ faults, more: table.more() },
  })
  await claimFromLists(scoped, place)
  const detail = { name, kind, rows, matched, added: changes.added, changed: changes.changed, gone: changes.gone }
  await record(scoped, tenant, { who: by, site, action: 'list.put', object: id, detail })
  return answerOf(table, true, changes)
}

const withMatch = (rows: readonly Omit<StoredRow, never>[], match: RowMatcher) =>
  rows.map(row => ({ ...row, match: match(row) }))

async function matchAnew(
  scoped: Scoped,
  site: string,
  { kind, edition }: ListRecord,
  assets: readonly Comparable[],
): Promise<void> {
  const match = rowMatcher(kind as ListKind, assets)
  for (let after = 0; ; ) {
    const rows = await rowsBehind(scoped, site, edition, after, PAGE)
    const changes = rows.flatMap(({ match: before, ...row }) => {
      const now = match(row)
      return JSON.stringify(now) === JSON.stringify(before) ? [] : [{ line: row.line, match: now }]
    })
    await rematchRows(scoped, site, edition, changes)
    if (rows.length < PAGE) break
    after = rows.at(-1)!.line
  }
  await rematched(scoped, site, edition)
}
