// The packets of findings in a bucket that speaks S3. What was asked for once is kept in a folder too, and looked at again:
// a file is what its hash says, or it is none.
import { createHash } from 'node:crypto'
import { AwsClient } from 'aws4fetch'
import type { BucketConfig } from './config-bus.ts'
import { type EvidenceFiles, folderFiles } from './evidence-files.ts'

/** ms of one request. It is tried again some times where the bucket says so. */
const PATIENCE = 30_000
const RETRIES = 4
/** Bytes of an answer that is a list. */
const MOST_LIST = 10_000_000

export function bucketFiles(
  cache: string,
  { endpoint, bucket, region, key, secret, prefix }: BucketConfig,
): EvidenceFiles {
  const client = new AwsClient({ accessKeyId: key, secretAccessKey: secret, region, service: 's3', retries: RETRIES })
  const root = `${endpoint.replace(/\/$/, '')}/${bucket}`
  const front = prefix === '' ? '' : `${prefix.replace(/\/$/, '')}/`
  const near = folderFiles(cache)
  const addressOf = (name: string) => `${root}/${name.split('/').map(encodeURIComponent).join('/')}`
  const nameOf = (sha256: string) => `${front}${sha256.slice(0, 2)}/${sha256}.pcap`
  const ask = async (method: string, address: string, body?: Uint8Array) => {
    const headers = body ? { 'x-amz-content-sha256': sumOf(body), 'content-type': 'application/vnd.tcpdump.pcap' } : {}
    const request = { method, headers, signal: AbortSignal.timeout(PATIENCE), ...(body ? { body } : {}) }
    const answer = await client.fetch(address, request as RequestInit)
    if (answer.ok || answer.status === 404) return answer
    const said = (await answer.text()).slice(0, 300)
    throw new Error(`the bucket ${bucket} refuses ${method}: ${answer.status} ${codeIn(said) ?? said}`)
  }
  return {
    async put(sha256, bytes) {
      const answer = await ask('PUT', addressOf(nameOf(sha256)), bytes)
      if (answer.status === 404) throw new Error(`there is no bucket ${bucket} at ${endpoint}`)
      await near.put(sha256, bytes)
    },
    async path(sha256) {
      const here = await near.path(sha256)
      if (here !== null) return here
      const answer = await ask('GET', addressOf(nameOf(sha256)))
      if (answer.status === 404) return null
      const bytes = new Uint8Array(await answer.arrayBuffer())
      if (sumOf(bytes) !== sha256) throw new Error(`the file ${sha256} in the bucket ${bucket} is not what it was`)
      await near.put(sha256, bytes)
      return near.path(sha256)
    },
    async forget(wanted, before) {
      await near.forget(wanted, before)
      let gone = 0
      for await (const { name, at } of listed(ask, root, front)) {
        const sha256 = /([0-9a-f]{64})\.pcap$/.exec(name)?.[1]
        if (!sha256 || wanted.has(sha256) || at >= before) continue
        await ask('DELETE', addressOf(name))
        gone++
      }
      return gone
    },
  }
}

type Ask = (method: string, address: string) => Promise<Response>
type Entry = { readonly name: string /** ms since 1970 */; readonly at: number }

/** Every file below a prefix (ListObjectsV2). */
async function* listed(ask: Ask, root: string, prefix: string): AsyncGenerator<Entry> {
  let next: string | null = ''
  while (next !== null) {
    const query: URLSearchParams = new URLSearchParams({
      'list-type': '2',
      prefix,
      ...(next === '' ? {} : { 'continuation-token': next }),
    })
    const text: string = (await (await ask('GET', `${root}?${query}`)).text()).slice(0, MOST_LIST)
    for (const [, one = ''] of text.matchAll(/<Contents>(.*?)<\/Contents>/gs)) {
      const [name, at] = [partOf(one, 'Key'), Date.parse(partOf(one, 'LastModified') ?? '')]
      if (name !== null && Number.isFinite(at)) yield { name, at }
    }
    next = partOf(text, 'IsTruncated') === 'true' ? partOf(text, 'NextContinuationToken') : null
  }
}

const codeIn = (xml: string): string | null => partOf(xml, 'Code')

/** The text of an element without children. */
function partOf(xml: string, name: string): string | null {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]
  if (text === undefined) return null
  const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }
  return text.replaceAll(/&(lt|gt|quot|apos|amp);/g, (_, entity: string) => entities[entity]!)
}

const sumOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
