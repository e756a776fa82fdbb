export type { Exporter, TraceOptions } from './otlp.ts'
export { currentParent, type OpenSpan, openSpan, type Span, setSink, span, type TraceParent, tell } from './trace.ts'

import type { Exporter, TraceOptions } from './otlp.ts'
import { setSink } from './trace.ts'

/** From now on spans of this thread go to the collector. What is needed for that is read only then. */
export async function startTraces(options: TraceOptions): Promise<Exporter> {
  const { openExporter } = await import('./otlp.ts')
  const exporter = openExporter(options)
  setSink(exporter)
  const close = () => {
    setSink(null)
    return exporter.close()
  }
  return { ...exporter, close }
}
