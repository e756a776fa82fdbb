// What two MACs that sent as one IP address say of themselves.
import { byText } from '../seen.ts'
import type { Sign, SignKind, Signs } from './signs.ts'

/** Of these a device has one at a time in the words of one protocol. */
export const single: ReadonlySet<SignKind> = new Set<SignKind>(['serial number', 'host name', 'SNMP engine'])
const naming: ReadonlySet<SignKind> = new Set<SignKind>(['serial number', 'host name', 'station name'])

export class Acquaintance {
  readonly #signs: Signs
  #byMac: Map<string, Sign[]> | null = null

  constructor(signs: Signs) {
    this.#signs = signs
  }

  /** One protocol says different things of which a device has one. */
  differ(one: string, other: string): boolean {
    return contradictionOf(this.#of(one), this.#of(other)) !== null
  }

  areAlike(one: string, other: string): boolean {
    const said = new Set(
      this.#of(other)
        .filter(({ kind }) => naming.has(kind))
        .map(textOf),
    )
    return this.#of(one).some(sign => said.has(textOf(sign)))
  }

  /** Asked for few addresses, and for most captures for none. */
  #of(mac: string): readonly Sign[] {
    if (!this.#byMac) {
      this.#byMac = new Map()
      for (const [file, signs] of this.#signs.entries()) {
        const key = file.slice(file.indexOf(' ') + 1)
        this.#byMac.set(key, [...(this.#byMac.get(key) ?? []), ...signs])
      }
    }
    return this.#byMac.get(mac) ?? []
  }
}

const textOf = ({ kind, value }: Sign): string => `${kind} ${value}`

/** A sentence on what the same protocol says differently of the two; null when nothing. */
export function contradictionOf(ones: readonly Sign[], others: readonly Sign[]): string | null {
  const found: string[] = []
  for (const { kind, source, value } of ones) {
    if (!single.has(kind)) continue
    const same = others.filter(other => other.kind === kind && other.source === source)
    const own = ones.filter(sign => sign.kind === kind && sign.source === source)
    const values = new Set(own.map(sign => sign.value))
    if (same.length === 0 || same.some(other => values.has(other.value))) continue
    const [other] = same.map(sign => sign.value).sort(byText)
    found.push(`${source} tells different ${kind}s: ${value} and ${other}`)
  }
  return found.sort(byText)[0] ?? null
}
