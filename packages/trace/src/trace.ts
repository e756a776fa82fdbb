// Spans of the running platform, for whoever looks why something is slow. Off, a span is one look at a variable.
import { AsyncLocalStorage } from 'node:async_hooks'
import { randomBytes } from 'node:crypto'

export type Attributes = Readonly<Record<string, string | number | boolean>>
/** OpenTelemetry's kinds: what answers, what is inside, what asks another. */
export type Kind = 'server' | 'internal' | 'client'

/** What is handed from one process or thread to another (W3C Trace Context, `traceparent`). */
export type TraceParent = string

export type Span = {
  readonly trace: string
  readonly id: string
  readonly parent: string | null
  readonly name: string
  readonly kind: Kind
  /** ns since 1970. */
  readonly from: bigint
  readonly to: bigint
  readonly attributes: Attributes
  /** Why it failed; null where it did not. */
  readonly failure: string | null
}

export type Sink = {
  /** Part of all traces that are kept, 0 to 1. */
  readonly share: number
  take(span: Span): void
}

type Here = { readonly trace: string; readonly id: string; readonly sampled: boolean }

let sink: Sink | null = null
const here = new AsyncLocalStorage<Here>()

export function setSink(to: Sink | null): void {
  sink = to
}

const PARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/

/** Of the span that we are in; null without one. */
export function currentParent(): TraceParent | null {
  const now = here.getStore()
  return now ? `00-${now.trace}-${now.id}-${now.sampled ? '01' : '00'}` : null
}

export type SpanOptions = {
  readonly kind?: Kind
  readonly attributes?: Attributes
  /** From elsewhere; else the span that we are in. */
  readonly parent?: TraceParent | null | undefined
}

/** A span that has begun, where beginning and end are not in one function. */
export type OpenSpan = {
  /** Runs `work` inside of it. */
  within<T>(work: () => T): T
  /** `failure`: why it failed; null where it did not. */
  end(failure: string | null, more?: Attributes): void
}

/** Null where nobody takes spans: then there is nothing to end. */
export function openSpan(name: string, { kind = 'internal', attributes = {}, parent }: SpanOptions): OpenSpan | null {
  const to = sink
  if (to === null) return null
  const above = aboveOf(parent)
  const trace = above?.trace ?? randomBytes(16).toString('hex')
  const sampled = above?.sampled ?? isSampled(trace, to.share)
  const own: Here = { trace, id: randomBytes(8).toString('hex'), sampled }
  const from = now()
  return {
    within: work => here.run(own, work),
    end(failure, more = {}) {
      if (!sampled) return
      const rest = { from, to: now(), attributes: { ...attributes, ...more }, failure }
      to.take({ trace, id: own.id, parent: above?.id ?? null, name, kind, ...rest })
    },
  }
}

/** Runs `work` inside of a span. */
export async function span<T>(name: string, options: SpanOptions, work: () => Promise<T>): Promise<T> {
  const open = openSpan(name, options)
  if (open === null) return work()
  try {
    const value = await open.within(work)
    open.end(null)
    return value
  } catch (error) {
    open.end(textOf(error))
    throw error
  }
}

/** What took this long until now, inside of the span that we are in; without one it is not told. ms */
export function tell(
  name: string,
  { kind = 'internal', attributes = {} }: Omit<SpanOptions, 'parent'>,
  took: number,
  failure: unknown = null,
): void {
  const above = here.getStore()
  if (sink === null || !above?.sampled) return
  const to = now()
  const [from, id] = [to - BigInt(Math.round(took * 1e6)), randomBytes(8).toString('hex')]
  const why = failure === null ? null : textOf(failure)
  sink.take({ trace: above.trace, id, parent: above.id, name, kind, from, to, attributes, failure: why })
}

/** Its kind and code alone: a message may have values of people in it, and the log has it. */
function textOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const { code } = error as { readonly code?: unknown }
  return typeof code === 'string' ? `${error.name} ${code}` : error.name
}

function aboveOf(parent: TraceParent | null | undefined): Here | undefined {
  const [, trace, id, flags] = PARENT.exec(parent ?? '') ?? []
  if (trace === undefined || id === undefined || flags === undefined) return here.getStore()
  return { trace, id, sampled: (Number.parseInt(flags, 16) & 1) === 1 }
}

/** By the id, so that every process decides alike (OpenTelemetry, TraceIdRatioBased). */
const isSampled = (trace: string, share: number): boolean => Number.parseInt(trace.slice(-13), 16) < share * 2 ** 52

/** ns; of a clock that goes on evenly, begun at the time of day. */
const began = BigInt(Date.now()) * 1_000_000n - process.hrtime.bigint()
const now = (): bigint => began + process.hrtime.bigint()
