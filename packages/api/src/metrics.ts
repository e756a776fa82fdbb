// Figures for Prometheus: of this machine for whoever asks from it, of others for whoever has the key.
import { timingSafeEqual } from 'node:crypto'
import type { HeardInterface } from '@nautilus/model'
import type { FastifyRequest } from 'fastify'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { App } from './app.ts'
import type { Figures, PlatformPort } from './port.ts'
import { send } from './problem.ts'

/** s */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

const gauges: readonly { readonly name: string; readonly help: string; readonly of: (figures: Figures) => number }[] = [
  { name: 'nautilus_activities', help: 'Rows of activity stored since the start', of: each => each.activities },
  { name: 'nautilus_batches', help: 'Batches of sensors stored since the start', of: each => each.batches },
  { name: 'nautilus_findings', help: 'Findings that came or came again since the start', of: each => each.findings },
  { name: 'nautilus_queued_batches', help: 'Batches that wait to be stored', of: each => each.queued },
  { name: 'nautilus_lag_seconds', help: 'Between what was captured last and its storing', of: each => each.lag },
  {
    name: 'nautilus_removed_rows',
    help: 'Rows that were kept long enough and removed since the start',
    of: each => each.removed,
  },
  { name: 'nautilus_outward_sent', help: 'Events that other systems took', of: each => each.outward.sent },
  {
    name: 'nautilus_outward_refused',
    help: 'Events that other systems refused for good',
    of: each => each.outward.refused,
  },
  {
    name: 'nautilus_outward_failures',
    help: 'Tries that failed to tell other systems',
    of: each => each.outward.failures,
  },
  { name: 'nautilus_outward_waiting', help: 'Events that wait for other systems', of: each => each.outward.waiting },
  {
    name: 'nautilus_outward_dropped',
    help: 'Events that other systems lost because they were too far behind',
    of: each => each.outward.dropped,
  },
  { name: 'nautilus_ring_bytes', help: 'Packets kept by live sensors, on the disk', of: each => each.ringBytes },
  { name: 'nautilus_ring_dropped_frames', help: 'Frames that could not be kept', of: each => each.ringDropped },
  {
    name: 'nautilus_ring_sheds',
    help: 'How often older packets went early for want of room',
    of: each => each.ringSheds,
  },
  { name: 'nautilus_ring_window_seconds', help: 'How far back the shortest ring reaches', of: each => each.ringWindow },
  { name: 'nautilus_ring_free_bytes', help: 'Free on the fullest disk of a ring', of: each => each.ringFree },
]

const interfaceGauges: readonly {
  readonly name: string
  readonly help: string
  readonly of: (heard: HeardInterface) => number
}[] = [
  { name: 'packets', help: 'Packets heard since the sensor started', of: ({ packets }) => packets },
  { name: 'dropped', help: 'Packets that the kernel had no room for', of: ({ dropped }) => dropped },
  { name: 'frozen', help: 'How often the ring was full', of: ({ frozen }) => frozen },
  { name: 'fill', help: 'The fullest the ring was lately, 0 to 1', of: ({ fill }) => fill },
  { name: 'rate', help: 'Packets a second', of: ({ rate }) => rate },
  { name: 'up', help: '1 where there is a link', of: ({ state }) => Number(state === 'up') },
]
/** Series of each: a remote sensor names its interfaces as it likes. */
const MOST_INTERFACES = 1000

/** What sensors said of their interfaces. */
function hearings(registry: Registry, platform: PlatformPort): void {
  const labelNames = ['tenant', 'site', 'sensor', 'interface'] as const
  for (const { name, help, of } of interfaceGauges)
    new Gauge({
      name: `nautilus_interface_${name}`,
      help,
      labelNames,
      registers: [registry],
      collect() {
        this.reset()
        const heard = platform
          .hearings()
          .flatMap(({ hearing, ...place }) =>
            hearing.interfaces.map(one => ({ labels: { ...place, interface: one.name }, value: of(one) })),
          )
        for (const { labels, value } of heard.slice(0, MOST_INTERFACES)) this.set(labels, value)
      },
    })
}

export function metrics(app: App, { platform, key }: { platform: PlatformPort; key: string | null }): void {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  for (const { name, help, of } of gauges)
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(of(platform.figures()))
      },
    })
  hearings(registry, platform)
  const durations = new Histogram({
    name: 'nautilus_http_request_seconds',
    help: 'Time of requests, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS,
    registers: [registry],
  })
  app.addHook('onResponse', async (request, reply) => {
    // The route as it was declared: a path that anybody can type would make a series each.
    const route = request.routeOptions.url ?? 'none'
    durations.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000)
  })
  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    if (!mayRead(request, key)) return send(reply, 403, 'Ask from this machine, or with the key for metrics.')
    return reply.type(registry.contentType).send(await registry.metrics())
  })
}

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])
/** A proxy of this machine passes on what comes from elsewhere. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via']

function mayRead({ headers, socket }: FastifyRequest, key: string | null): boolean {
  const given = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1]
  if (given !== undefined && key !== null) return isSame(given, key)
  return LOOPBACK.has(socket.remoteAddress ?? '') && FORWARDED.every(name => headers[name] === undefined)
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
