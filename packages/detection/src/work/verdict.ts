// Does approved work cover what was seen? One verdict for each thing that a work order names.
import type { Verb, WindowVerdict } from '@nautilus/model'
import type { Who } from '../event.ts'
import type { WorkOrder } from './order.ts'
import { type Picks, picksOf } from './select.ts'

/** What was done: from when to when (µs), by whom, to whom. */
export type Deed = {
  readonly from: number
  readonly to: number
  readonly source: Who | null
  readonly target: Who | null
  readonly verb: Verb | null
  readonly protocol: string | null
}

export type Judge = (deed: Deed) => WindowVerdict

/** µs after its end for which work that goes on counts as the same work. */
export const OVERRUN = 24 * 3600e6

export const noOrder: WindowVerdict = {
  kind: 'none',
  order: null,
  dimensions: { asset: null, verb: null, source: null, tool: null, time: null },
}

const ranks: Readonly<Record<WindowVerdict['kind'], number>> = { covered: 0, overrun: 1, impostor: 2, none: 3 }

/** The milder first. */
export const compareVerdicts = (a: WindowVerdict, b: WindowVerdict): number => ranks[a.kind] - ranks[b.kind]

/** Judges deeds by these orders: the order that fits best counts, of equal ones the first by id. */
export function judgeBy(orders: readonly WorkOrder[]): Judge {
  if (orders.length === 0) return () => noOrder
  const sorted = [...orders].sort((a, b) => (a.id < b.id ? -1 : 1))
  const judges = sorted.map(orderJudge)
  return deed => {
    let best = noOrder
    for (const judge of judges) {
      const verdict = judge(deed)
      if (compareVerdicts(verdict, best) < 0 || (verdict.kind === best.kind && fits(verdict) > fits(best)))
        best = verdict
    }
    return best
  }
}

const fits = ({ dimensions }: WindowVerdict): number => Object.values(dimensions).filter(fit => fit === true).length

function orderJudge(order: WorkOrder): Judge {
  const onAsset = picksOf(order.assets)
  const fromSource = order.sources && picksOf(order.sources)
  return deed => {
    const when = timeOf(order, deed)
    const dimensions = {
      asset: deed.target ? onAsset(deed.target) : null,
      verb: order.verbs && deed.verb ? order.verbs.includes(deed.verb) : null,
      source: sourceFit(fromSource, deed.source),
      tool: toolFit(order.tools, deed),
      time: when === 'inside',
    }
    return { kind: kindOf(dimensions, when), order: order.id, ...versionOf(order), dimensions }
  }
}

const versionOf = ({ version }: WorkOrder) => (version === undefined ? {} : { version })

const sourceFit = (picks: Picks | null, source: Who | null): boolean | null => (picks && source ? picks(source) : null)

/** Null where the order names no tool, or where nothing tells which one it was. */
function toolFit(tools: readonly string[] | null, { source, protocol }: Deed): boolean | null {
  if (!tools) return null
  const named = (source?.asset?.tools ?? []).map(tool => tool.toLowerCase())
  if (tools.some(tool => tool.toLowerCase() === protocol || named.some(name => name.includes(tool.toLowerCase()))))
    return true
  return named.length > 0 ? false : null
}

type When = 'inside' | 'after' | 'else'

function timeOf({ windows }: WorkOrder, { from, to }: Deed): When {
  if (windows.some(window => from >= window.from && to < window.to)) return 'inside'
  return windows.some(window => to >= window.to && from - window.to < OVERRUN && from >= window.from) ? 'after' : 'else'
}

/** Whose time it is but not his work is an impostor; so is he only where the device or the source is the order's. */
function kindOf({ time, ...rest }: WindowVerdict['dimensions'], when: When): WindowVerdict['kind'] {
  const wrong = Object.values(rest).some(fit => fit === false)
  if (!wrong && rest.asset === true) {
    if (time) return 'covered'
    return when === 'after' ? 'overrun' : 'none'
  }
  return time && (rest.asset === true || rest.source === true) ? 'impostor' : 'none'
}
