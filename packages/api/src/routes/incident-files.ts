// Files that people put into an incident: kept by their hash, given back as a download, never shown by a browser.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, rm, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { asTenant, getIncident } from '@nautilus/store'
import { Type } from 'typebox'
import type { Routes } from '../app.ts'
import { FRONT, typeOf } from '../file-type.ts'
import { notFound, problemOf } from '../problem.ts'
import { streamOf } from '../stream.ts'
import { IncidentPath } from './incident-acts.ts'
import { workingOn } from './incident-work.ts'
import { Document, gives } from './schemas.ts'

/** Bytes of one file, and of all of an incident. */
const MOST_ATTACHED = 100 * 1024 ** 2
const MOST_OF_INCIDENT = 1024 ** 3
const base = '/api/tenants/:tenant/sites/:site/incidents/:incident/attachments'
const Query = Type.Object({ name: Type.String({ minLength: 1, maxLength: 255, pattern: '^[^/\\\\\\x00-\\x1f]+$' }) })
const File = Type.Object({ name: Type.String(), hash: Type.String(), size: Type.Integer(), type: Type.String() })
const FilePath = Type.Object({ ...IncidentPath.properties, hash: Type.String({ pattern: '^[0-9a-f]{64}$' }) })

export const files: Routes = (app, context) => {
  const { db, platform } = context
  app.post(
    base,
    {
      config: { need: 'incident.work' },
      schema: {
        tags: ['incidents'],
        summary: 'Puts a file into an incident',
        description: `application/octet-stream: the file as it is, ${MOST_ATTACHED} bytes at most.`,
        params: IncidentPath,
        querystring: Query,
        response: gives(Type.Object({ incident: Document, file: File }), 201),
      },
    },
    async (request, reply) => {
      const { tenant, site, incident } = request.params
      const { name } = request.query
      const body = streamOf(request.body)
      const found = await asTenant(db, tenant, scoped => getIncident(scoped, site, incident))
      if (!found) throw notFound('incident of this id')
      if (found.incident.attachments.reduce((sum, { size }) => sum + size, 0) >= MOST_OF_INCIDENT)
        throw problemOf(413, 'files.too-large', 'The files of an incident may have 1 GiB together.')
      const passing = await platform.attachments.receiving()
      try {
        const received = await receive(body, passing)
        // There before the record names it.
        await platform.attachments.keep(tenant, received.hash, passing)
        const after = await workingOn(context, request, { tenant, site }, incident, ({ append }) =>
          append(incident, [{ kind: 'attached', name, ...received }]),
        )
        platform.incident(tenant, after)
        return reply.code(201).send({ incident: after, file: { name, ...received } })
      } finally {
        await rm(passing, { force: true })
      }
    },
  )

  app.get(
    `${base}/:hash`,
    {
      config: { need: 'site.read' },
      schema: {
        tags: ['incidents'],
        summary: 'A file of an incident, to be saved',
        params: FilePath,
        response: {
          200: { content: { 'application/octet-stream': { schema: Type.String({ format: 'binary' }) } } },
        },
      },
    },
    async (request, reply) => {
      const { tenant, site, incident, hash } = request.params
      const found = await asTenant(db, tenant, scoped => getIncident(scoped, site, incident))
      const file = found?.incident.attachments.find(each => each.hash === hash)
      const path = file ? await platform.attachments.path(tenant, hash) : null
      const there = path === null ? null : await stat(path).catch(() => null)
      if (!file || !path || !there) throw notFound('file of this hash')
      reply.header('content-type', 'application/octet-stream')
      reply.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
      reply.header('content-security-policy', "default-src 'none'; sandbox")
      reply.header('x-content-type-options', 'nosniff')
      reply.header('content-length', there.size)
      return reply.send(createReadStream(path) as never)
    },
  )
}

/** Written as it comes; counted and hashed on the way. */
async function receive(body: AsyncIterable<Buffer>, path: string) {
  const hash = createHash('sha256')
  let size = 0
  let front = Buffer.alloc(0)
  const checked = async function* () {
    for await (const piece of body) {
      size += piece.length
      if (size > MOST_ATTACHED)
        throw problemOf(413, 'file.too-large', 'A file in an incident may have 100 MiB at most.')
      if (front.length < FRONT) front = Buffer.concat([front, piece.subarray(0, FRONT - front.length)])
      hash.update(piece)
      yield piece
    }
  }
  const file = await open(path, 'wx', 0o600)
  await pipeline(checked, file.createWriteStream({ flush: true }))
  if (size === 0) throw problemOf(400, 'file.empty', 'This file is empty.')
  return { hash: hash.digest('hex'), size, type: typeOf(front) }
}
