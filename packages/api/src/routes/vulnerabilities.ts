// Vulnerabilities of the devices of a site, as advisories say, and what is known of vulnerabilities at all.
import {
  asTenant,
  intelligenceAge,
  listIntelligence,
  listVulnerabilities,
  record,
  removeIntelligence,
  seeVulnerability,
  vulnerabilityRun,
} from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { badCursor, notFound, Problem } from '../problem.ts'
import { bytesOf } from '../stream.ts'
import { checkHere } from './existing.ts'
import { Document, gives, id, nothing, nullable, Paging, pageOf, SitePath, TenantPath, Time, Uuid } from './schemas.ts'

const text = nullable(Type.String())
const number = nullable(Type.Number())
export const VulnerabilityRow = Type.Object({
  site: Type.String(),
  id: Type.String(),
  asset: Type.String(),
  asset_name: Type.String(),
  vulnerability: Type.String(),
  verdict: Type.String({ description: 'affected, likely, review, possible' }),
  urgency: nullable(Type.String({ description: 'now, next, never, review' })),
  rank: Type.Integer({ description: 'The most urgent is 0.' }),
  score: number,
  likelihood: nullable(Type.Number({ description: 'EPSS: that it is exploited within 30 days, 0 to 1.' })),
  known: Type.Boolean({ description: 'In the catalogue of CISA of what is exploited.' }),
  known_at: nullable(Time),
  seen_by: text,
  seen_at: nullable(Time),
  first_at: Time,
  data: Document,
})
const Run = Type.Object({
  at: Time,
  counts: Type.Record(Type.String(), Type.Integer()),
  age: Type.Array(Type.String()),
  total: Type.Integer(),
  now: Type.Integer(),
  known: Type.Integer(),
  unseen: Type.Integer(),
  devices: Type.Integer(),
})
const File = Type.Object({
  id: Uuid,
  kind: Type.String(),
  name: Type.String(),
  source: nullable(Uuid),
  version: Type.String(),
  released: Type.String(),
  entries: Type.Integer(),
  faults: Type.Array(Type.String()),
  bytes: Type.Integer(),
  changed_by: Type.String(),
  changed_at: Time,
  checked_at: Time,
})
const Kind = Type.Object({
  kind: Type.String(),
  files: Type.Integer(),
  entries: Type.Integer(),
  released: text,
  checked_at: nullable(Time),
  changed_at: nullable(Time),
})
const Taken = Type.Object({
  taken: Type.Array(Type.Object({ kind: Type.String(), name: Type.String(), entries: Type.Integer() })),
  faults: Type.Array(Type.Object({ file: Type.String(), message: Type.String() })),
  more: Type.Integer(),
})
const base = '/api/tenants/:tenant/sites/:site/vulnerabilities'
const tags = ['vulnerabilities']
/** Files that are listed. */
const MOST_FILES = 500

export const vulnerabilities: Routes = (app, context) => {
  ofSite(app, context)
  intelligence(app, context)
}

const ofSite: Routes = (app, { db }) => {
  app.get(
    base,
    {
      config: { need: 'site.read' },
      schema: {
        tags,
        summary: 'Vulnerabilities of devices, the most urgent first',
        params: SitePath,
        querystring: Type.Object({
          ...Paging,
          asset: Type.Optional(id),
          urgency: Type.Optional(Type.String({ maxLength: 20 })),
          known: Type.Optional(Type.Boolean()),
          unseen: Type.Optional(
            Type.Boolean({ description: 'Exploited, and nobody has said that they have seen it.' }),
          ),
          text: Type.Optional(Type.String({ maxLength: 200 })),
        }),
        response: gives(Type.Object({ ...pageOf(VulnerabilityRow).properties, run: nullable(Run) })),
      },
    },
    request => {
      const { tenant, site } = request.params
      const { limit, after, ...filter } = request.query
      const paging = after === undefined ? { limit } : { limit, after }
      return asTenant(db, tenant, async scoped => {
        await checkHere(scoped, site)
        const page = await listVulnerabilities(scoped, site, filter, paging)
        if (!page) throw badCursor()
        return { ...page, run: await vulnerabilityRun(scoped, site) }
      })
    },
  )

  app.post(
    `${base}/:vulnerability/seen`,
    {
      config: { need: 'finding.work' },
      schema: {
        tags,
        summary: 'Somebody has seen that a vulnerability of a device is exploited',
        params: Type.Object({ ...SitePath.properties, vulnerability: id }),
        response: nothing,
      },
    },
    async (request, reply) => {
      const { tenant, site, vulnerability } = request.params
      const who = callerOf(request).name
      await asTenant(db, tenant, async scoped => {
        const seen = await seeVulnerability(scoped, site, vulnerability, who)
        if (!seen) throw notFound('vulnerability that waits to be seen')
        await record(scoped, tenant, { who, site, action: 'vulnerability.seen', object: vulnerability, detail: seen })
      })
      return reply.code(204).send()
    },
  )
}

const intelligence: Routes = (app, { db, platform }) => {
  const files = '/api/tenants/:tenant/intelligence'
  app.get(
    files,
    {
      config: { need: 'feed.write' },
      schema: {
        tags,
        summary: 'What is known of vulnerabilities: advisories, KEV, EPSS, with their age',
        params: TenantPath,
        response: gives(Type.Object({ items: Type.Array(File), kinds: Type.Array(Kind) })),
      },
    },
    request =>
      asTenant(db, request.params.tenant, async scoped => ({
        items: await listIntelligence(scoped, MOST_FILES),
        kinds: await intelligenceAge(scoped),
      })),
  )

  app.post(
    files,
    {
      config: { need: 'feed.write' },
      schema: {
        tags,
        summary: 'Takes CSAF, the KEV catalogue or EPSS scores, plain, packed by gzip, or several in a ZIP',
        description: 'application/octet-stream: the file as it is. What is older than what is here is not taken.',
        params: TenantPath,
        querystring: Type.Object({
          name: Type.String({ minLength: 1, maxLength: 200, pattern: '^[^/\\\\\\x00-\\x1f]+$' }),
        }),
        response: gives(Taken),
      },
    },
    async request => {
      const { tenant } = request.params
      const { name } = request.query
      const bytes = await bytesOf(request.body, platform.inward.intelligence.mostFile)
      const done = await platform.inward.intelligence.read(tenant, { name, bytes, by: callerOf(request).name })
      const [first] = done.faults
      if (done.taken.length === 0 && first) {
        const why = `${first.file} ${first.message}`
        throw new Problem(400, `Nothing was taken: ${why}.`, { file: why }, { faults: done.faults })
      }
      return done
    },
  )

  app.delete(
    `${files}/:intelligence`,
    {
      config: { need: 'feed.write' },
      schema: {
        tags,
        summary: 'Removes a file; devices are matched without it',
        params: Type.Object({ ...TenantPath.properties, intelligence: Uuid }),
        response: nothing,
      },
    },
    async (request, reply) => {
      const { tenant, intelligence } = request.params
      await asTenant(db, tenant, async scoped => {
        const name = await removeIntelligence(scoped, tenant, intelligence)
        if (name === null) throw notFound('file of this id')
        const who = callerOf(request).name
        await record(scoped, tenant, { who, action: 'intelligence.remove', object: intelligence, detail: { name } })
      })
      platform.inward.intelligence.changed(tenant)
      return reply.code(204).send()
    },
  )
}
