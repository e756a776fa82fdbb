import type { FunctionRef } from '@nautilus/model'

/** Messages of one function in each direction; `errors` are the negative ones among the replies. */
export type FunctionStatistics = { name: string; requests: number; replies: number; errors: number }

/** Functions kept apart per protocol; a peer that invents codes ends up in the last one. */
const MAX_FUNCTIONS = 2048
const OTHERS: FunctionRef = { code: 'others', name: 'more functions than are kept apart' }

/** What one protocol amounted to. `packets` carry it, `messages` were parsed, `malformed` could not be. */
export class ProtocolStatistics {
  packets = 0
  messages = 0
  malformed = 0
  readonly functions = new Map<string, FunctionStatistics>()
  /** Faults by code. */
  readonly faults = new Map<string, number>()

  function(ref: FunctionRef): FunctionStatistics {
    const known = this.functions.get(ref.code)
    if (known) return known
    if (this.functions.size >= MAX_FUNCTIONS) return this.function(OTHERS)
    const made = { name: ref.name, requests: 0, replies: 0, errors: 0 }
    this.functions.set(ref.code, made)
    return made
  }

  fault(code: string): void {
    this.faults.set(code, (this.faults.get(code) ?? 0) + 1)
  }
}

/** By protocol name, made when first asked for. */
export class Statistics {
  readonly protocols = new Map<string, ProtocolStatistics>()

  of(name: string): ProtocolStatistics {
    const known = this.protocols.get(name)
    if (known) return known
    const made = new ProtocolStatistics()
    this.protocols.set(name, made)
    return made
  }
}
