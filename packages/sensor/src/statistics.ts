import type { FunctionRef } from '@nautilus/model'
import type { Label } from '@nautilus/protocols'

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

/** Where a message was counted: its function and those inside it, and which of them are errors. */
export type Counted = {
  readonly functions: readonly FunctionStatistics[]
  readonly errors: readonly FunctionStatistics[]
}

/** Counts a message by its label. */
export function countLabel(statistics: ProtocolStatistics, { role, function: ref, error, inner = [] }: Label): Counted {
  const refs = [...(ref ? [{ ...ref, error: error && role !== 'request' }] : []), ...inner]
  const functions: FunctionStatistics[] = []
  const errors: FunctionStatistics[] = []
  for (const one of refs) {
    const counts = statistics.function(one)
    functions.push(counts)
    if (role === 'request') counts.requests++
    else counts.replies++
    if (!one.error) continue
    counts.errors++
    errors.push(counts)
  }
  return { functions, errors }
}
