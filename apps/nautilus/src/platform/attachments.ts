// Files that people put into incidents: by their hash, apart for each tenant, so that nobody learns by a hash what others
// have. In a folder, or in a bucket that all processes share and of which the folder is a copy.
import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream, openAsBlob } from 'node:fs'
import { glob, mkdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { AttachmentFiles } from '@nautilus/api'
import type { Logger } from 'pino'
import { Bucket } from './bucket.ts'
import type { BucketConfig } from './config-bus.ts'

/** ms for a file of 100 MiB on a slow line. */
const PATIENCE = 600_000
const TYPE = 'application/octet-stream'
/** Of a tenant, and of a file in its folder. */
const FILE = /^([0-9a-f]{64})\/([0-9a-f]{64})$/

export const attachmentsIn = (folder: string, bucket: BucketConfig | null, log: Logger): AttachmentFiles =>
  bucket ? bucketAttachments(folder, bucket, log) : folderAttachments(folder)

const nameOf = (tenant: string, hash: string): string => `${createHash('sha256').update(tenant).digest('hex')}/${hash}`

export const folderAttachments = (folder: string): AttachmentFiles => ({
  receiving: () => receiving(folder),
  async keep(tenant, hash, received) {
    const path = join(folder, nameOf(tenant, hash))
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await rename(received, path)
  },
  async path(tenant, hash) {
    const path = join(folder, nameOf(tenant, hash))
    return (await stat(path).catch(() => null))?.isFile() ? path : null
  },
})

async function receiving(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return join(folder, `${randomUUID()}.part`)
}

export function bucketAttachments(folder: string, config: BucketConfig, log: Logger): AttachmentFiles {
  const bucket = new Bucket(config)
  const near = folderAttachments(folder)
  const front = `${bucket.front}attachments/`
  const put = async (name: string, path: string) =>
    bucket.put(`${front}${name}`, { data: await openAsBlob(path), sha256: name.split('/')[1]!, type: TYPE }, PATIENCE)
  // What was taken in before there was a bucket, or while a process died.
  const spread = async () => {
    const own: string[] = []
    for await (const name of glob('*/*', { cwd: folder })) if (FILE.test(name)) own.push(name)
    if (own.length === 0) return
    const there = new Set<string>()
    for await (const { name } of bucket.listed(front)) there.add(name.slice(front.length))
    for (const name of own) if (!there.has(name)) await put(name, join(folder, name))
  }
  spread().catch(error => log.warn({ err: error }, 'files of incidents could not be put into the bucket'))
  return {
    receiving: near.receiving,
    async keep(tenant, hash, received) {
      await put(nameOf(tenant, hash), received)
      await near.keep(tenant, hash, received)
    },
    async path(tenant, hash) {
      const here = await near.path(tenant, hash)
      if (here !== null) return here
      const answer = await bucket.get(`${front}${nameOf(tenant, hash)}`, PATIENCE)
      if (answer?.body == null) return null
      const part = await receiving(folder)
      try {
        if ((await written(answer.body, part)) !== hash) throw bucket.changed(hash)
        await near.keep(tenant, hash, part)
      } finally {
        await rm(part, { force: true })
      }
      return near.path(tenant, hash)
    },
  }
}

/** Its hash. */
async function written(body: ReadableStream<Uint8Array>, path: string): Promise<string> {
  const hash = createHash('sha256')
  const counted = async function* () {
    for await (const piece of Readable.fromWeb(body as never) as AsyncIterable<Buffer>) {
      hash.update(piece)
      yield piece
    }
  }
  await pipeline(counted, createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }))
  return hash.digest('hex')
}
