// Captures that people drag in: written to the disk as they come, then read by a sensor of their own.
import { createHash, randomUUID } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { addUpload, asTenant, getSite, getUpload, listUploads, record, updateUpload } from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { notFound, Problem } from '../problem.ts'
import { streamOf } from '../stream.ts'
import { gives, listOf, nullable, SitePath, Time, Uuid } from './schemas.ts'

const Row = Type.Object({
  id: Uuid,
  name: Type.String(),
  bytes: Type.Integer(),
  sha256: nullable(Type.String()),
  state: Type.String({ description: 'receiving, waiting, reading, done, damaged or failed' }),
  progress: Type.Number({ description: '0 to 1' }),
  message: nullable(Type.String()),
  made_by: nullable(Type.String()),
  made_at: Time,
})
const Query = Type.Object({ name: Type.String({ minLength: 1, maxLength: 255, pattern: '^[^/\\\\\\x00-\\x1f]+$' }) })

export const uploads: Routes = (app, { db, platform, limits }) => {
  const base = '/api/tenants/:tenant/sites/:site/uploads'

  app.get(
    base,
    {
      config: { need: 'site.read' },
      schema: { tags: ['uploads'], summary: 'Captures, newest first', params: SitePath, response: gives(listOf(Row)) },
    },
    request =>
      asTenant(db, request.params.tenant, async scoped => ({ items: await listUploads(scoped, request.params.site) })),
  )

  app.post(
    base,
    {
      config: { need: 'site.write' },
      schema: {
        tags: ['uploads'],
        summary: 'Takes a capture: pcap or pcapng, plain, gzip or zstd',
        description: 'application/octet-stream: the file as it is.',
        params: SitePath,
        querystring: Query,
        response: gives(Row, 201),
      },
    },
    async (request, reply) => {
      const { tenant, site } = request.params
      const { name } = request.query
      const body = streamOf(request.body)
      const id = randomUUID()
      const file = join(platform.uploads, id)
      const by = callerOf(request).name
      await asTenant(db, tenant, async scoped => {
        if (!(await getSite(scoped, site))) throw notFound('site of this name')
        await addUpload(scoped, { tenant, site, id, name, by })
        await record(scoped, tenant, { who: by, site, action: 'upload.begin', object: id, detail: { name } })
      })
      const change = (what: Parameters<typeof updateUpload>[3], action: string) =>
        asTenant(db, tenant, async scoped => {
          await updateUpload(scoped, site, id, what)
          await record(scoped, tenant, { who: by, site, action, object: id, detail: { name, ...what } })
          return getUpload(scoped, site, id)
        })
      try {
        const received = await receive(body, file, limits.upload)
        const row = await change({ state: 'waiting', ...received }, 'upload.end')
        platform.analyze({ tenant, site, id, file, name })
        return reply.code(201).send(row)
      } catch (error) {
        await rm(file, { force: true })
        const message = error instanceof Problem ? error.message : 'The connection ended before the file did.'
        await change({ state: 'failed', message }, 'upload.fail')
        if (error instanceof Problem) throw error
        throw new Problem(400, message)
      }
    },
  )
}

/** Writes it and counts; nothing but what fits between two disks is in memory. */
async function receive(body: AsyncIterable<Buffer>, file: string, most: number) {
  const hash = createHash('sha256')
  let bytes = 0
  const checked = async function* () {
    let front: Buffer | null = Buffer.alloc(0)
    for await (const piece of body) {
      bytes += piece.length
      if (bytes > most) throw new Problem(413, `A capture may have ${sizeOf(most)}: split it, or compress it.`)
      hash.update(piece)
      if (front === null) yield piece
      else {
        front = Buffer.concat([front, piece])
        if (front.length < MAGIC) continue
        checkMagic(front)
        yield front
        front = null
      }
    }
    if (front !== null) checkMagic(front)
  }
  // Opened before anything can fail: a file that is opened late would outlive its own removal.
  const opened = await open(file, 'wx', 0o600)
  await pipeline(checked, opened.createWriteStream())
  return { bytes, sha256: hash.digest('hex') }
}

/** Bytes that tell a format. */
const MAGIC = 4
/** pcap in both byte orders with µs and ns, a section header of pcapng, gzip, zstd. */
const MAGICS = ['a1b2c3d4', 'd4c3b2a1', 'a1b23c4d', '4d3cb2a1', '0a0d0d0a', '28b52ffd']
const GZIP = '1f8b'

function checkMagic(front: Buffer): void {
  const magic = front.toString('hex', 0, MAGIC)
  if (MAGICS.includes(magic) || magic.startsWith(GZIP)) return
  throw new Problem(
    415,
    front.length === 0
      ? 'This file is empty.'
      : 'This is no capture: send pcap or pcapng, as it is or packed with gzip or zstd.',
  )
}

const sizeOf = (bytes: number): string =>
  bytes >= 1024 ** 3 ? `${(bytes / 1024 ** 3).toFixed(1)} GiB at most` : `${bytes} bytes at most`
