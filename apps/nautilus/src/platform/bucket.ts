// A bucket that speaks S3, as files of a platform are kept there: under names that follow from their hashes.
import { createHash } from 'node:crypto'
import { AwsClient } from 'aws4fetch'
import type { BucketConfig } from './config-bus.ts'

/** ms of one request where nobody says. It is tried again some times where the bucket says so. */
const PATIENCE = 30_000
const RETRIES = 4
/** Bytes of an answer that is a list. */
const MOST_LIST = 10_000_000

export type BucketBody = {
  readonly data: Uint8Array | Blob
  /** Hex. */
  readonly sha256: string
  readonly type: string
}

export type Entry = { readonly name: string /** ms since 1970 */; readonly at: number }

export class Bucket {
  /** What all names begin with. */
  readonly front: string
  readonly #client: AwsClient
  readonly #root: string
  readonly #config: BucketConfig

  constructor(config: BucketConfig) {
    const { endpoint, bucket, region, key, secret, prefix } = config
    this.#config = config
    this.#client = new AwsClient({
      ...{ accessKeyId: key, secretAccessKey: secret, region, service: 's3', retries: RETRIES },
    })
    this.#root = `${endpoint.replace(/\/$/, '')}/${bucket}`
    this.front = prefix === '' ? '' : `${prefix.replace(/\/$/, '')}/`
  }

  /** Throws a sentence where it is not taken. */
  async put(name: string, { data, sha256, type }: BucketBody, patience = PATIENCE): Promise<void> {
    const headers = { 'x-amz-content-sha256': sha256, 'content-type': type }
    const answer = await this.#ask('PUT', this.#addressOf(name), patience, { headers, body: data })
    const { bucket, endpoint } = this.#config
    if (answer.status === 404) throw new Error(`there is no bucket ${bucket} at ${endpoint}`)
  }

  /** Null where there is none. */
  async get(name: string, patience = PATIENCE): Promise<Response | null> {
    const answer = await this.#ask('GET', this.#addressOf(name), patience)
    return answer.status === 404 ? null : answer
  }

  async delete(name: string): Promise<void> {
    await this.#ask('DELETE', this.#addressOf(name), PATIENCE)
  }

  /** Every file below a prefix (ListObjectsV2). */
  async *listed(prefix: string): AsyncGenerator<Entry> {
    let next: string | null = ''
    while (next !== null) {
      const query: URLSearchParams = new URLSearchParams({
        'list-type': '2',
        prefix,
        ...(next === '' ? {} : { 'continuation-token': next }),
      })
      const answer: Response = await this.#ask('GET', `${this.#root}?${query}`, PATIENCE)
      const text = (await answer.text()).slice(0, MOST_LIST)
      for (const [, one = ''] of text.matchAll(/<Contents>(.*?)<\/Contents>/gs)) {
        const [name, at] = [partOf(one, 'Key'), Date.parse(partOf(one, 'LastModified') ?? '')]
        if (name !== null && Number.isFinite(at)) yield { name, at }
      }
      next = partOf(text, 'IsTruncated') === 'true' ? partOf(text, 'NextContinuationToken') : null
    }
  }

  /** A file that is not what its hash says, as an error. */
  changed(sha256: string): Error {
    return new Error(`the file ${sha256} in the bucket ${this.#config.bucket} is not what it was`)
  }

  #addressOf(name: string): string {
    return `${this.#root}/${name.split('/').map(encodeURIComponent).join('/')}`
  }

  async #ask(method: string, address: string, patience: number, more: object = {}): Promise<Response> {
    const request = { method, signal: AbortSignal.timeout(patience), ...more }
    const answer = await this.#client.fetch(address, request as RequestInit)
    if (answer.ok || answer.status === 404) return answer
    const said = (await answer.text()).slice(0, 300)
    const { bucket } = this.#config
    throw new Error(`the bucket ${bucket} refuses ${method}: ${answer.status} ${partOf(said, 'Code') ?? said}`)
  }
}

/** The text of an element without children. */
function partOf(xml: string, name: string): string | null {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]
  if (text === undefined) return null
  const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }
  return text.replaceAll(/&(lt|gt|quot|apos|amp);/g, (_, entity: string) => entities[entity]!)
}

export const sumOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
