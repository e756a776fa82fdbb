import type { Tell } from '../tells.ts'
import type { Evidence, RoleIdea } from './evidence.ts'
import { type Exchange, inPlant, isProbing, type Portrait, plural, servesPlant, tellsOf } from './portrait.ts'

const second = 1e6
/** Fewer regular pauses than this on a link are no rhythm. */
const fewestPauses = 3
/** A collector reads from this many, no faster than this, and writes nowhere. */
const collected = 2
const slow = 5 * second
/** A control centre reads from this many and writes. */
const supervised = 5
/** Controllers read from controllers too. */
const fromController = 0.4
/** Who tries everything shows nothing to anybody. */
const probing = 0.4

/** Who reads in a rhythm shows values to people or keeps them: HMI, SCADA server or historian. */
export const polling: RoleIdea = portrait => {
  const asked = inPlant(portrait.used)
    .filter(({ speech }) => speech.tooling > 0)
    .map(({ exchange }) => exchange)
  const polled = asked.filter(isPolled)
  const servers = new Set(polled.map(e => e.server)).size
  if (servers === 0) return []
  const writes = asked.some(e => accepted(e, 'write') > 0)
  const period = periodOf(polled)
  const every = period === null ? 'is sent values by' : 'polls'
  const pace = period === null ? '' : ` about every ${textOf(period)}`
  const reason = `${every} ${plural(servers, 'device')}${pace}`
  return weigh(portrait, purposes({ servers, writes, period, reason }))
}

const screens: readonly { readonly tell: Tell; readonly says: string; readonly confidence: number }[] = [
  { tell: 'alarm subscription', says: 'has alarms sent to it', confidence: 0.4 },
  { tell: 'cyclic subscription', says: 'has values sent to it in a rhythm', confidence: 0.5 },
]

/** Alarms and cyclic values are sent to what shows them. */
export const showing: RoleIdea = portrait => {
  const exchanges = inPlant(portrait.used).map(({ exchange }) => exchange)
  const found = screens.filter(({ tell }) => tellsOf(exchanges, tell) > 0)
  return weigh(
    portrait,
    found.map(({ says, confidence }) => ({ role: 'HMI', confidence, reason: says })),
  )
}

type Manner = {
  readonly servers: number
  readonly writes: boolean
  readonly period: number | null
  readonly reason: string
}

function purposes({ servers, writes, period, reason }: Manner): Evidence[] {
  if (!writes && servers >= collected && period !== null && period >= slow) {
    return [{ role: 'historian', confidence: 0.5, reason: `${reason} and never writes` }]
  }
  if (servers >= supervised) {
    const also = writes ? ' and writes' : ''
    return [
      { role: 'SCADA server', confidence: writes ? 0.8 : 0.6, reason: `${reason}${also}` },
      { role: 'HMI', confidence: 0.5, reason },
    ]
  }
  const found: Evidence[] = [{ role: 'HMI', confidence: 0.5, reason }]
  if (writes) found.push({ role: 'HMI', confidence: 0.5, reason: 'writes values to devices it polls or asks' })
  return found
}

function weigh(portrait: Portrait, found: readonly Evidence[]): readonly Evidence[] {
  const factor = (servesPlant(portrait) ? fromController : 1) * (isProbing(portrait) ? probing : 1)
  return factor === 1 ? found : found.map(e => ({ ...e, confidence: e.confidence * factor }))
}

const accepted = ({ traffic }: Exchange, verb: 'write' | 'subscribe'): number => {
  const tally = traffic.verbs.get(verb)
  return tally ? tally.ok + tally.open : 0
}

/** What is subscribed may be alarms alone. */
const isPolled = (exchange: Exchange): boolean =>
  exchange.traffic.pauses >= fewestPauses ||
  (accepted(exchange, 'subscribe') > 0 && tellsOf([exchange], 'alarm subscription') === 0)

function periodOf(polled: readonly Exchange[]): number | null {
  const pauses = polled.reduce((sum, e) => sum + e.traffic.pauses, 0)
  const pausing = polled.reduce((sum, e) => sum + e.traffic.pausing, 0)
  return pauses === 0 ? null : pausing / pauses
}

const textOf = (period: number): string =>
  period < second ? `${Math.round(period / 1000)} ms` : `${Math.round(period / second)} s`
