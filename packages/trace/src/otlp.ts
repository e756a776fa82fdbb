// Spans to a collector: OTLP 1.x over HTTP, as JSON (opentelemetry-proto, trace/v1; the JSON mapping of the protocol).
import { request as overHttp } from 'node:http'
import { request as overHttps } from 'node:https'
import type { Attributes, Kind, Sink, Span } from './trace.ts'

export type TraceOptions = {
  /** Of the collector, without `/v1/traces`. */
  readonly endpoint: string
  readonly share: number
  readonly headers: Readonly<Record<string, string>>
  /** `service.name` and what else says who tells. */
  readonly resource: Attributes
  /** Told once, until spans are taken again. */
  readonly onTrouble: (message: string) => void
}

export type Exporter = Sink & {
  /** Sends what waits. */
  flush(): Promise<void>
  close(): Promise<void>
}

/** Spans that wait; more are dropped and counted. */
const MOST_WAITING = 2048
/** Of one request. */
const BATCH = 512
/** ms */
const EVERY = 5000
const PATIENCE = 5000
const SCOPE = 'nautilus'
/** Numbers of the protocol: SpanKind, and the code of a status. */
const KINDS: Readonly<Record<Kind, number>> = { internal: 1, server: 2, client: 3 }
const FAILED = 2
/** Characters of a message or a value. */
const LONGEST = 500

export function openExporter({ endpoint, share, headers, resource, onTrouble }: TraceOptions): Exporter {
  const url = new URL('v1/traces', endpoint.endsWith('/') ? endpoint : `${endpoint}/`)
  let waiting: Span[] = []
  let dropped = 0
  let isTroubled = false
  let sending: Promise<void> = Promise.resolve()
  const post = async (spans: readonly Span[]): Promise<void> => {
    try {
      const body = JSON.stringify(documentOf(spans, { ...resource, 'nautilus.spans_dropped': dropped }))
      const status = await sent(url, { 'content-type': 'application/json', ...headers }, body)
      if (status < 200 || status > 299) throw new Error(`it answered ${status}`)
      isTroubled = false
    } catch (error) {
      dropped += spans.length
      if (!isTroubled) onTrouble(`Traces are not taken by ${url.host}: ${(error as Error).message}`)
      isTroubled = true
    }
  }
  const flush = (): Promise<void> => {
    sending = sending.then(async () => {
      const spans = waiting
      waiting = []
      for (let at = 0; at < spans.length; at += BATCH) await post(spans.slice(at, at + BATCH))
    })
    return sending
  }
  const timer = setInterval(() => void flush(), EVERY)
  timer.unref()
  return {
    share,
    take(span) {
      if (waiting.length >= MOST_WAITING) dropped++
      else waiting.push(span)
    },
    flush,
    close() {
      clearInterval(timer)
      return flush()
    },
  }
}

/** The status of the answer; what else is in it is of no use. */
function sent(url: URL, headers: Readonly<Record<string, string>>, body: string): Promise<number> {
  const request = url.protocol === 'https:' ? overHttps : overHttp
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', headers: { ...headers }, signal: AbortSignal.timeout(PATIENCE) }
    const posted = request(url, options, response => {
      response.on('error', reject)
      response.on('end', () => resolve(response.statusCode ?? 0))
      response.resume()
    })
    posted.on('error', reject)
    posted.end(body)
  })
}

function documentOf(spans: readonly Span[], resource: Attributes): object {
  const scopeSpans = [{ scope: { name: SCOPE }, spans: spans.map(spanOf) }]
  return { resourceSpans: [{ resource: { attributes: attributesOf(resource) }, scopeSpans }] }
}

const spanOf = ({ trace, id, parent, name, kind, from, to, attributes, failure }: Span): object => ({
  traceId: trace,
  spanId: id,
  ...(parent === null ? {} : { parentSpanId: parent }),
  name,
  kind: KINDS[kind],
  startTimeUnixNano: String(from),
  endTimeUnixNano: String(to),
  attributes: attributesOf(attributes),
  status: failure === null ? {} : { code: FAILED, message: failure.slice(0, LONGEST) },
})

const attributesOf = (attributes: Attributes): object[] =>
  Object.entries(attributes).map(([key, value]) => ({ key, value: anyValueOf(value) }))

function anyValueOf(value: string | number | boolean): object {
  if (typeof value === 'boolean') return { boolValue: value }
  if (typeof value === 'string') return { stringValue: value.slice(0, LONGEST) }
  // 64-bit numbers are texts in JSON.
  return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value }
}
