// The packets of a finding, as a capture that any tool opens.
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import type { Finding } from '@nautilus/model'
import { asTenant, evidenceOf, getFinding, packetQuestionOf, record } from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { notFound, Problem } from '../problem.ts'
import { gives, id, nullable, SitePath, Time } from './schemas.ts'

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

/** s */
const MOST_AROUND = 3600
const Around = Type.Object(
  {
    before: Type.Integer({ minimum: 0, maximum: MOST_AROUND, default: 60, description: 'Seconds before its packets.' }),
    after: Type.Integer({ minimum: 0, maximum: MOST_AROUND, default: 60, description: 'Seconds after them.' }),
    of: Type.Union([Type.Literal('flow'), Type.Literal('hosts')], {
      default: 'flow',
      description: 'The same conversation, or whatever its two hosts said to each other.',
    }),
  },
  { additionalProperties: false },
)

export const packets: Routes = (app, context) => {
  kept(app, context)
  asked(app, context)
  around(app, context)
}

const kept: Routes = (app, { db, platform }) => {
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

const Question = Type.Object({
  sensor: Type.String(),
  name: Type.String({ description: 'Of the sensor, for people.' }),
  state: Type.Enum(['asked', 'waiting', 'kept', 'gone', 'none', 'refused'], {
    description:
      'waiting: the sensor is away, and is asked when it comes back; gone: it has them no more; none: it keeps none.',
  }),
  why: nullable(Type.String()),
  reach: nullable(Type.Integer({ description: 'How far back the sensor reached when it answered, µs.' })),
  asked_at: Time,
  tried_at: Time,
  last_seen: nullable(Time),
  revoked_at: nullable(Time),
})

/** Packets that lie at a sensor of another machine. */
const asked: Routes = (app, { db }) => {
  app.get(
    '/api/tenants/:tenant/sites/:site/findings/:finding/packet-question',
    {
      config: { need: 'site.read' },
      schema: {
        tags: ['findings'],
        summary: 'What its sensor was asked of its packets, and what came of it; null where nobody asked',
        params: FindingPath,
        response: gives(Type.Object({ question: nullable(Question) })),
      },
    },
    async request => {
      const { tenant, site, finding } = request.params
      return { question: await asTenant(db, tenant, scoped => packetQuestionOf(scoped, site, finding)) }
    },
  )
}

/** Contents of conversations beyond what a finding names: whoever reads them is in the audit. */
const around: Routes = (app, { db, platform }) => {
  app.get(
    '/api/tenants/:tenant/sites/:site/findings/:finding/packets.pcap',
    {
      config: { need: 'packet.read', rateLimit: { max: 30 } },
      schema: {
        tags: ['findings'],
        summary: 'The packets around it, as a pcap file',
        description: 'From the ring of its sensor, as far back as that reaches. What was read is in the audit.',
        params: FindingPath,
        querystring: Around,
        response: pcap,
      },
    },
    async (request, reply) => {
      const { tenant, site, finding } = request.params
      const who = callerOf(request).name
      const { evidence, kept } = await asTenant(db, tenant, async scoped => {
        const found = await getFinding(scoped, site, finding)
        if (!found) throw notFound('finding of this id')
        await record(scoped, tenant, { who, site, action: 'packets.read', object: finding, detail: request.query })
        return {
          evidence: (found.finding as Pick<Finding, 'evidence'>).evidence,
          kept: (await evidenceOf(scoped, site, finding))?.sha256 ?? null,
        }
      })
      const answer = await platform.packetsAround({ tenant, site, evidence, kept, ...request.query })
      if (answer.kind === 'busy') throw new Problem(429, 'Others are looking for packets: try again in a moment.')
      if (answer.kind === 'none') throw new Problem(404, answer.why)
      const name = `${finding.replaceAll(/[^\w-]/g, '')}-around.pcap`
      reply.header('content-disposition', `attachment; filename="${name}"`)
      return reply.type('application/vnd.tcpdump.pcap').send(Readable.from(answer.pcap))
    },
  )
}
