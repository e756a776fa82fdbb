// The parts of nautilus.yaml that concern more than one machine: the bus, and where evidence is kept.
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Fields, Yaml } from '../site/yaml.ts'
import { Refusal } from '../world.ts'

export type BusConfig = {
  /** As this process reaches the bus. */
  readonly servers: readonly string[]
  /** As sensors of other machines reach it; the same where nothing is said. */
  readonly sensors: readonly string[]
  /** Of each batch that waits: 3 in a cluster of servers. */
  readonly replicas: number
  /** Bytes of all batches that wait. */
  readonly bytes: number
  /** PEM file of the authority that signed the certificates of the servers. */
  readonly authority: string | null
}

/** A bucket that speaks S3. */
export type BucketConfig = {
  readonly endpoint: string
  readonly bucket: string
  readonly region: string
  readonly key: string
  readonly secret: string
  /** In front of the names of all files. */
  readonly prefix: string
}

export type ManyConfig = { readonly bus: BusConfig | null; readonly evidence: BucketConfig | null }

export const oneMachine: ManyConfig = { bus: null, evidence: null }
export const manyFields = ['bus', 'evidence'] as const

const MB = 1024 * 1024
/** MB of batches that may wait: a day of a hundred sensors. */
const WAITING = 4000

export function manyFrom(yaml: Yaml, top: Fields): ManyConfig {
  return { bus: busOf(yaml, top), evidence: bucketOf(yaml, top) }
}

function busOf(yaml: Yaml, top: Fields): BusConfig | null {
  const node = top.get('bus')
  if (node === undefined) return null
  const fields = yaml.fields(node, '`bus`', ['servers', 'sensors', 'replicas', 'megabytes', 'authorityFile'])
  const addresses = (name: 'servers' | 'sensors') =>
    yaml.texts(fields.get(name), name).map(({ text, node: at }) => {
      if (!isBusAddress(text))
        yaml.fault(at, `\`${text}\` is no address of the bus, such as \`tls://hub.example.com:4222\`.`)
      return text
    })
  const servers = addresses('servers')
  const sensors = addresses('sensors')
  if (servers.length === 0) yaml.fault(node, '`bus` needs `servers`, such as `[nats://10.0.0.1:4222]`.')
  const replicas = yaml.number(fields.get('replicas'), '`replicas` of `bus`') ?? 1
  if (![1, 3, 5].includes(replicas)) yaml.fault(fields.get('replicas'), `\`replicas\` of \`bus\` is 1, 3 or 5.`)
  const megabytes = yaml.number(fields.get('megabytes'), '`megabytes` of `bus`') ?? WAITING
  const authority = yaml.text(fields.get('authorityFile'), '`authorityFile` of `bus`')
  return {
    servers,
    sensors: sensors.length > 0 ? sensors : servers,
    replicas,
    bytes: Math.max(1, Math.round(megabytes)) * MB,
    authority: authority === null ? null : resolve(dirname(yaml.file), authority),
  }
}

export const isBusAddress = (text: string): boolean => {
  const url = URL.parse(text)
  return url !== null && (url.protocol === 'nats:' || url.protocol === 'tls:') && url.host !== ''
}

function bucketOf(yaml: Yaml, top: Fields): BucketConfig | null {
  const node = top.get('evidence')
  if (node === undefined) return null
  const known = ['endpoint', 'bucket', 'region', 'key', 'secretFile', 'prefix']
  const fields = yaml.fields(node, '`evidence`', known)
  const text = (name: string) => yaml.text(fields.get(name), `\`${name}\` of \`evidence\``)
  const [endpoint, bucket, key, file] = [text('endpoint'), text('bucket'), text('key'), text('secretFile')]
  for (const [name, value] of Object.entries({ endpoint, bucket, key, secretFile: file }))
    if (value === null) yaml.fault(node, `\`evidence\` needs \`${name}\`.`)
  if (endpoint !== null && !/^https?:$/.test(URL.parse(endpoint)?.protocol ?? ''))
    yaml.fault(fields.get('endpoint'), `\`${endpoint}\` is no address, such as \`https://s3.example.com\`.`)
  if (bucket !== null && !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket))
    yaml.fault(fields.get('bucket'), `\`${bucket}\` is no name of a bucket.`)
  if (endpoint === null || bucket === null || key === null || file === null) return null
  const secret = secretIn(yaml, fields, file)
  const [region, prefix] = [text('region') ?? 'us-east-1', text('prefix') ?? '']
  return { endpoint, bucket, region, key, secret, prefix }
}

function secretIn(yaml: Yaml, fields: Fields, file: string): string {
  try {
    return readFileSync(resolve(dirname(yaml.file), file), 'utf8').trim()
  } catch (error) {
    yaml.fault(fields.get('secretFile'), `\`secretFile\` ${file} cannot be read: ${(error as Error).message}.`)
    return ''
  }
}

/** NATS_URL and --nats go before the file. */
export function withServers(bus: BusConfig | null, text: string | null): BusConfig | null {
  if (text === null) return bus
  const servers = text.split(',').map(one => one.trim())
  const wrong = servers.find(one => !isBusAddress(one))
  if (wrong !== undefined)
    throw new Refusal(`--nats ${wrong} is no address of the bus; type it as --nats nats://10.0.0.1:4222.`)
  const standard = { sensors: servers, replicas: 1, bytes: WAITING * MB, authority: null }
  return { ...standard, ...bus, servers }
}
