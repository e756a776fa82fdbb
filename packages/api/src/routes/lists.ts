// Tables of other systems: CMDB and asset lists, tables of switches, routers and firewalls. Nothing in them stands in place
// of what was heard.
import { asTenant, listLists, listRowsOf, record, removeList, type Scoped } from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { badCursor, notFound, Problem } from '../problem.ts'
import { streamOf } from '../stream.ts'
import { checkHere, checkSite } from './existing.ts'
import { gives, nothing, nullable, Paging, pageOf, SitePath, Time, Uuid } from './schemas.ts'
import { Faults } from './work-schemas.ts'

export const tags = ['lists']
export const listBase = '/api/tenants/:tenant/sites/:site/lists'
const read = { need: 'site.read' as const }
const write = { need: 'site.write' as const }

const kinds = ['assets', 'macs', 'arp', 'rules'] as const
const Kind = Type.Union(kinds.map(kind => Type.Literal(kind)))
const name = Type.String({ minLength: 1, maxLength: 100, pattern: '^[^/\\\\\\x00-\\x1f]+$' })
const Mapping = Type.Record(Type.String(), Type.Integer(), { description: 'By field the number of a column, from 0.' })
const Row = Type.Object({
  id: Uuid,
  kind: Kind,
  name: Type.String(),
  source: nullable(Uuid),
  mapping: Mapping,
  rows: Type.Integer(),
  matched: Type.Integer({ description: 'Rows that are about a device that was heard.' }),
  faults: Faults,
  more: Type.Integer(),
  changed_by: Type.String(),
  changed_at: Time,
  matched_at: Time,
})
const Kinds = Type.Array(
  Type.Object({
    kind: Kind,
    fields: Type.Array(Type.String()),
    needed: Type.Array(Type.Array(Type.String()), { description: 'Of each group one at least.' }),
  }),
)
const Changes = Type.Object({
  rows: Type.Integer(),
  matched: Type.Integer(),
  conflicting: Type.Integer(),
  byRule: Type.Record(Type.String(), Type.Integer()),
  added: Type.Integer(),
  changed: Type.Integer(),
  gone: Type.Integer(),
})
const Read = Type.Object({
  taken: Type.Boolean(),
  columns: Type.Array(Type.String()),
  samples: Type.Array(Type.Array(Type.String())),
  mapping: Mapping,
  missing: Type.Array(Type.Array(Type.String())),
  changes: nullable(Changes),
  faults: Faults,
  more: Type.Integer({ description: 'Faults beyond those that are told.' }),
})
const Conflict = Type.Object({ attribute: Type.String(), expected: Type.String(), heard: Type.String() })
export const Told = Type.Record(Type.String(), Type.String())
export const Conflicts = Type.Array(Conflict)
const ListRow = Type.Object({
  line: Type.Integer(),
  ip: Type.Array(Type.String()),
  mac: Type.Array(Type.String()),
  values: Told,
  asset: nullable(Type.String()),
  rule: nullable(Type.String({ description: 'By which the device was found: serial, mac, ip+name, name, ip.' })),
  conflicts: Conflicts,
})
export const Which = Type.Union(['all', 'heard', 'unheard', 'conflicts'].map(which => Type.Literal(which)))
export const ListPath = Type.Object({ ...SitePath.properties, list: Uuid })

export const lists: Routes = (app, context) => {
  reading(app, context)
  writing(app, context)
}

const reading: Routes = (app, { db, platform }) => {
  app.get(
    listBase,
    {
      config: read,
      schema: {
        tags,
        summary: 'Tables of other systems, and the kinds that there are',
        params: SitePath,
        response: gives(Type.Object({ items: Type.Array(Row), kinds: Kinds })),
      },
    },
    async request => {
      const { tenant, site } = request.params
      const rows = await asTenant(db, tenant, async scoped => {
        await checkHere(scoped, site)
        return listLists(scoped, site)
      })
      return { items: rows.map(({ edition: _, ...row }) => row), kinds: platform.inward.lists.kinds }
    },
  )

  app.get(
    `${listBase}/:list/rows`,
    {
      config: read,
      schema: {
        tags,
        summary: 'Rows of a table, with the device that each is about',
        params: ListPath,
        querystring: Type.Object({
          ...Paging,
          which: Type.Optional(Which),
          text: Type.Optional(Type.String({ maxLength: 200 })),
        }),
        response: gives(pageOf(ListRow)),
      },
    },
    async request => {
      const { tenant, site, list } = request.params
      const { limit, after, which = 'all', text } = request.query
      const paging = after === undefined ? { limit } : { limit, after }
      const page = await asTenant(db, tenant, async scoped => {
        const { edition } = await existingList(scoped, site, list)
        return listRowsOf(scoped, site, { edition, which, text }, paging)
      })
      if (!page) throw badCursor()
      return page
    },
  )
}

export async function existingList(scoped: Scoped, site: string, id: string) {
  const found = (await listLists(scoped, site)).find(list => list.id === id)
  if (!found) throw notFound('list of this id')
  return found
}

const writing: Routes = (app, { db, platform }) => {
  app.post(
    `${listBase}-import`,
    {
      config: write,
      schema: {
        tags,
        summary: 'Takes a table as CSV, in place of the one of this name',
        description:
          'application/octet-stream: the file as it is, in UTF-8, UTF-16 with a mark, or Windows-1252; separated by commas, semicolons, tabs or bars.',
        params: SitePath,
        querystring: Type.Object(
          {
            kind: Kind,
            name,
            dry: Type.Boolean({ default: false, description: 'Only tells what would change.' }),
            mapping: Type.Optional(
              Type.String({ maxLength: 2000, description: 'JSON: by field the number of a column, from 0.' }),
            ),
          },
          { additionalProperties: false },
        ),
        response: gives(Read),
      },
    },
    async request => {
      const { kind, name, dry, mapping } = request.query
      const order = { kind, name: name.trim(), mapping: mappingOf(mapping), dry, by: callerOf(request).name }
      const body = streamOf(request.body)
      await checkSite(db, request.params)
      const done = await platform.inward.lists.import(request.params, order, body)
      if (!done) throw new Problem(429, 'Other tables are being read: try again in a moment.')
      return done
    },
  )

  app.delete(
    `${listBase}/:list`,
    {
      config: write,
      schema: { tags, summary: 'Removes a table, and what it said', params: ListPath, response: nothing },
    },
    async (request, reply) => {
      const { tenant, site, list } = request.params
      await asTenant(db, tenant, async scoped => {
        const name = await removeList(scoped, { tenant, site }, list)
        if (name === null) throw notFound('list of this id')
        const who = callerOf(request).name
        await record(scoped, tenant, { who, site, action: 'list.remove', object: list, detail: { name } })
      })
      return reply.code(204).send()
    },
  )
}

function mappingOf(text: string | undefined): Readonly<Record<string, number>> | null {
  if (text === undefined || text === '') return null
  const wrong = new Problem(400, 'The mapping is not valid.', { mapping: 'must be JSON such as {"name": 0, "ip": 3}' })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw wrong
  }
  const isGood =
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.entries(value).every(
      ([field, at]) => /^[a-zA-Z]{1,20}$/.test(field) && Number.isSafeInteger(at) && at >= 0 && at < 1000,
    )
  if (!isGood) throw wrong
  return value as Record<string, number>
}
