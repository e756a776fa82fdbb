// Findings and incidents for others to take in: bundles of STIX 2.1, in which a plant keeps its names and addresses unless
// whoever takes it says otherwise.
import { asTenant, getIncident, getSite, getTenant, outwardOfIncident, outwardOfPeriod, record } from '@nautilus/store'
import { type Static, Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { notFound, Problem } from '../problem.ts'
import { IncidentPath } from './incident-acts.ts'
import { givesFile, Micro, SitePath } from './schemas.ts'

/** Findings of one bundle. */
const MOST = 2000
const TYPE = 'application/stix+json;version=2.1'
const tlps = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const

const How = {
  tlp: Type.Union(
    tlps.map(tlp => Type.Literal(tlp)),
    { default: 'amber', description: 'Traffic Light Protocol 2.0.' },
  ),
  addresses: Type.Boolean({ default: false, description: 'Names and addresses of devices of the plant are told too.' }),
}
const Asked = Type.Object(How)
const Between = Type.Object({ ...How, from: Micro, to: Micro })
type How = Static<typeof Asked>

export const stix: Routes = (app, { db, platform }) => {
  const schema = (summary: string) => ({ tags: ['incidents'], summary, response: givesFile('application/stix+json') })
  const asOf = (tenant: string, organisation: string, { tlp, addresses }: How) => ({
    tenant,
    organisation,
    tlp,
    addresses,
  })

  app.get(
    '/api/tenants/:tenant/sites/:site/incidents/:incident/stix',
    {
      config: { need: 'site.read' },
      schema: {
        ...schema('An incident with its findings as a bundle of STIX 2.1'),
        params: IncidentPath,
        querystring: Asked,
      },
    },
    async (request, reply) => {
      const { tenant, site, incident: id } = request.params
      const { tlp, addresses } = request.query
      const { events, organisation } = await asTenant(db, tenant, async scoped => {
        const found = await getIncident(scoped, site, id)
        if (!found) throw notFound('incident of this id')
        const [place, own] = [await getSite(scoped, site), await getTenant(scoped)]
        // Whoever takes something out of the house is written down.
        const who = callerOf(request).name
        await record(scoped, tenant, { who, action: 'stix.take', object: id, detail: { site, tlp, addresses } })
        const events = await outwardOfIncident(scoped, { tenant, site, siteName: place?.name ?? null }, found.incident)
        return { events, organisation: own?.name ?? tenant }
      })
      const name = `incident-${id.replaceAll(/[^\w-]/g, '_')}.stix.json`
      reply.type(TYPE).header('content-disposition', `attachment; filename="${name}"`)
      return reply.send(JSON.stringify(await platform.outward.stix(events, asOf(tenant, organisation, request.query))))
    },
  )

  app.get(
    '/api/tenants/:tenant/sites/:site/stix',
    {
      config: { need: 'site.read' },
      schema: { ...schema('Findings of a period as a bundle of STIX 2.1'), params: SitePath, querystring: Between },
    },
    async (request, reply) => {
      const { tenant, site } = request.params
      const { from, to, tlp, addresses } = request.query
      if (to < from) throw new Problem(400, 'The period ends before it begins.', { to: 'must not be before from' })
      const { events, organisation } = await asTenant(db, tenant, async scoped => {
        const [place, own] = [await getSite(scoped, site), await getTenant(scoped)]
        if (!place) throw notFound('site of this id')
        const who = callerOf(request).name
        await record(scoped, tenant, {
          who,
          action: 'stix.take',
          object: null,
          detail: { site, tlp, addresses, from, to },
        })
        const events = await outwardOfPeriod(
          scoped,
          { tenant, site, siteName: place.name },
          { from, to, most: MOST + 1 },
        )
        return { events, organisation: own?.name ?? tenant }
      })
      if (events.length > MOST)
        throw new Problem(413, `There are more than ${MOST} findings in it: choose a shorter period.`, {
          from: 'is too early',
        })
      reply.type(TYPE).header('content-disposition', `attachment; filename="findings-${site}.stix.json"`)
      return reply.send(JSON.stringify(await platform.outward.stix(events, asOf(tenant, organisation, request.query))))
    },
  )
}
