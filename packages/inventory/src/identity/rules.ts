import { byText } from '../seen.ts'

/** What a person says of addresses. It outranks all evidence; without the rule everything is as the evidence says. */
export type IdentityRule = {
  readonly kind: 'same' | 'different'
  /** MAC and IP addresses as the inventory shows them; those of a `different` rule are each a device of its own. */
  readonly addresses: readonly string[]
  readonly by: string
  /** Microseconds since 1970-01-01 UTC. */
  readonly at: number
  readonly why: string
}

/** The rules, the newest first: where two contradict each other, the newer one holds. */
export class Rules {
  readonly list: readonly IdentityRule[]
  /** By pair of addresses: the newest rule on it. */
  readonly #pairs = new Map<string, IdentityRule>()

  constructor(rules: readonly IdentityRule[]) {
    this.list = rules.toSorted((a, b) => b.at - a.at || byText(textOf(a), textOf(b)))
    for (const rule of this.list) {
      for (const [one, other] of pairsOf(rule.addresses)) {
        const key = pairKey(one, other)
        if (!this.#pairs.has(key)) this.#pairs.set(key, rule)
      }
    }
  }

  /** The rule that keeps these two addresses apart. */
  apart(one: string, other: string): IdentityRule | null {
    if (this.#pairs.size === 0) return null
    const rule = this.#pairs.get(pairKey(one, other))
    return rule?.kind === 'different' ? rule : null
  }

  /** The first rule that keeps any of the one apart from any of the other. */
  apartAny(ones: readonly string[], others: readonly string[]): IdentityRule | null {
    if (this.#pairs.size === 0) return null
    for (const one of ones) {
      for (const other of others) {
        const rule = this.apart(one, other)
        if (rule) return rule
      }
    }
    return null
  }
}

const textOf = ({ kind, addresses, by, why }: IdentityRule): string => `${kind} ${addresses.join(' ')} ${by} ${why}`

const pairKey = (one: string, other: string): string => (one < other ? `${one} ${other}` : `${other} ${one}`)

export function* pairsOf<T>(list: readonly T[]): Iterable<readonly [T, T]> {
  for (let at = 0; at < list.length; at++) {
    for (let other = at + 1; other < list.length; other++) yield [list[at]!, list[other]!]
  }
}
