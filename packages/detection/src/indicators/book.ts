// All indicators, to be asked for each contact. One that is over does not count; of several the surest does.
import { networkOf } from '../work/network.ts'
import { type Indicator, MAX_INDICATORS, MAX_NETWORKS } from './indicator.ts'

/** What is known of an address, a name or a page at a time (µs); null: nothing bad. */
export type IndicatorBook = {
  readonly size: number
  /** Indicators for which there was no room. */
  readonly leftOut: number
  address(ip: string, at: number): Indicator | null
  /** It, or what it lies in: `a.bad.example` in `bad.example`. */
  domain(name: string, at: number): Indicator | null
  /** Host and path. */
  page(hostAndPath: string, at: number): Indicator | null
}

/** Labels of a name that are looked at, from the right. */
const MAX_LABELS = 12

export function indicatorBook(indicators: readonly Indicator[]): IndicatorBook {
  const exact: Record<Indicator['kind'], Map<string, Indicator[]>> = {
    address: new Map(),
    domain: new Map(),
    url: new Map(),
  }
  const networks: { readonly holds: (ip: string) => boolean; readonly indicator: Indicator }[] = []
  const used = indicators.slice(0, MAX_INDICATORS)
  let leftOut = indicators.length - used.length
  for (const indicator of used) {
    const { kind, value } = indicator
    const holds = kind === 'address' && value.includes('/') ? networkOf(value) : null
    if (holds === null) exact[kind].set(value, [...(exact[kind].get(value) ?? []), indicator])
    else if (networks.length < MAX_NETWORKS) networks.push({ holds, indicator })
    else leftOut++
  }
  const known = (kind: Indicator['kind'], value: string, at: number) => surest(exact[kind].get(value) ?? [], at)
  return {
    size: indicators.length - leftOut,
    leftOut,
    address: (ip, at) =>
      known('address', ip, at) ??
      surest(
        networks.filter(({ holds }) => holds(ip)).map(({ indicator }) => indicator),
        at,
      ),
    domain(name, at) {
      const labels = name.toLowerCase().replace(/\.$/, '').split('.').slice(-MAX_LABELS)
      for (let from = 0; from < labels.length - 1; from++) {
        const found = known('domain', labels.slice(from).join('.'), at)
        if (found) return found
      }
      return null
    },
    page: (hostAndPath, at) => known('url', hostAndPath.toLowerCase(), at),
  }
}

/** The surest of those that are not over; of equals the one with the name that comes first. */
function surest(indicators: readonly Indicator[], at: number): Indicator | null {
  let best: Indicator | null = null
  for (const each of indicators) {
    if (each.until !== null && each.until <= at) continue
    const more = best === null ? 1 : (each.confidence ?? 0.5) - (best.confidence ?? 0.5)
    if (best === null || more > 0 || (more === 0 && each.feed < best.feed)) best = each
  }
  return best
}
