// The packets of a finding, as a capture that any tool opens.
import { createReadStream } from 'node:fs'
import { asTenant, evidenceOf } from '@nautilus/store'
import { Type } from 'typebox'
import type { Routes } from '../app.ts'
import { notFound } from '../problem.ts'
import { gives, id, SitePath, Time } from './schemas.ts'

const FindingPath = Type.Object({ ...SitePath.properties, finding: id })
const Row = Type.Object({
  sha256: Type.String({ description: 'Of the file, hex.' }),
  bytes: Type.Integer(),
  frames: Type.Integer({ description: 'In the file.' }),
  named: Type.Integer({ description: 'Frames that the finding named when the file was made.' }),
  made_at: Time,
})
const pcap: Readonly<Record<number, unknown>> = {
  200: { content: { 'application/vnd.tcpdump.pcap': { schema: Type.String({ format: 'binary' }) } } },
}

export const packets: Routes = (app, { db, platform }) => {
  const base = '/api/tenants/:tenant/sites/:site/findings/:finding/evidence'
  const config = { need: 'site.read' as const }

  app.get(
    base,
    {
      config,
      schema: { tags: ['findings'], summary: 'Which packets are kept', params: FindingPath, response: gives(Row) },
    },
    async request => {
      const { tenant, site, finding } = request.params
      const found = await asTenant(db, tenant, scoped => evidenceOf(scoped, site, finding))
      if (!found) throw notFound('packet of this finding that was kept')
      return found
    },
  )

  app.get(
    `${base}.pcap`,
    {
      config,
      schema: { tags: ['findings'], summary: 'The packets as a pcap file', params: FindingPath, response: pcap },
    },
    async (request, reply) => {
      const { tenant, site, finding } = request.params
      const found = await asTenant(db, tenant, scoped => evidenceOf(scoped, site, finding))
      const path = found && (await platform.evidence(found.sha256))
      if (!path) throw notFound('packet of this finding that was kept')
      reply.header('content-disposition', `attachment; filename="${finding.replaceAll(/[^\w-]/g, '')}.pcap"`)
      reply.header('content-length', found.bytes)
      return reply.type('application/vnd.tcpdump.pcap').send(createReadStream(path))
    },
  )
}
