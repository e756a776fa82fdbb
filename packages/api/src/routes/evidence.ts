// Evidence that stands up: exports, and the record of what people did as a signed chain.
import { Readable } from 'node:stream'
import { asTenant, listAnchors, record, verifyAudit } from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { exportOf } from '../obligations/bundle.ts'
import { IncidentPath } from './incident-acts.ts'
import { nowMicros } from './incident-work.ts'
import { Document, gives, givesFile, TenantPath } from './schemas.ts'

const tags = ['evidence']
const base = '/api/tenants/:tenant/sites/:site/incidents/:incident'

export const evidence: Routes = (app, context) => {
  const { db, platform } = context

  app.get(
    `${base}/bundle`,
    {
      config: { need: 'site.read' },
      schema: {
        tags,
        summary: 'All evidence of an incident as a ZIP, with what verifies it offline',
        params: IncidentPath,
        response: givesFile('application/zip'),
      },
    },
    async (request, reply) => {
      const { tenant, site, incident } = request.params
      await asTenant(db, tenant, scoped =>
        record(scoped, tenant, { who: callerOf(request).name, site, action: 'evidence.export', object: incident }),
      )
      const { about, files } = await exportOf(context, request.params, nowMicros())
      const name = `${incident.replaceAll(/[^\w.-]/g, '_')}.zip`
      reply.header('content-disposition', `attachment; filename="${name}"`)
      return reply.type('application/zip').send(Readable.from(platform.bundle(about, files)))
    },
  )

  chain(app, context)
}

const chain: Routes = (app, { db, platform }) => {
  app.get(
    '/api/tenants/:tenant/audit-chain',
    {
      config: { need: 'audit.read' },
      schema: {
        tags,
        summary: 'Whether the record of what people did is whole, the signed ends of its days, and the key that signs',
        params: TenantPath,
        response: gives(
          Type.Object({
            verdict: Document,
            anchors: Type.Array(Document),
            key: Type.String({ description: 'SHA-256 of the public key, hex.' }),
            publicKey: Type.String({ description: 'Ed25519, PEM.' }),
          }),
        ),
      },
    },
    request =>
      asTenant(db, request.params.tenant, async scoped => ({
        verdict: await verifyAudit(scoped),
        anchors: await listAnchors(scoped),
        key: platform.seal.key,
        publicKey: platform.seal.publicKey,
      })),
  )
}
