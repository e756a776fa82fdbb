// A bucket that speaks S3: requests are signed after Signature Version 4, and go the way of all requests.
import { createHash } from 'node:crypto'
import { AwsV4Signer } from 'aws4fetch'
import { asked, said, troubleOf } from '../answers.ts'
import type { Target, Trouble } from '../kind.ts'

/** What its codes mean, for people. */
const hints: Readonly<Record<string, string>> = {
  NoSuchBucket: 'There is no bucket of this name.',
  InvalidAccessKeyId: 'The access key is not known there.',
  SignatureDoesNotMatch: 'The secret key is wrong.',
  AccessDenied: 'The key may not write there: it needs s3:PutObject.',
  AuthorizationHeaderMalformed: 'The region is another.',
  PermanentRedirect: 'The bucket is in another region: write the address of that one.',
  RequestTimeTooSkewed: 'The clocks differ by more than 15 minutes.',
}
const credentials = new Set(['InvalidAccessKeyId', 'SignatureDoesNotMatch', 'AccessDenied'])

/** Null: it is kept there. */
export async function put(target: Target, name: string, body: Uint8Array): Promise<Trouble | null> {
  const { settings, wire } = target
  const { url = '', bucket = '', region = '', accessKey = '', secretKey = '' } = settings
  const path = name.split('/').map(encodeURIComponent).join('/')
  const signer = new AwsV4Signer({
    ...{ method: 'PUT', url: `${url.replace(/\/+$/, '')}/${encodeURIComponent(bucket)}/${path}` },
    ...{ accessKeyId: accessKey, secretAccessKey: secretKey, region, service: 's3' },
    datetime: new Date(wire.now()).toISOString().replaceAll(/[-:]|\.\d{3}/g, ''),
    headers: {
      'content-type': 'application/x-ndjson',
      'content-encoding': 'gzip',
      'x-amz-content-sha256': createHash('sha256').update(body).digest('hex'),
    },
  })
  const signed = await signer.sign()
  const headers = Object.fromEntries(signed.headers)
  const answer = await asked(wire.ask({ method: 'PUT', url: signed.url.href, headers, body }))
  if ('trouble' in answer) return answer.trouble
  if (answer.status >= 200 && answer.status < 300) return null
  const code = /<Code>(\w+)<\/Code>/.exec(answer.text)?.[1] ?? ''
  const trouble = troubleOf(answer, wire.now())
  // Nothing in a file of ours is for a bucket to refuse: what it does not take is of the request.
  if (trouble?.kind === 'retry') return trouble
  const about = credentials.has(code) ? ('credentials' as const) : ('address' as const)
  const why = hints[code] ? `${code}: ${hints[code]}` : said(answer)
  return { kind: 'fault', why, about }
}
