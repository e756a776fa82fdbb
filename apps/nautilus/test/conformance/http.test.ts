// HTTP: methods and paths, status codes and what servers say they are.
import { comparePlainly, office, type Stated } from './plain.ts'

const path = (target: string): string => target.split('?')[0]!

const theirs = (row: readonly string[], seen: Map<string, string[]>): Stated[] => {
  const [stream = '', methods = '', targets = '', statuses = '', servers = ''] = row
  const waiting = seen.get(stream) ?? []
  seen.set(stream, waiting)
  if (methods !== '') {
    waiting.push(methods)
    return [{ key: methods, role: 'request', facts: [path(targets)] }]
  }
  if (statuses === '') return []
  const facts = [`${statuses} ${servers}`]
  const error = Number(statuses) >= 400
  const key = waiting.shift()
  return [{ key: key ?? 'nobody asked', role: 'reply', error, facts, mute: true }]
}

type Message = {
  readonly kind: string
  readonly target?: string
  readonly status?: number
  readonly fields?: Readonly<Record<string, string | undefined>>
}

comparePlainly({
  protocol: 'http',
  captures: office('http'),
  filter: 'http',
  fields: ['tcp.stream', 'http.request.method', 'http.request.uri', 'http.response.code', 'http.server'],
  theirs,
  ours: ({ kind, target = '', status, fields }: Message) =>
    kind === 'request' ? [target] : kind === 'response' ? [`${status} ${fields?.server ?? ''}`] : [],
})

type Told = { readonly kind: string; readonly fields: Readonly<Record<string, string | undefined>> }

comparePlainly({
  protocol: 'ssdp',
  captures: ['plant/bsap_site.pcap', 'melsec/iti_melsoft_udp_unclean.pcap'],
  filter: 'ssdp',
  fields: ['http.request.method', 'http.request.line'],
  theirs: ([method = '', asked = '']): Stated[] => {
    const target = /(?:^|[,\n ])ST: ?([^\\\r\n,]+)/i.exec(asked)?.[1] ?? ''
    return [
      { key: 'M-SEARCH', role: method === 'M-SEARCH' ? 'request' : 'reply', facts: method === '' ? [] : [target] },
    ]
  },
  ours: ({ kind, fields }: Told) => (kind === 'search' ? [fields.st ?? ''] : []),
})
