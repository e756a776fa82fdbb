// Evidence that stands up: files that were taken in, exports, and the record of what people did as a signed chain.
import { Readable } from 'node:stream'
import {
  addEvidenceFile,
  asTenant,
  evidenceBytes,
  evidenceFile,
  listAnchors,
  record,
  sha256Of,
  verifyAudit,
} from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { exportOf } from '../obligations/bundle.ts'
import { typeOf } from '../obligations/file-type.ts'
import { notFound, Problem } from '../problem.ts'
import { bytesOf } from '../stream.ts'
import { IncidentPath } from './incident-acts.ts'
import { nowMicros, workingOn } from './incident-work.ts'
import { Document, gives, givesFile, TenantPath } from './schemas.ts'

/** Bytes of one file that is taken in, and of all of an incident. */
const MOST_FILE = 20 * 1024 ** 2
const MOST_FILES = 500 * 1024 ** 2

const tags = ['evidence']
const base = '/api/tenants/:tenant/sites/:site/incidents/:incident'
const Hash = Type.String({ pattern: '^[0-9a-f]{64}$' })

export const evidence: Routes = (app, context) => {
  const { db, platform } = context

  app.post(
    `${base}/proofs`,
    {
      config: { need: 'incident.work' },
      schema: {
        tags,
        summary: 'Takes in a file as evidence, such as the receipt of an authority',
        description: 'application/octet-stream: the file as it is, 20 MB at most. It is never opened, only kept.',
        params: IncidentPath,
        querystring: Type.Object({
          name: Type.String({ minLength: 1, maxLength: 255, pattern: '^[^/\\\\\\x00-\\x1f]+$' }),
        }),
        response: gives(Document, 201),
      },
    },
    async (request, reply) => {
      const { tenant, site, incident } = request.params
      const { name } = request.query
      const bytes = await bytesOf(request.body, MOST_FILE)
      if (bytes.length === 0) throw new Problem(400, 'This file is empty.')
      const file = { hash: sha256Of(bytes), name, type: typeOf(bytes), bytes }
      const by = callerOf(request).name
      const after = await workingOn(context, request, { tenant, site }, incident, async ({ scoped, append }) => {
        const { hash, type } = file
        const done = await append(incident, [{ kind: 'attached', name, hash, size: bytes.length, type }])
        if ((await evidenceBytes(scoped, site, incident)) + bytes.length > MOST_FILES)
          throw new Problem(413, `The files of an incident have ${MOST_FILES / 1024 ** 2} MB at most.`)
        await addEvidenceFile(scoped, { tenant, site }, incident, { ...file, by })
        return done
      })
      platform.incident(tenant, after)
      return reply.code(201).send({ name, hash: file.hash, type: file.type, size: bytes.length })
    },
  )

  app.get(
    `${base}/proofs/:hash`,
    {
      config: { need: 'site.read' },
      schema: {
        tags,
        summary: 'A file that was taken in, to be saved and not to be shown',
        params: Type.Object({ ...IncidentPath.properties, hash: Hash }),
        response: givesFile('application/octet-stream'),
      },
    },
    async (request, reply) => {
      const { tenant, site, incident, hash } = request.params
      const file = await asTenant(db, tenant, scoped => evidenceFile(scoped, site, incident, hash))
      if (!file) throw notFound('file of this sum')
      reply.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
      // Whatever it is: a browser saves it.
      return reply.type('application/octet-stream').send(file.bytes)
    },
  )

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
