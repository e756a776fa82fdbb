// Documents of what should be there (device lists, BACnet EDE, GSDML, NodeSet), and how it compares with what was heard.
import {
  asTenant,
  expectedDocuments,
  getSite,
  listExpected,
  putExpected,
  record,
  removeExpected,
} from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { notFound, Problem } from '../problem.ts'
import { bytesOf } from '../stream.ts'
import { checkSite } from './existing.ts'
import { Document, gives, listOf, nothing, nullable, SitePath, Time } from './schemas.ts'

const file = Type.String({ minLength: 1, maxLength: 200, pattern: '^[^/\\\\\\x00-\\x1f]+$' })
const Row = Type.Object({
  file: Type.String(),
  format: nullable(Type.String()),
  devices: Type.Integer(),
  types: Type.Integer(),
  faults: Type.Integer(),
  added_by: nullable(Type.String()),
  added_at: Time,
})
const FilePath = Type.Object({ ...SitePath.properties, file })
/** Documents of one site. */
const MOST = 50

export const expected: Routes = (app, context) => {
  documents(app, context)
  comparison(app, context)
}

const documents: Routes = (app, { db, platform }) => {
  const base = '/api/tenants/:tenant/sites/:site/expected'

  app.get(
    base,
    {
      config: { need: 'site.read' },
      schema: { tags: ['expected'], summary: 'Documents', params: SitePath, response: gives(listOf(Row)) },
    },
    request =>
      asTenant(db, request.params.tenant, async scoped => ({ items: await listExpected(scoped, request.params.site) })),
  )

  app.put(
    `${base}/:file`,
    {
      config: { need: 'site.write' },
      schema: {
        tags: ['expected'],
        summary: 'Takes a document: CSV, EDE, GSDML or NodeSet2',
        description: 'application/octet-stream: the file as it is.',
        params: FilePath,
        response: gives(Document),
      },
    },
    async request => {
      const { tenant, site, file } = request.params
      const read = platform.readExpected(file, await bytesOf(request.body, platform.mostExpected))
      const { devices, types, faults } = read
      if (devices.length + types.length === 0) {
        const why = faults[0] ? `line ${faults[0].line}: ${faults[0].message}` : 'nothing in it names a device'
        throw new Problem(400, `${file} could not be used: ${why}.`)
      }
      const by = callerOf(request).name
      return asTenant(db, tenant, async scoped => {
        if (!(await getSite(scoped, site))) throw notFound('site of this name')
        const known = await listExpected(scoped, site)
        if (known.length >= MOST && !known.some(row => row.file === file))
          throw new Problem(409, `A site has at most ${MOST} of these documents: remove one, or join some.`)
        await putExpected(scoped, { tenant, site, file, data: read, by })
        const detail = { devices: devices.length, types: types.length, faults: faults.length }
        await record(scoped, tenant, { who: by, site, action: 'expected.put', object: file, detail })
        return { file, format: read.format, devices: devices.length, types: types.length, faults }
      })
    },
  )

  app.delete(
    `${base}/:file`,
    {
      config: { need: 'site.write' },
      schema: { tags: ['expected'], summary: 'Removes a document', params: FilePath, response: nothing },
    },
    async (request, reply) => {
      const { tenant, site, file } = request.params
      await asTenant(db, tenant, async scoped => {
        if (!(await removeExpected(scoped, site, file))) throw notFound('document of this name')
        await record(scoped, tenant, { who: callerOf(request).name, site, action: 'expected.remove', object: file })
      })
      return reply.code(204).send()
    },
  )
}

const comparison: Routes = (app, { db, platform }) => {
  app.get(
    '/api/tenants/:tenant/sites/:site/expectation',
    {
      config: { need: 'site.read' },
      schema: {
        tags: ['expected'],
        summary: 'Expected against heard: what is missing, what is new, what differs',
        params: SitePath,
        response: gives(Document),
      },
    },
    async request => {
      const { tenant, site } = request.params
      await checkSite(db, request.params)
      const documents = await asTenant(db, tenant, scoped => expectedDocuments(scoped, site))
      return platform.compare(tenant, site, documents)
    },
  )
}
