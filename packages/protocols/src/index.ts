import type { Dissector } from './dissector.ts'
import * as registry from './registry.ts'

export * from './dissector.ts'
export { hex, hexNumber, printable, Reader } from './reader.ts'
export { fits, isNumeric, readNumber, spanOf, valuesOf, widths } from './values.ts'

/** Every protocol in the registry, by name. */
export const protocols: readonly Dissector[] = Object.values(registry as Record<string, Dissector>)
