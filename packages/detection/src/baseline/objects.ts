// What an operation says of the objects of its server.
import { type ItemValues, isSignificant, type Values as Told } from '@nautilus/model'
import type { OperationEvent } from '../event.ts'
import type { Limits } from './limits.ts'
import type { Ledger } from './room.ts'
import { type Moment, newTally, PROPOSED, TAUGHT, type Tally, touch } from './tally.ts'
import { type Device, type Holding, newHolding } from './tree.ts'
import { incidence, isReady } from './unseen.ts'
import { learnValue, newValues } from './values.ts'

export const isReadyHeld = (device: Device): boolean =>
  (device.tally.marks & TAUGHT) !== 0 || isReady(device.held, 'device')

/** Each item with its values; where there is none, the object that the operation names. */
export function objectsOf(server: Device, event: OperationEvent, moment: Moment, ledger: Ledger): void {
  const { activity, client, verb } = event
  const { items } = activity
  if (items.length === 0) {
    if (activity.object === '') return
    const holding = holdingOf(server, activity.object, ledger)
    if (holding) access(holding, server, client.id, isSignificant(verb), moment, ledger)
    return
  }
  for (let at = 0; at < items.length; at++) {
    const item = items[at]!
    const holding = holdingOf(server, item.object, ledger)
    if (holding === null) continue
    access(holding, server, client.id, item.access === 'write', moment, ledger)
    if (item.last === null) continue
    if (typeof item.last !== 'string') numbers(holding, item, moment, ledger)
    renew(holding, item.last, moment.last, ledger.limits)
  }
}

function holdingOf(server: Device, object: string, ledger: Ledger): Holding | null {
  const known = server.objects.get(object)
  if (known) return known
  if (!ledger.take('objects', object)) return null
  const holding = newHolding()
  server.objects.set(object, holding)
  return holding
}

const marksOf = (server: Device, moment: Moment): number =>
  moment.marks & TAUGHT ? TAUGHT : isReadyHeld(server) ? PROPOSED : 0

function access(
  holding: Holding,
  server: Device,
  client: string,
  writes: boolean,
  moment: Moment,
  ledger: Ledger,
): void {
  if (!writes) {
    holding.read ??= newTally(marksOf(server, moment))
    count(holding.read, server, moment)
    return
  }
  holding.written ??= newTally(marksOf(server, moment))
  count(holding.written, server, moment)
  let at = holding.writers.indexOf(client)
  if (at < 0) {
    if (client === '') return
    if (holding.writers.length >= ledger.limits.writers) {
      ledger.dropped.objects++
      return
    }
    at = holding.writers.push(client) - 1
    holding.writings.push(newTally(marksOf(server, moment)))
  }
  count(holding.writings[at]!, server, moment)
}

function count(tally: Tally, server: Device, moment: Moment): void {
  if (touch(tally, moment)) incidence(server.held, tally.slots)
}

function numbers(holding: Holding, item: ItemValues, moment: Moment, ledger: Ledger): void {
  const { values } = holding
  const length = Math.min((item.last as readonly number[]).length, ledger.limits.valuesOfObject)
  for (let index = 0; index < length; index++) {
    if (index === values.length) {
      if (!ledger.take('values', '')) return
      values.push(newValues(0))
    }
    learnValue(values[index]!, item, index, moment)
  }
}

function renew(holding: Holding, told: Told, at: number, { text, valuesOfObject }: Limits): void {
  if (at < holding.newestAt) return
  if (typeof told === 'string' ? told.length > text : !areFinite(told)) return
  holding.newest = typeof told !== 'string' && told.length > valuesOfObject ? told.slice(0, valuesOfObject) : told
  holding.newestAt = at
}

/** JSON knows no other numbers. */
function areFinite(numbers: readonly number[]): boolean {
  for (let at = 0; at < numbers.length; at++) if (!Number.isFinite(numbers[at])) return false
  return true
}
