// A server of S3 for tests, which checks every signature (AWS Signature Version 4, "Authenticating Requests: Using the
// Authorization Header") and the hash of every body, and answers lists in pages.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'

export type Signed = {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | undefined>>
}

const sha = (data: Uint8Array | string) => createHash('sha256').update(data).digest('hex')
const hmac = (key: Uint8Array | string, text: string) => createHmac('sha256', key).update(text).digest()
const encoded = (text: string) =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)

/** What the signature of this request must be. Null where it is not signed at all. */
export function signatureOf({ method, path, query, headers }: Signed, secret: string) {
  const given =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    )
  if (!given) return null
  const [, key, day, region, names, signature] = given as unknown as [string, string, string, string, string, string]
  const sorted = [...query].map(([name, value]) => `${encoded(name)}=${encoded(value)}`).sort()
  const lines = names.split(';').map(name => `${name}:${(headers[name] ?? '').trim()}\n`)
  const request = [method, path, sorted.join('&'), lines.join(''), names, headers['x-amz-content-sha256']].join('\n')
  const scope = `${day}/${region}/s3/aws4_request`
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha(request)].join('\n')
  const signing = ['s3', 'aws4_request'].reduce(hmac, hmac(hmac(`AWS4${secret}`, day), region))
  return { key, given: signature, expected: hmac(signing, text).toString('hex') }
}

export type TestS3 = { readonly endpoint: string; readonly page: number; close(): Promise<void> }

type Account = { readonly key: string; readonly secret: string; readonly bucket: string }

/** `page`: files in one answer that is a list. */
export async function startS3({ key, secret, bucket }: Account, page: number): Promise<TestS3> {
  const files = new Map<string, { readonly bytes: Buffer; readonly at: Date }>()
  const answer = async (request: IncomingMessage): Promise<[number, string | Buffer]> => {
    const url = new URL(request.url ?? '/', 'http://x')
    const headers = request.headers as Signed['headers']
    const { method = '' } = request
    const signed = signatureOf({ method, path: url.pathname, query: url.searchParams, headers }, secret)
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece)
    const bytes = Buffer.concat(pieces)
    if (!signed) return refusal(403, 'AccessDenied')
    if (signed.key !== key) return refusal(403, 'InvalidAccessKeyId')
    if (!timingSafeEqual(Buffer.from(signed.given), Buffer.from(signed.expected)))
      return refusal(403, 'SignatureDoesNotMatch')
    const sum = headers['x-amz-content-sha256']
    if (sum !== 'UNSIGNED-PAYLOAD' && sum !== sha(bytes)) return refusal(400, 'XAmzContentSHA256Mismatch')
    const [, of, ...rest] = decodeURIComponent(url.pathname).split('/')
    if (of !== bucket) return refusal(404, 'NoSuchBucket')
    const name = rest.join('/')
    if (name === '') return [200, listOf(files, url.searchParams, page)]
    if (method === 'PUT') files.set(name, { bytes, at: new Date() })
    if (method === 'DELETE') files.delete(name)
    if (method !== 'GET') return [method === 'PUT' ? 200 : 204, '']
    const found = files.get(name)
    return found ? [200, found.bytes] : refusal(404, 'NoSuchKey')
  }
  const server = createServer((request, response) => {
    answer(request).then(([status, body]) => response.writeHead(status).end(body))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const close = () => new Promise<void>(resolve => server.close(() => resolve()))
  return { endpoint: `http://127.0.0.1:${port}`, page, close }
}

const refusal = (status: number, code: string): [number, string] => [status, `<Error><Code>${code}</Code></Error>`]

function listOf(files: ReadonlyMap<string, { readonly at: Date }>, query: URLSearchParams, page: number): string {
  const after = query.get('continuation-token') ?? ''
  const all = [...files].filter(([name]) => name.startsWith(query.get('prefix') ?? '') && name > after).sort()
  const shown = all.slice(0, page)
  const entries = shown.map(
    ([name, { at }]) => `<Contents><Key>${name}</Key><LastModified>${at.toISOString()}</LastModified></Contents>`,
  )
  const next = all.length > page ? `<NextContinuationToken>${shown.at(-1)![0]}</NextContinuationToken>` : ''
  return `<ListBucketResult><IsTruncated>${next !== ''}</IsTruncated>${next}${entries.join('')}</ListBucketResult>`
}
